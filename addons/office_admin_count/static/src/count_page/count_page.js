/**
 * The page on which people count, with network or without it. It knows who counts, where they count, and what they have
 * counted themselves; what should be there, it never hears.
 */

import { make } from "/office_admin_offline/static/src/elements.js";
import { OfflinePage } from "/office_admin_offline/static/src/offline_page.js";
import { Camera } from "/office_admin_scan/static/src/camera.js";
import { readable } from "/office_admin_scan/static/src/readable.js";
import { shrink } from "./photo.js";

const CONDITIONS = ["good", "damaged", "idle"];
const MANY_PLACES = 12; // from here on one can look for a name
const SHOWN_ROWS = 100;

/** What a thing goes by, however its code was typed or scanned. */
const keyOf = (code) => readable(code).toUpperCase();

class CountPage extends OfflinePage {
    get count() {
        const counts = this.answer?.counts || [];
        return counts.find((count) => count.key === this.recall("count")) || (counts.length === 1 ? counts[0] : undefined);
    }

    get place() {
        const place = this.recall(`place-${this.count.key}`);
        return this.count.places.find(([key]) => key === place);
    }

    getTitle() {
        return this.count ? this.count.name : this.say("title");
    }

    describe(row) {
        return row.code ? readable(row.code) : row.note || this.say("no_label");
    }

    async add(values) {
        await super.add({
            count: this.count.key,
            round: this.count.round,
            place: this.place?.[0] || "",
            place_name: this.place?.[1] || "",
            ...values,
        });
    }

    // What one has counted in this count oneself, the last word on each thing, the latest first

    getMine() {
        const { uid } = this.answer;
        const { key, round } = this.count;
        const own = [...this.sent.map((row) => ({ ...row, isSent: true })), ...this.rows].filter(
            (row) => row.uid === uid && row.count === key && row.round === round
        );
        own.sort((a, b) => (a.time < b.time ? -1 : 1));
        const takenBack = new Set(own.map((row) => row.voids).filter(Boolean));
        const last = new Map();
        for (const row of own) {
            if (!row.voids && !takenBack.has(row.key)) {
                const name = row.code ? keyOf(row.code) : row.key;
                last.delete(name);
                last.set(name, row);
            }
        }
        return last;
    }

    // What is on the page

    showBody() {
        this.closeCamera();
        this.showHead();
        this.edited = null;
        if (!this.answer) {
            this.parts.body.replaceChildren();
        } else if (!this.count) {
            this.parts.body.replaceChildren(...this.makeChoice());
        } else {
            this.parts.body.replaceChildren(...this.makeCounting());
            this.showMine();
        }
    }

    makeChoice() {
        if (!this.answer.counts.length) {
            return [make("p", { class: "notice info" }, this.say("none"))];
        }
        const choose = (count) => {
            this.remember("count", count.key);
            this.showBody();
        };
        return [
            make("h2", {}, this.say("choose")),
            ...this.answer.counts.map((count) =>
                make(
                    "button",
                    { type: "button", class: "choice", onclick: () => choose(count) },
                    make("strong", {}, count.round > 1 ? this.say("counter", count) : count.name),
                    make("span", {}, count.note)
                )
            ),
        ];
    }

    makeCounting() {
        const { count } = this;
        this.code = make("input", {
            id: "code",
            name: "code",
            placeholder: this.say("code_hint"),
            "aria-label": this.say("code"),
            autocomplete: "off",
            autocapitalize: "characters",
            enterkeyhint: "done",
        });
        this.video = make("video", { muted: true, playsinline: true, hidden: true });
        this.cameraButton = make(
            "button",
            { type: "button", id: "camera", onclick: () => this.toggleCamera() },
            this.say("camera_on")
        );
        this.message = make("p", { id: "message", "aria-live": "assertive" });
        this.card = make("section", { id: "card" });
        this.mine = make("section", { id: "mine" });
        const submit = (ev) => {
            ev.preventDefault();
            const code = this.code.value.trim();
            this.code.value = "";
            if (code) {
                this.take(code);
            }
        };
        return [
            this.answer.counts.length > 1 &&
                make("button", { type: "button", class: "link", onclick: () => this.leave() }, this.say("other_count")),
            count.note && make("p", { class: "hint" }, count.note),
            count.places.length ? this.makePlaces() : null,
            this.video,
            this.cameraButton,
            make("form", { id: "typed", onsubmit: submit }, this.code, make("button", {}, this.say("take"))),
            make("button", { type: "button", id: "no_label", onclick: () => this.takeUnlabelled() }, this.say("no_label")),
            this.message,
            this.card,
            this.mine,
        ].filter(Boolean);
    }

