/**
 * The page of a kiosk: one step after the other, each a section of the page. It hears nothing of guests and hosts; what a
 * guest types stays in the page until they send it, and the page forgets it when nobody has touched it for a while.
 */

import { Camera } from "/office_admin_scan/static/src/camera.js";
import { Outbox, post } from "./outbox.js";
import { Signature } from "./signature.js";

const WARNING = 10; // seconds before what was typed is cleared
const END_SHOWN = 15; // seconds for which the last step is shown
const FRESH = 300000; // milliseconds after which the page is asked for anew, for new rules and words
const CHECK_PATIENCE = 4000; // milliseconds: a guest does not wait for longer
const CAMERA_TRIES = 5;
const CAMERA_DELAY = 1000; // milliseconds between them
const BUSY = ["AbortError", "NotReadableError"]; // of a camera that is there, and does not start yet

const ENDS = ["arrived", "left", "refused"]; // steps that lead to the start

class Kiosk {
    constructor() {
        this.touched = Date.now();
        this.take();
        this.outbox = new Outbox(
            `office-kiosk-${this.root.dataset.kiosk}`,
            () => this.getAddress("send"),
            (isOffline) => this.setNotice("offline", isOffline),
            () => this.onRefused()
        );
        this.outbox.takeUp();
        document.addEventListener("click", (ev) => this.onClick(ev));
        document.addEventListener("submit", (ev) => this.onSubmit(ev));
        for (const name of ["pointerdown", "keydown", "input"]) {
            document.addEventListener(name, () => this.touch());
        }
        window.addEventListener("pageshow", (ev) => ev.persisted && this.restart());
        setInterval(() => this.watch(), 1000);
    }

    /** Take the page as the server has made it. */
    take() {
        this.root = document.getElementById("kiosk");
        this.loaded = Date.now();
        this.signature = new Signature(this.root.querySelector("canvas"));
        this.find("canvas").addEventListener("pointerdown", () => this.setNotice("unsigned", false));
        this.camera = null;
        this.restart();
    }

    find(selector) {
        return this.root.querySelector(selector);
    }

    setNotice(name, isShown) {
        this.find(`[data-notice="${name}"]`).hidden = !isShown;
    }

    touch() {
        this.touched = Date.now();
        this.setNotice("idle", false);
    }

    /** Forget what was typed, and begin with the next guest. */
    restart() {
        this.camera?.stop();
        this.camera = null;
        this.entry = {};
        this.signature.clear();
        this.root.querySelectorAll("form").forEach((form) => form.reset());
        this.root.querySelectorAll("details").forEach((details) => (details.open = false));
        for (const name of ["idle", "camera", "unsigned"]) {
            this.setNotice(name, false);
        }
        this.show("start");
    }

    show(step) {
        this.step = step;
        for (const section of this.root.querySelectorAll("[data-step]")) {
            section.hidden = section.dataset.step !== step;
        }
        document.querySelector("header nav")?.toggleAttribute("hidden", step !== "start");
        document.activeElement?.blur();
        window.scrollTo(0, 0);
        this.touched = Date.now();
    }

    go(step) {
        this.camera?.stop();
        this.camera = null;
        if (step === "start") {
            this.restart();
            this.refresh();
            return;
        }
        this.show(step === "typed" ? this.entry.kind : step);
        if (step === "scan") {
            this.scan();
        }
    }

    async onClick(ev) {
        const button = ev.target.closest("button, nav a");
        if (!button) {
            return;
        }
        if (button.matches("nav a")) {
            ev.preventDefault();
            await this.load(new URL(button.href).searchParams.get("lang"));
        } else if (button.dataset.clear) {
            this.signature.clear();
        } else if (button.dataset.go) {
            this.entry.kind = button.dataset.kind || this.entry.kind;
            this.go(button.dataset.go);
        }
    }

    async onSubmit(ev) {
        ev.preventDefault();
        const form = ev.target;
        const values = Object.fromEntries(new FormData(form));
        switch (form.dataset.form) {
            case "code":
                if (values.code.trim()) {
                    await this.onCode(values.code);
                }
                break;
            case "arrive":
                Object.assign(this.entry, values);
                this.askRules(this.getRules());
                break;
            case "leave":
                Object.assign(this.entry, values);
                this.send();
                break;
            case "rules":
                await this.sign();
        }
    }

