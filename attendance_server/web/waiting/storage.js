/**
 * Stores waiting marks in the browser (IndexedDB), for all of its pages. They survive a reload, a
 * closed tab and a crash of the browser.
 *
 * @module
 */

import { resolve } from "/waiting/marks.js";

const DATABASE = "attendance";
const VERSION = 1;
const MARKS = "waiting-marks";
const KEY = ["userId", "sessionId", "studentId"];

/** @typedef {import("/waiting/marks.js").WaitingMark} WaitingMark */

/** @typedef {{ mark: WaitingMark, gone: boolean }} Change */

/** Implements `Storage` of `marks.js`. */
export class WaitingStorage {
    /** @type {Promise<IDBDatabase> | undefined} */
    #database;
    /** Changes for the next transaction. @type {Change[]} */
    #next = [];
    /** @type {Promise<void> | undefined} the transaction that will write `#next` */
    #pending;
    /** @type {Promise<unknown>} the last transaction; never rejects */
    #last = Promise.resolve();
    #channel =
        typeof BroadcastChannel === "function" ? new BroadcastChannel(`${DATABASE}.${MARKS}`) : null;

    /** @param {() => void} changed is called when another page has changed something */
    listen(changed) {
        this.#channel?.addEventListener("message", () => changed());
    }

    /**
     * The marks of a user, after all changes that were requested before.
     *
     * @param {string} userId @returns {Promise<WaitingMark[]>}
     */
    async load(userId) {
        await (this.#pending ?? this.#last);
        const database = await this.#open();
        const all = IDBKeyRange.bound([userId], [userId, []]);
        return done(database.transaction(MARKS).objectStore(MARKS).getAll(all));
    }

    /**
     * Fulfilled once the change is on disk. Taps in quick succession share a transaction.
     *
     * @param {WaitingMark} mark @param {boolean} gone it was answered or dismissed
     */
    change(mark, gone) {
        this.#next.push({ mark, gone });
        this.#pending ??= this.#last.then(() => {
            const changes = this.#next;
            this.#next = [];
            this.#pending = undefined;
            const written = this.#write(changes);
            this.#last = written.catch(() => {});
            return written;
        });
        return this.#pending;
    }

    /** @param {Change[]} changes */
    async #write(changes) {
        const database = await this.#open();
        const transaction = database.transaction(MARKS, "readwrite", { durability: "strict" });
        const ended = new Promise((fulfil, reject) => {
            transaction.oncomplete = fulfil;
            transaction.onabort = () => reject(transaction.error);
        });
        // If a request fails first, nothing is waiting for this promise yet.
        ended.catch(() => {});
        const store = transaction.objectStore(MARKS);
        for (const { mark, gone } of changes) {
            const key = [mark.userId, mark.sessionId, mark.studentId];
            const stored = await done(store.get(key));
            const resolved = resolve(stored, mark, gone);
            if (resolved === undefined) {
                store.delete(key);
            } else if (resolved !== stored) {
                store.put(resolved);
            }
        }
        await ended;
        this.#channel?.postMessage("changed");
    }

    #open() {
        this.#database ??= new Promise((fulfil, reject) => {
            const request = indexedDB.open(DATABASE, VERSION);
            request.onupgradeneeded = () => {
                request.result.createObjectStore(MARKS, { keyPath: KEY });
            };
            request.onsuccess = () => {
                const database = request.result;
                const forget = () => {
                    this.#database = undefined;
                };
                database.onclose = forget;
                database.onversionchange = () => {
                    // A page with a later version must not have to wait for this one.
                    database.close();
                    forget();
                };
                fulfil(database);
            };
            request.onerror = () => reject(request.error);
        });
        return this.#database;
    }
}

/**
 * @template T
 * @param {IDBRequest<T>} request @returns {Promise<T>}
 */
function done(request) {
    return new Promise((fulfil, reject) => {
        request.onsuccess = () => fulfil(request.result);
        request.onerror = () => reject(request.error);
    });
}
