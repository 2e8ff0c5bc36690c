/**
 * What people read of a code that was scanned: of the address on a label what stands behind its `#`, or else its token.
 * The counting page, which is no part of Odoo's client, uses it too: this file imports nothing.
 *
 * @param {string} code
 * @returns {string}
 */
export function readable(code) {
    const [address, name] = code.split("#");
    const token = /\/office\/l\/(\w+)/.exec(address);
    if (!token) {
        return code;
    }
    try {
        return decodeURIComponent(name || token[1]);
    } catch {
        return name; // with a lone per cent sign
    }
}
