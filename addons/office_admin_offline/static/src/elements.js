/** Make an element; what begins with `on` is a listener, `null` and `false` leave an attribute or a child out. */
export function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) {
            element.addEventListener(name.slice(2), value);
        } else if (value === true) {
            element.setAttribute(name, "");
        } else if (value !== false && value !== null && value !== undefined) {
            element.setAttribute(name, value);
        }
    }
    element.append(...children.flat().filter((child) => child !== null && child !== false && child !== undefined));
    return element;
}

/** @returns {(name: string, values?: Object) => string} the texts of the page in the language of its reader */
export function getTexts(texts, language) {
    const wanted = [language, ...navigator.languages.map((name) => name.replace("-", "_")), "en_US"].filter(Boolean);
    const same = (name) => Object.keys(texts).find((code) => code === name);
    const similar = (name) => Object.keys(texts).find((code) => code.split("_")[0] === name.split("_")[0]);
    const code = wanted.map((name) => same(name) || similar(name)).find(Boolean) || Object.keys(texts)[0];
    document.documentElement.lang = code.replace("_", "-");
    return (name, values = {}) =>
        (texts[code][name] ?? name).replace(/\{(\w+)\}/g, (_all, key) => values[key] ?? "");
}