    leave() {
        this.remember("count", "");
        this.showBody();
    }

    makePlaces() {
        const { count } = this;
        const select = make("select", {
            id: "place",
            "aria-label": this.say("place"),
            onchange: () => {
                this.remember(`place-${count.key}`, select.value);
                this.tell("");
            },
        });
        const fill = (text) => {
            const found = count.places.filter(([, name]) => name.toLowerCase().includes(text.trim().toLowerCase()));
            const chosen = this.place;
            if (chosen && !found.includes(chosen)) {
                found.unshift(chosen);
            }
            select.replaceChildren(
                make("option", { value: "" }, this.say("place_any")),
                ...found.map(([key, name]) => make("option", { value: key, selected: key === chosen?.[0] }, name))
            );
        };
        fill("");
        return make(
            "label",
            { class: "place" },
            this.say("place"),
            count.places.length > MANY_PLACES &&
                make("input", {
                    type: "search",
                    placeholder: this.say("place_filter"),
                    oninput: (ev) => fill(ev.target.value),
                }),
            select
        );
    }

    // Counting

    /** @returns {boolean} whether one has said where one is, where that has to be said */
    checkPlace() {
        const isMissing = this.count.places.length && !this.place;
        if (isMissing) {
            this.tell(this.say("place_first"), "warning");
            document.getElementById("place").focus();
        }
        return !isMissing;
    }

    async take(code) {
        if (!this.checkPlace()) {
            return;
        }
        const name = readable(code);
        const before = this.getMine().get(keyOf(code));
        if (before && before.place === (this.place?.[0] || "")) {
            this.tell(this.say("repeat", { code: name }), "warning");
            this.edit(before);
            return;
        }
        await this.add({ code, condition: "good", unlabelled: false, quantity: 1, note: "" });
        navigator.vibrate?.(60);
        this.tell(`${this.say("taken")}: ${name}`, "success");
        this.edit(this.getMine().get(keyOf(code)));
    }

    takeUnlabelled() {
        if (this.checkPlace()) {
            this.tell("");
            this.edit({ code: "", condition: "good", unlabelled: true, quantity: 1, note: "" });
        }
    }

    tell(text, kind = "") {
        this.message.className = kind;
        this.message.textContent = text;
    }

    /** Show one thing, to say more of it: what is saved then is the last word. */
    edit(row) {
        this.edited = row;
        const values = { condition: row.condition, photo: row.photo };
        const conditions = CONDITIONS.map((condition) =>
            make(
                "label",
                { class: "chip" },
                make("input", {
                    type: "radio",
                    name: "condition",
                    value: condition,
                    checked: condition === row.condition,
                    onchange: () => (values.condition = condition),
                }),
                make("span", {}, this.say(condition))
            )
        );
        const unlabelled = make("input", { type: "checkbox", checked: row.unlabelled });
        const quantity = make("input", {
            type: "number",
            min: 0,
            step: "any",
            inputmode: "decimal",
            value: row.quantity,
            id: "quantity",
        });
        const note = make("textarea", { id: "note", rows: 2, maxlength: 2000, placeholder: this.say("note_hint") });
        note.value = row.note;
        const person = make("input", {
            id: "person",
            maxlength: 100,
            autocomplete: "off",
            placeholder: this.say("person_hint"),
            value: row.person || "",
        });
        const picture = make("img", { alt: "", hidden: true });
        const photoText = make("span", {}, this.say(row.photo || row.hasPhoto ? "photo_again" : "photo"));
        const showPhoto = (blob) => {
            URL.revokeObjectURL(picture.src);
            picture.src = URL.createObjectURL(blob);
            picture.hidden = false;
        };
        if (row.photo) {
            showPhoto(row.photo);
        }
        const takePhoto = async (ev) => {
            const [file] = ev.target.files;
            if (file) {
                values.photo = await shrink(file);
                showPhoto(values.photo);
                photoText.textContent = this.say("photo_again");
            }
        };
        const save = async (ev) => {
            ev.preventDefault();
            await this.save(row, {
                ...values,
                unlabelled: unlabelled.checked,
                quantity: quantity.value === "" ? 1 : Number(quantity.value),
                person: person.value.trim(),
                note: note.value.trim(),
            });
        };
        this.card.replaceChildren(
            make(
                "form",
                { onsubmit: save },
                make("h2", {}, row.code ? readable(row.code) : this.say("no_label")),
                make("div", { class: "chips" }, ...conditions),
                row.code && make("label", { class: "line" }, unlabelled, this.say("unlabelled")),
                this.count.has_quantity && make("label", {}, this.say("quantity"), quantity),
                this.count.has_person && make("label", {}, this.say("person"), person),
                make("label", {}, this.say("note"), note),
                make(
                    "label",
                    { class: "button" },
                    photoText,
                    make("input", { type: "file", accept: "image/*", capture: "environment", onchange: takePhoto })
                ),
                picture,
                make(
                    "div",
                    { class: "buttons" },
                    make("button", { class: "primary" }, this.say("save")),
                    row.key && make("button", { type: "button", onclick: () => this.takeBack(row) }, this.say("take_back")),
                    make("button", { type: "button", class: "link", onclick: () => this.closeCard() }, this.say("close"))
                )
            )
        );
    }

