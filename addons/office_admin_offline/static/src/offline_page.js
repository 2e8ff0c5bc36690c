/** A page that works with network or without it: what it shows of the server, what it sends, and what it says of both. */

import { getTexts, make } from "./elements.js";
import { Outbox } from "./outbox.js";
import { LoggedOut, Sender, call } from "./sender.js";

export class OfflinePage {
    /**
     * @param {HTMLElement} root
     * @param {string} path of the page; below it are `sw.js`, `data` and `send`
     * @param {string} name of what the phone keeps of it
     * @param {number} days how long the phone keeps what was sent
     */
    constructor(root, path, name, days) {
        this.root = root;
        this.path = path;
        this.name = name;
        this.login = `/web/login?redirect=${path}`;
        this.texts = JSON.parse(document.getElementById("texts").textContent);
        this.say = getTexts(this.texts);
        this.outbox = new Outbox(name, days * 24 * 3600 * 1000);
        this.sender = new Sender(
            this.outbox,
            `${path}/send`,
            () => this.answer?.uid,
            (change) => {
                this.channel.postMessage("changed"); // other tabs show the same
                return this.update(change);
            }
        );
        this.state = { isOnline: navigator.onLine, isLoggedOut: false };
        this.rows = []; // all that waits, of whomever
        this.sent = [];
        this.channel = new BroadcastChannel(name);
        this.channel.onmessage = () => this.refresh();
    }

    async start() {
        if (!window.isSecureContext) {
            this.root.replaceChildren(make("p", { class: "notice warning" }, this.say("https")));
            return;
        }
        navigator.serviceWorker?.register(`${this.path}/sw.js`, { scope: this.path });
        try {
            await this.outbox.open();
            await this.outbox.forget(Date.now());
            this.use(await this.outbox.getMeta());
        } catch {
            this.root.replaceChildren(make("p", { class: "notice warning" }, this.say("storage")));
            return;
        }
        navigator.storage?.persist?.();
        this.parts = Object.fromEntries(
            ["head", "notices", "body"].map((name) => [name, make(name === "head" ? "header" : "div", { id: name })])
        );
        this.root.replaceChildren(...Object.values(this.parts));
        window.addEventListener("online", () => this.wake());
        window.addEventListener("offline", () => this.update({ isOnline: false }));
        document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.wake());
        await this.refresh();
        this.showBody();
        await this.wake();
    }

    /** Take over what the server has said, now or the last time. */
    use(answer) {
        this.answer = answer;
        if (answer) {
            this.say = getTexts(this.texts, answer.lang);
            document.title = this.say("title");
        }
    }

    /** Keep something small on the phone. */
    remember(name, value) {
        localStorage.setItem(`${this.name}-${name}`, value);
    }

    recall(name) {
        return localStorage.getItem(`${this.name}-${name}`) || "";
    }

    /** Ask the server what is new, and send what waits. */
    async wake() {
        try {
            const answer = await call(`${this.path}/data`);
            const isNew = JSON.stringify(answer) !== JSON.stringify(this.answer);
            await this.outbox.setMeta(answer);
            this.remember("received", new Date().toISOString());
            this.use(answer);
            this.update({ isOnline: true, isLoggedOut: false });
            if (isNew) {
                await this.refresh();
                this.showBody();
            }
        } catch (error) {
            this.update(error instanceof LoggedOut ? { isOnline: true, isLoggedOut: true } : { isOnline: false });
        }
        await this.sender.wake();
    }

    update(change) {
        Object.assign(this.state, change);
        return this.refresh();
    }

    /** Show anew what is kept on the phone. */
    async refresh() {
        [this.rows, this.sent] = await Promise.all([this.outbox.getWaiting(), this.outbox.getSent()]);
        this.showHead();
        this.showNotices();
        this.showMine();
    }

    /** Keep what somebody says now, and send it when there is network. */
    async add(values) {
        await this.outbox.add({
            key: crypto.randomUUID(),
            uid: this.answer.uid,
            name: this.answer.name,
            time: new Date().toISOString(),
            ...values,
        });
        await this.refresh();
        this.channel.postMessage("changed");
        this.sender.wake();
    }

    // Hooks

    /** Show the rest of the page. */
    showBody() {}

    /** Show anew what depends on what was said. */
    showMine() {}

    /** @returns {string} what the page is about now */
    getTitle() {
        return this.say("title");
    }

    /** @returns {string} what a row that was not taken is about */
    describe(row) {
        return row.key;
    }

    // What is on every page

    showHead() {
        const own = this.rows.filter((row) => row.uid === this.answer?.uid && !row.refused);
        let status = own.length ? "waiting" : "sent";
        if (!this.state.isOnline) {
            status = own.length ? "offline" : "offline_sent";
        }
        this.parts.head.replaceChildren(
            make("a", { class: "back", href: "/odoo", "aria-label": this.say("back") }, "‹"),
            make("h1", {}, this.getTitle()),
            make("span", { id: "status", class: status, role: "status" }, this.say(status, { count: own.length }))
        );
    }

    showNotices() {
        const notices = [];
        const add = (text, kind, ...more) => notices.push(make("div", { class: `notice ${kind}` }, text, ...more));
        if (!this.answer) {
            add(this.say("first"), "warning", make("a", { class: "button", href: this.login }, this.say("login")));
        } else if (this.state.isLoggedOut) {
            add(this.say("expired"), "warning", make("a", { class: "button", href: this.login }, this.say("login")));
        }
        const others = new Map();
        for (const row of this.rows) {
            if (row.uid !== this.answer?.uid) {
                others.set(row.name, (others.get(row.name) || 0) + 1);
            }
        }
        for (const [name, count] of others) {
            add(this.say("others", { name, count }), "info");
        }
        const refused = this.rows.filter((row) => row.uid === this.answer?.uid && row.refused);
        if (refused.length) {
            add(this.say("refused", { count: refused.length }), "warning", ...refused.map((row) => this.makeRefused(row)));
        }
        this.parts.notices.replaceChildren(...notices);
    }

    makeRefused(row) {
        const again = async () => {
            await this.outbox.put({ ...row, refused: undefined });
            await this.refresh();
            this.sender.wake();
        };
        const remove = async () => {
            if (confirm(this.say("remove_sure"))) {
                await this.outbox.remove(row);
                await this.refresh();
            }
        };
        return make(
            "div",
            { class: "refused" },
            make("strong", {}, this.describe(row)),
            make("p", {}, row.refused),
            make("button", { type: "button", onclick: again }, this.say("try_again")),
            make("button", { type: "button", class: "link", onclick: remove }, this.say("remove"))
        );
    }
}
