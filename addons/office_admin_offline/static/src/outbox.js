/**
 * What the phone keeps: the last answer of the server (`meta`), what is still to be sent (`outbox`, in the order in which
 * it was said), and what was sent (`sent`, to show to who has said it). A row has a `key`, a UUID; the `uid` and `name` of
 * who is logged in; its `time`; and perhaps a `photo`, a Blob, which leaves the phone when it was sent.
 */

function finish(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

export class Outbox {
    /**
     * @param {string} name of the page, one database for each
     * @param {number} keep how long what was sent is kept, in milliseconds
     */
    constructor(name, keep) {
        this.name = name;
        this.keep = keep;
    }

    async open() {
        const request = indexedDB.open(this.name, 1);
        request.onupgradeneeded = () => {
            const db = request.result;
            db.createObjectStore("meta");
            db.createObjectStore("outbox", { keyPath: "order", autoIncrement: true }).createIndex("key", "key", {
                unique: true,
            });
            db.createObjectStore("sent", { keyPath: "key" });
        };
        this.db = await finish(request);
        this.db.onversionchange = () => this.db.close();
    }

    /** Run `work(stores…)` and return its result once the disk has it. */
    transact(names, mode, work) {
        return new Promise((resolve, reject) => {
            const transaction = this.db.transaction(names, mode, { durability: "strict" });
            let result;
            transaction.oncomplete = () => resolve(result);
            transaction.onabort = () => reject(transaction.error);
            Promise.resolve(work(...names.map((name) => transaction.objectStore(name)))).then(
                (value) => {
                    result = value;
                },
                (error) => {
                    transaction.abort();
                    reject(error);
                }
            );
        });
    }

    getMeta() {
        return this.transact(["meta"], "readonly", (meta) => finish(meta.get("answer")));
    }

    setMeta(answer) {
        return this.transact(["meta"], "readwrite", (meta) => finish(meta.put(answer, "answer")));
    }

    add(row) {
        return this.transact(["outbox"], "readwrite", (outbox) => finish(outbox.add(row)));
    }

    /** @returns {Promise<Object[]>} all that is to be sent, of whomever, in the order in which it was said */
    getWaiting() {
        return this.transact(["outbox"], "readonly", (outbox) => finish(outbox.getAll()));
    }

    getSent() {
        return this.transact(["sent"], "readonly", (sent) => finish(sent.getAll()));
    }

    /** Delete what the server has named as kept; mark what it does not take. */
    settle(rows, { kept, refused }) {
        return this.transact(["outbox", "sent"], "readwrite", async (outbox, sent) => {
            for (const row of rows) {
                if (kept.includes(row.key)) {
                    const { order, photo, refused: _refused, ...rest } = row;
                    await finish(sent.put({ ...rest, hasPhoto: Boolean(photo) }));
                    await finish(outbox.delete(order));
                } else if (refused[row.key]) {
                    await finish(outbox.put({ ...row, refused: refused[row.key] }));
                }
            }
        });
    }

    put(row) {
        return this.transact(["outbox"], "readwrite", (outbox) => finish(outbox.put(row)));
    }

    remove(row) {
        return this.transact(["outbox"], "readwrite", (outbox) => finish(outbox.delete(row.order)));
    }

    /** Forget what was sent long ago. */
    forget(now) {
        return this.transact(["sent"], "readwrite", async (sent) => {
            for (const row of await finish(sent.getAll())) {
                if (now - Date.parse(row.time) > this.keep) {
                    await finish(sent.delete(row.key));
                }
            }
        });
    }
}