    async save(row, values) {
        if (!row.code && !values.note && !values.photo) {
            this.tell(this.say("note_hint"), "warning");
            return;
        }
        if (row.key && !row.code) {
            await this.add({ code: "", voids: row.key });
        }
        const where = row.key ? { place: row.place, place_name: row.place_name } : {};
        await this.add({ code: row.code, ...where, ...values });
        this.tell(`${this.say("taken")}: ${row.code ? readable(row.code) : values.note || this.say("no_label")}`, "success");
        this.closeCard();
    }

    async takeBack(row) {
        const own = [...this.sent, ...this.rows].filter(
            (other) => row.code && other.uid === row.uid && other.count === row.count && other.round === row.round &&
                other.code && keyOf(other.code) === keyOf(row.code) && !other.voids
        );
        for (const other of own.length ? own : [row]) {
            await this.add({ code: row.code, voids: other.key });
        }
        this.tell(`${row.code ? readable(row.code) : row.note}: ${this.say("taken_back")}`);
        this.closeCard();
    }

    closeCard() {
        this.edited = null;
        this.card.replaceChildren();
        if (!navigator.maxTouchPoints) {
            this.code.focus();
        }
    }

    showMine() {
        if (!this.count || !this.mine) {
            return;
        }
        const mine = this.getMine();
        const rows = [...mine.values()].reverse();
        const open = this.count.tasks.filter((code) => !mine.has(keyOf(code)));
        const tasks = this.count.tasks.length
            ? [
                  make("h2", {}, this.say("tasks", { count: open.length })),
                  make("p", { class: "hint" }, this.say("tasks_hint")),
                  make("ul", { class: "tasks" }, ...open.slice(0, SHOWN_ROWS).map((code) => make("li", {}, code))),
              ]
            : [];
        this.mine.replaceChildren(
            ...tasks,
            make("h2", {}, this.say("mine", { count: rows.length })),
            make("ul", {}, ...rows.slice(0, SHOWN_ROWS).map((row) => this.makeRow(row)))
        );
    }

    makeRow(row) {
        const state = row.isSent ? "sent" : row.refused ? "refused" : "waiting";
        const more = [
            row.place_name,
            row.condition === "good" ? "" : this.say(row.condition),
            this.count.has_quantity ? `× ${row.quantity}` : "",
            row.person,
            row.code ? row.note : "",
        ];
        return make(
            "li",
            {},
            make(
                "button",
                { type: "button", onclick: () => this.edit(row) },
                make("strong", {}, row.code ? readable(row.code) : row.note || this.say("no_label")),
                make("span", {}, more.filter(Boolean).join(" · ")),
                make("span", { class: `mark ${state}`, title: this.say(`state_${state}`) })
            )
        );
    }

    // The camera

    async toggleCamera() {
        if (this.camera) {
            this.closeCamera();
            return;
        }
        this.camera = new Camera(this.video, this.root.dataset.reader, (code) => this.take(code));
        this.video.hidden = false;
        this.cameraButton.textContent = this.say("camera_off");
        try {
            await this.camera.start();
        } catch {
            this.closeCamera();
            this.tell(this.say("camera_refused"), "warning");
        }
    }

    closeCamera() {
        if (this.camera) {
            this.camera.stop();
            this.camera = null;
            this.video.hidden = true;
            this.cameraButton.textContent = this.say("camera_on");
        }
    }
}

new CountPage(document.getElementById("page"), "/office/count", "office-count", 30).start();
