/** What is still to be sent. It is kept in the memory of the page only: no storage of the tablet holds what guests type. */

const FIRST_DELAY = 1000; // milliseconds, doubled each time
const LAST_DELAY = 30000;
const PATIENCE = 20000;
const HOPELESS = new Set([400, 404, 413, 422]); // sent again, it would be refused again

export class Outbox {
    /**
     * @param {(isOffline: boolean) => void} onChange the network went, or all was sent
     * @param {() => void} onRefused the server does not take something
     */
    constructor(onChange, onRefused) {
        this.onChange = onChange;
        this.onRefused = onRefused;
        this.entries = [];
        this.delay = FIRST_DELAY;
        window.addEventListener("online", () => this.wake());
    }

    /**
     * @param {string} address
     * @param {FormData} form with a key of its own, by which the server knows it again
     */
    add(address, form) {
        form.set("key", makeKey());
        this.entries.push({ address, form, typed: Date.now() });
        this.wake();
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
            while (this.entries.length) {
                await this.send(this.entries[0]);
                this.entries.shift();
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

    async send({ address, form, typed }) {
        form.set("seconds", Math.round((Date.now() - typed) / 1000));
        const response = await post(address, form);
        if (HOPELESS.has(response.status)) {
            this.onRefused();
        } else if (!response.ok) {
            throw new Error(`HTTP ${response.status}`);
        }
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
