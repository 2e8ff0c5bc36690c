/**
 * The page of the roll call: who is in the house, as the server said last, and who of them is safe. What one says is kept
 * on the phone first and sent when there is network; of what several phones say of somebody, the latest holds.
 */

import { make } from "/office_admin_offline/static/src/elements.js";
import { OfflinePage } from "/office_admin_offline/static/src/offline_page.js";

const POLL = 15000; // milliseconds
const KEEP = 24 * 3600 * 1000; // so long the phone keeps who was in the house
const FIELDS = ["key", "name", "kind", "organisation", "place", "phone", "scope"];

class RollPage extends OfflinePage {
    filter = "find";
    search = "";

    async start() {
        await super.start();
        setInterval(() => document.visibilityState === "visible" && this.wake(), POLL);
    }

    use(answer) {
        const received = Date.parse(this.recall("received"));
        if (answer && !(Date.now() - received < KEEP)) {
            answer = { ...answer, people: [], rolls: [] };
            this.outbox.setMeta(answer);
        }
        super.use(answer);
        this.people = (answer?.people || []).map((values) =>
            Object.fromEntries(FIELDS.map((name, index) => [name, values[index]]))
        );
    }

    get scope() {
        const scopes = this.answer?.scopes || [];
        return scopes.find((scope) => scope.key === this.recall("scope")) || scopes[0];
    }

    getTitle() {
        return this.roll ? this.say(this.roll.kind) : this.say("title");
    }

    describe(row) {
        return row.person_name || this.say(row.what === "end" ? "end" : `start_${row.kind}`);
    }

    // What was said

    getOwn() {
        return [...this.sent.map((row) => ({ ...row, isSent: true })), ...this.rows]
            .filter((row) => row.uid === this.answer?.uid && row.scope === this.scope?.key)
            .sort((a, b) => (a.time < b.time ? -1 : 1));
    }

    /** @returns {Object | undefined} the roll call that runs, as the server knows it or as this phone has started it */
    get roll() {
        const own = this.getOwn();
        const received = this.recall("received");
        const isNews = (row) => !row.isSent || row.time > received;
        const isEnded = (ids) => own.some((row) => row.what === "end" && ids.includes(row.roll) && isNews(row));
        const known = this.answer?.rolls.find((roll) => roll.scope === this.scope?.key);
        if (known) {
            const ids = [String(known.id), ...known.keys];
            return isEnded(ids) ? undefined : { ...known, ids, start: `${known.start.replace(" ", "T")}Z` };
        }
        const started = own.findLast((row) => row.what === "start" && isNews(row));
        if (started && !isEnded([started.key])) {
            return { ids: [started.key], kind: started.kind, start: started.time, said: {} };
        }
        return undefined;
    }

    /** @returns {Map<string, Object>} what was said last of each person */
    getSaid(roll) {
        const said = new Map(
            Object.entries(roll.said).map(([key, [status, where, who, time]]) => [key, { status, where, who, time }])
        );
        for (const row of this.getOwn()) {
            const before = said.get(row.person);
            if (row.person && roll.ids.includes(row.roll) && !(before && Date.parse(before.time) > Date.parse(row.time))) {
                said.set(row.person, { status: row.what, where: row.where, who: row.name, time: row.time });
            }
        }
        return said;
    }

    getPeople(roll) {
        const people = this.people.filter((person) => person.scope === this.scope?.key);
        const known = new Set(people.map((person) => person.key));
        for (const row of roll ? this.getOwn() : []) {
            if (row.person?.startsWith("other,") && roll.ids.includes(row.roll) && !known.has(row.person)) {
                known.add(row.person);
                people.push({ key: row.person, name: row.person_name, kind: "other" });
            }
        }
        return people.sort((a, b) => a.name.localeCompare(b.name, document.documentElement.lang));
    }

    mark(person, what, where = "") {
        return this.add({
            what,
            scope: this.scope.key,
            roll: this.roll.ids[0],
            person: person.key,
            person_name: person.name,
            where,
        });
    }

    async begin(kind) {
        if (confirm(this.say("start_sure", { name: this.scope.name }))) {
            this.filter = "find";
            await this.add({ what: "start", scope: this.scope.key, kind });
            this.showBody();
        }
    }

