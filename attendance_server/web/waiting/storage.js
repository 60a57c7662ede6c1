/**
 * Keeps marks that wait in this browser (IndexedDB), for all of its pages: what is kept survives a
 * reload, a closed tab and a browser that has crashed.
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

/** Implements `Storage` of `waiting-marks.js`. */
export class WaitingStorage {
    /** @type {Promise<IDBDatabase> | undefined} */
    #database;
    /** Changes that the next transaction takes. @type {Change[]} */
    #next = [];
    /** @type {Promise<void> | undefined} the transaction that will take `#next` */
    #taking;
    /** @type {Promise<unknown>} the last transaction, whatever came of it */
    #last = Promise.resolve();
    #channel =
        typeof BroadcastChannel === "function" ? new BroadcastChannel(`${DATABASE}.${MARKS}`) : null;

    /** @param {() => void} changed called when another page has kept or settled something */
    listen(changed) {
        this.#channel?.addEventListener("message", () => changed());
    }

    /**
     * After all changes that were asked for before.
     *
     * @param {string} userId @returns {Promise<WaitingMark[]>}
     */
    async load(userId) {
        await (this.#taking ?? this.#last);
        const database = await this.#open();
        const all = IDBKeyRange.bound([userId], [userId, []]);
        return done(database.transaction(MARKS).objectStore(MARKS).getAll(all));
    }

    /**
     * Fulfilled once it is on the disk. Taps that follow one another closely share a transaction.
     *
     * @param {WaitingMark} mark @param {boolean} gone it is settled or dismissed
     */
    change(mark, gone) {
        this.#next.push({ mark, gone });
        this.#taking ??= this.#last.then(() => {
            const changes = this.#next;
            this.#next = [];
            this.#taking = undefined;
            const written = this.#write(changes);
            this.#last = written.catch(() => {});
            return written;
        });
        return this.#taking;
    }

    /** @param {Change[]} changes */
    async #write(changes) {
        const database = await this.#open();
        const transaction = database.transaction(MARKS, "readwrite", { durability: "strict" });
        const ended = new Promise((fulfil, reject) => {
            transaction.oncomplete = fulfil;
            transaction.onabort = () => reject(transaction.error);
        });
        // A request that fails is told first, and this one then has no listener.
        ended.catch(() => {});
        const store = transaction.objectStore(MARKS);
        for (const { mark, gone } of changes) {
            const key = [mark.userId, mark.sessionId, mark.studentId];
            const kept = await done(store.get(key));
            const stays = resolve(kept, mark, gone);
            if (stays === undefined) {
                store.delete(key);
            } else if (stays !== kept) {
                store.put(stays);
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
                    // A page of a later version is not to wait for this one.
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
