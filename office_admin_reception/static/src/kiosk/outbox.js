/**
 * What is still to be sent: in the memory of the page, and on the disk of the tablet, so that it is sent also when the
 * tablet has started anew meanwhile. No page shows it. It is deleted when it was sent, and otherwise after a day, as the
 * server does not wait for it any longer either. Where the disk cannot be used, it is in the memory only.
 */

import { Outbox as Disk } from "/office_admin_offline/static/src/outbox.js";

const FIRST_DELAY = 1000; // milliseconds, doubled each time
const LAST_DELAY = 30000;
const PATIENCE = 20000;
const KEPT = 24 * 3600 * 1000; // milliseconds
const HOPELESS = new Set([400, 404, 413, 422]); // sent again, it would be refused again

export class Outbox {
    /**
     * @param {string} name of what the tablet keeps: its own for each kiosk
     * @param {() => string} getAddress to which it is sent
     * @param {(isOffline: boolean) => void} onChange the network went, or all was sent
     * @param {() => void} onRefused the server does not take something
     */
    constructor(name, getAddress, onChange, onRefused) {
        Object.assign(this, { name, getAddress, onChange, onRefused });
        this.rows = [];
        this.lastWork = Promise.resolve();
        this.delay = FIRST_DELAY;
        window.addEventListener("online", () => this.wake());
    }

    /** Send what was entered before the tablet started anew. */
    async takeUp() {
        await this.work(async (disk) => this.rows.unshift(...(await disk.getWaiting())));
        this.wake();
    }

    /** @param {FormData} form */
    async add(form) {
        const key = makeKey(); // by which the server knows it again
        const row = { key, typed: Date.now(), values: { ...Object.fromEntries(form), key } };
        this.rows.push(row);
        row.order = await this.work((disk) => disk.add(row));
        this.wake();
    }

    /** Delete all that waits. */
    forget() {
        this.rows = [];
        return this.work(() => {});
    }

    wake() {
        this.delay = FIRST_DELAY;
        this.flush();
    }

    async flush() {
        if (this.isSending) {
            return;
        }
        clearTimeout(this.timer);
        this.isSending = true;
        try {
            while (this.rows.length) {
                const [row] = this.rows;
                if (Date.now() - row.typed < KEPT) {
                    await this.send(row);
                }
                this.rows = this.rows.filter((other) => other !== row);
                await this.work((disk) => disk.remove(row));
            }
            this.onChange(false);
        } catch {
            this.onChange(true);
            this.timer = setTimeout(() => this.flush(), this.delay);
            this.delay = Math.min(this.delay * 2, LAST_DELAY);
        } finally {
            this.isSending = false;
        }
    }

    async send({ typed, values }) {
        const form = new FormData();
        for (const [name, value] of Object.entries(values)) {
            form.set(name, value);
        }
        form.set("seconds", Math.round((Date.now() - typed) / 1000));
        const response = await post(this.getAddress(), form);
        if (HOPELESS.has(response.status)) {
            this.onRefused();
        } else if (!response.ok) {
            throw new Error(`HTTP ${response.status}`);
        }
    }

    /** Do one thing after the other with the disk, and leave nothing there when nothing waits. */
    work(action) {
        this.lastWork = this.lastWork.then(async () => {
            const disk = new Disk(this.name, 0);
            try {
                await disk.open();
                return await action(disk);
            } catch {
                return undefined;
            } finally {
                disk.db?.close();
                if (!this.rows.length) {
                    indexedDB.deleteDatabase(this.name);
                }
            }
        });
        return this.lastWork;
    }
}

export function post(address, form) {
    return fetch(address, {
        method: "POST",
        body: form,
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
    });
}

function makeKey() {
    // randomUUID needs https
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