    async finish() {
        const { roll } = this;
        const said = this.getSaid(roll);
        const count = this.getPeople(roll).filter((person) => said.get(person.key)?.status !== "safe").length;
        if (confirm(this.say(count ? "end_sure" : "end_all", { count }))) {
            await this.add({ what: "end", scope: this.scope.key, roll: roll.ids[0] });
            this.showBody();
        }
    }

    // What is on the page

    showBody() {
        const { roll } = this;
        const people = this.answer?.is_warden ? this.getPeople(roll) : [];
        const shape = JSON.stringify([
            this.answer?.uid,
            this.answer?.lang,
            this.answer?.scopes,
            this.scope?.key,
            roll?.ids,
            roll?.kind,
            people,
        ]);
        if (shape === this.shape) {
            this.showMine();
            return;
        }
        this.shape = shape;
        this.showHead();
        this.items = new Map();
        if (!this.answer) {
            this.parts.body.replaceChildren();
        } else if (!this.answer.is_warden) {
            this.parts.body.replaceChildren(make("p", { class: "notice warning" }, this.say("no_warden")));
        } else {
            this.parts.body.replaceChildren(...this.makeBody(roll, people));
            this.showMine();
        }
    }

    makeBody(roll, people) {
        this.message = make("p", { id: "message", role: "status", hidden: true });
        this.summary = make("p", { id: "summary", role: "status" });
        this.filters = make("div", { class: "chips" });
        this.list = make("ul", { id: "people" }, ...people.map((person) => this.makeItem(person)));
        const find = make("input", {
            type: "search",
            id: "find",
            value: this.search,
            placeholder: this.say("find"),
            "aria-label": this.say("find"),
            autocomplete: "off",
            oninput: () => {
                this.search = find.value;
                this.showMine();
            },
        });
        return [
            this.answer.scopes.length > 1 && !roll && this.makeScopes(),
            this.summary,
            roll && this.filters,
            people.length > 0 && find,
            roll && make("p", { id: "all_safe", class: "notice success", hidden: true }, this.say("all_safe")),
            !roll && this.scope && this.makeStart(),
            this.list,
            roll && this.makeSomebody(),
            roll && make("button", { type: "button", id: "end", onclick: () => this.finish() }, this.say("end")),
            this.message,
        ].filter(Boolean);
    }

    makeScopes() {
        const select = make(
            "select",
            {
                id: "scope",
                "aria-label": this.say("choose"),
                onchange: () => {
                    this.remember("scope", select.value);
                    this.showBody();
                },
            },
            ...this.answer.scopes.map(({ key, name }) =>
                make("option", { value: key, selected: key === this.scope.key }, name)
            )
        );
        return make("label", {}, this.say("choose"), select);
    }

    makeStart() {
        const button = (kind) =>
            make(
                "button",
                { type: "button", id: `start_${kind}`, class: kind === "real" ? "danger" : "", onclick: () => this.begin(kind) },
                this.say(`start_${kind}`)
            );
        return make("div", { class: "buttons" }, button("real"), button("drill"));
    }

    makeSomebody() {
        const name = make("input", { id: "somebody", maxlength: 200, autocomplete: "off", placeholder: this.say("somebody_name") });
        const submit = async (ev) => {
            ev.preventDefault();
            if (name.value.trim()) {
                const person = { key: `other,${crypto.randomUUID()}`, name: name.value.trim() };
                name.value = "";
                await this.mark(person, "safe");
                this.showBody();
                this.tell(person, "safe");
            }
        };
        return make(
            "form",
            { id: "new", onsubmit: submit },
            make("label", { for: "somebody" }, this.say("somebody")),
            make("div", { class: "line" }, name, make("button", { class: "safe" }, this.say("somebody_safe")))
        );
    }

    makeItem(person) {
        const words = [person.name, person.organisation, person.place].filter(Boolean);
        const item = {
            person,
            words: words.join(" ").toLowerCase(),
            state: make("span", { class: "state" }),
            more: make("div", { class: "more" }),
            button: make("button", { type: "button", class: "safe" }, this.say("safe")),
        };
        item.button.onclick = () => this.sayOf(person, "safe");
        item.element = make(
            "li",
            {},
            make(
                "button",
                { type: "button", class: "who", onclick: () => this.toggle(item) },
                make("strong", {}, person.name),
                make("span", {}, [this.say(person.kind), person.organisation, person.place].filter(Boolean).join(" · ")),
                item.state
            ),
            item.button,
            item.more
        );
        this.items.set(person.key, item);
        return item.element;
    }

