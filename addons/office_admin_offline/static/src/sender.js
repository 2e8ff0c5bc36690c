/** Sends what waits, whenever there is network, as long as it takes; a row leaves the phone when the server names it. */

const FIRST_DELAY = 1000; // milliseconds, doubled each time
const LAST_DELAY = 60000;
const PATIENCE = 30000;
const ROWS = 50; // at a time
const BYTES = 1500000; // of photos at a time

export class LoggedOut extends Error {}

/** Call a route of Odoo. A session that has ended is answered by HTTP 200 with an error of its own. */
export async function call(url, params = {}) {
    const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", method: "call", params }),
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok) {
        throw new Error(`HTTP ${response.status}`);
    }
    const answer = await response.json();
    if (answer.error?.code === 100) {
        throw new LoggedOut();
    }
    if (answer.error) {
        throw new Error(answer.error.data?.message || answer.error.message);
    }
    return answer.result;
}

export class Sender {
    /**
     * @param {import("./outbox.js").Outbox} outbox
     * @param {string} url to which rows are sent
     * @param {() => number | undefined} getUid whose rows are sent
     * @param {(change: {isOnline?: boolean, isLoggedOut?: boolean}) => void} onChange
     */
    constructor(outbox, url, getUid, onChange) {
        this.outbox = outbox;
        this.url = url;
        this.getUid = getUid;
        this.onChange = onChange;
        this.delay = FIRST_DELAY;
        this.isSending = false;
        this.isWanted = false;
    }

    /** Try now: something was said, the network is back, or somebody looks at the page. */
    wake() {
        this.delay = FIRST_DELAY;
        return this.flush();
    }

    async flush() {
        this.isWanted = true;
        if (this.isSending) {
            return;
        }
        clearTimeout(this.timer);
        this.isSending = true;
        try {
            while (this.isWanted) {
                this.isWanted = false;
                // one tab at a time
                await navigator.locks.request(this.outbox.name, () => this.sendAll());
            }
            this.delay = FIRST_DELAY;
        } catch (error) {
            this.isWanted = false;
            if (error instanceof LoggedOut) {
                this.onChange({ isOnline: true, isLoggedOut: true });
            } else {
                this.onChange({ isOnline: false });
                this.timer = setTimeout(() => this.flush(), this.delay);
                this.delay = Math.min(this.delay * 2, LAST_DELAY);
            }
        } finally {
            this.isSending = false;
        }
    }

    async sendAll() {
        for (;;) {
            const rows = await this.getNext();
            if (!rows.length) {
                return;
            }
            const answer = await call(this.url, { rows: await Promise.all(rows.map(pack)) });
            await this.outbox.settle(rows, answer);
            this.onChange({ isOnline: true, isLoggedOut: false });
            if (!rows.some((row) => answer.kept.includes(row.key) || answer.refused[row.key])) {
                throw new Error("the server names none of the rows");
            }
        }
    }

    /** The next rows of who is logged in, so many as one request holds. */
    async getNext() {
        const rows = [];
        let bytes = 0;
        for (const row of await this.outbox.getWaiting()) {
            if (row.uid !== this.getUid() || row.refused) {
                continue;
            }
            bytes += row.photo?.size || 0;
            if (rows.length === ROWS || (rows.length && bytes > BYTES)) {
                break;
            }
            rows.push(row);
        }
        return rows;
    }
}

async function toBase64(blob) {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let start = 0; start < bytes.length; start += 0x8000) {
        text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
    }
    return btoa(text);
}

async function pack({ order, refused, ...row }) {
    return row.photo ? { ...row, photo: await toBase64(row.photo) } : row;
}