    // The steps

    async scan(tries = CAMERA_TRIES) {
        const camera = new Camera(this.find("video"), this.root.dataset.reader, (code) => this.onCode(code), "user");
        this.camera = camera;
        this.find("video").hidden = false;
        try {
            await camera.start();
        } catch (error) {
            camera.stop();
            if (tries > 1 && BUSY.includes(error.name)) {
                setTimeout(() => this.camera === camera && this.scan(tries - 1), CAMERA_DELAY);
            } else {
                this.setNotice("camera", true);
                this.find("video").hidden = true;
            }
        }
        if (this.camera !== camera) {
            camera.stop(); // the guest has gone on meanwhile
        }
    }

    async onCode(code) {
        this.camera?.stop();
        this.camera = null;
        this.entry.code = code.trim();
        if (this.entry.kind === "leave") {
            this.send();
        } else {
            this.askRules(this.getRules().length ? await this.check() : []);
        }
    }

    getRules() {
        return this.root.dataset.rules.split(",").filter(Boolean);
    }

    /** Ask which rules whoever holds the code has still to sign: all of them, as long as there is no answer. */
    async check() {
        const form = new FormData();
        form.set("code", this.entry.code);
        const answer = post(this.getAddress("check"), form).then((response) => response.json());
        const late = new Promise((_resolve, reject) => setTimeout(reject, CHECK_PATIENCE));
        try {
            const { rules } = await Promise.race([answer, late]);
            return this.getRules().filter((id) => rules.includes(Number(id)));
        } catch {
            return this.getRules();
        }
    }

    askRules(ids) {
        this.entry.rules = ids.join(",");
        if (!ids.length) {
            this.send();
            return;
        }
        for (const article of this.root.querySelectorAll("[data-rule]")) {
            article.hidden = !ids.includes(article.dataset.rule);
        }
        this.show("rules");
    }

    async sign() {
        this.setNotice("unsigned", this.signature.isEmpty);
        if (!this.signature.isEmpty) {
            this.entry.signature = await this.signature.getPicture();
            this.send();
        }
    }

    send() {
        const form = new FormData();
        for (const [name, value] of Object.entries(this.entry)) {
            form.set(name, value);
        }
        form.set("lang", this.root.dataset.lang);
        const { kind } = this.entry;
        this.restart();
        this.show(kind === "leave" ? "left" : "arrived");
        this.outbox.add(form);
    }

    onRefused() {
        if (ENDS.includes(this.step)) {
            this.show("refused");
        }
    }

    getAddress(action) {
        return `${this.root.dataset.address}/${action}`;
    }

    // Nobody is there any more

    watch() {
        if (this.step === "start") {
            return;
        }
        const isEnd = ENDS.includes(this.step);
        const left = (isEnd ? END_SHOWN : Number(this.root.dataset.idle)) - (Date.now() - this.touched) / 1000;
        this.setNotice("idle", !isEnd && left < WARNING);
        if (left < 0) {
            this.go("start");
        }
    }

    /** Go back to the language of the kiosk, and to what is written now. */
    refresh() {
        const { lang, home } = this.root.dataset;
        if (lang !== home || Date.now() - this.loaded > FRESH) {
            this.load(home);
        }
    }

    async load(lang) {
        try {
            const address = `${this.root.dataset.address}?lang=${encodeURIComponent(lang)}`;
            const response = await fetch(address, { cache: "no-store", credentials: "omit" });
            if (response.status === 404) {
                await this.outbox.forget();
                location.reload(); // the address has ended
                return;
            }
            if (!response.ok) {
                throw new Error(`HTTP ${response.status}`);
            }
            const next = new DOMParser().parseFromString(await response.text(), "text/html");
            if (this.step !== "start") {
                return; // a guest has begun meanwhile
            }
            document.documentElement.lang = next.documentElement.lang;
            document.title = next.title;
            document.body.replaceChildren(...next.body.childNodes);
            this.take();
            this.setNotice("offline", false);
            this.outbox.wake();
        } catch {
            this.setNotice("offline", true);
        }
    }
}

new Kiosk();