    async sayOf(person, what, where = "") {
        await this.mark(person, what, where);
        navigator.vibrate?.(60);
        this.items.get(person.key)?.more.replaceChildren();
        this.tell(person, what);
    }

    tell(person, what) {
        clearTimeout(this.timer);
        const undo = async () => {
            this.message.hidden = true;
            await this.mark(person, "open");
        };
        this.message.replaceChildren(
            make("span", {}, this.say("done", { name: person.name, status: this.say(what) })),
            ...(what === "open" ? [] : [make("button", { type: "button", onclick: undo }, this.say("undo"))])
        );
        this.message.hidden = false;
        this.timer = setTimeout(() => (this.message.hidden = true), 8000);
    }

    /** Show or hide what more can be said of somebody. */
    toggle(item) {
        const { person } = item;
        const isOpen = item.more.childElementCount > 0;
        for (const other of this.items.values()) {
            other.more.replaceChildren();
        }
        if (isOpen) {
            return;
        }
        const where = make("input", { maxlength: 200, "aria-label": this.say("where"), placeholder: this.say("where") });
        where.value = item.said?.where || "";
        const button = (what) =>
            make(
                "button",
                { type: "button", class: what, onclick: () => this.sayOf(person, what, where.value.trim()) },
                this.say(what)
            );
        item.more.replaceChildren(
            ...[
                person.phone && make("a", { class: "button", href: `tel:${person.phone}` }, this.say("call", person)),
                ...(this.roll ? [where, make("div", { class: "buttons" }, button("safe"), button("missing"), button("open"))] : []),
                make("button", { type: "button", class: "link", onclick: () => item.more.replaceChildren() }, this.say("close")),
            ].filter(Boolean)
        );
    }

    showMine() {
        if (!this.items || !this.list) {
            return;
        }
        const { roll } = this;
        const said = roll ? this.getSaid(roll) : new Map();
        const counts = { find: 0, missing: 0, safe: 0 };
        const search = this.search.trim().toLowerCase();
        for (const [key, item] of this.items) {
            const news = said.get(key);
            const status = news?.status || "open";
            counts.safe += status === "safe";
            counts.missing += status === "missing";
            counts.find += status !== "safe";
            this.showItem(item, news, Boolean(roll));
            const isWanted = !roll || (this.filter === "find" ? status !== "safe" : status === this.filter);
            item.element.hidden = !isWanted || !item.words.includes(search);
        }
        this.showSummary(roll, counts);
    }

    showItem(item, news, isRunning) {
        const text = JSON.stringify([news, isRunning]);
        if (item.text === text) {
            return;
        }
        item.text = text;
        item.said = news;
        const status = news?.status || "open";
        item.element.className = status;
        item.button.hidden = !isRunning || status === "safe";
        const words = news && [this.say("said", { ...news, status: this.say(status), time: this.formatTime(news.time) }), news.where];
        item.state.textContent = words ? words.filter(Boolean).join(" · ") : "";
    }

    showSummary(roll, counts) {
        const received = this.recall("received");
        const count = this.items.size;
        const asOf = count
            ? this.say("as_of", { time: this.formatTime(received), count })
            : this.say("nobody");
        this.summary.textContent = roll
            ? `${this.say("running", { kind: this.say(roll.kind), time: this.formatTime(roll.start) })} · ${asOf}`
            : asOf;
        this.filters.replaceChildren(
            ...["find", "missing", "safe"].map((name) =>
                make(
                    "label",
                    { class: `chip ${name}` },
                    make("input", {
                        type: "radio",
                        name: "filter",
                        checked: this.filter === name,
                        onchange: () => {
                            this.filter = name;
                            this.showMine();
                        },
                    }),
                    make("span", {}, this.say(`filter_${name}`, { count: counts[name] }))
                )
            )
        );
        const allSafe = document.getElementById("all_safe");
        if (allSafe) {
            allSafe.hidden = counts.find > 0 || !count;
        }
    }

    formatTime(time) {
        const moment = new Date(time);
        const isToday = moment.toDateString() === new Date().toDateString();
        return moment.toLocaleString(document.documentElement.lang, {
            ...(isToday ? {} : { month: "numeric", day: "numeric" }),
            hour: "2-digit",
            minute: "2-digit",
        });
    }
}

new RollPage(document.getElementById("page"), "/office/roll", "office-roll", 1).start();
