/**
 * Stores waiting marks, and lessons that were begun without a network, for all pages of the browser.
 *
 * @module
 */

import { change, done, entriesOf } from "/waiting/database.js";
import { resolve } from "/waiting/marks.js";

const MARKS = "waiting-marks";
const LESSONS = "waiting-lessons";

/** @typedef {import("/waiting/marks.js").WaitingMark} WaitingMark */

/** @typedef {import("/waiting/lessons.js").Lesson} Lesson */

/** @typedef {{ mark: WaitingMark, gone: boolean }} Change */

/** Implements `Storage` of `marks.js`, and that of `lessons.js`. */
export class WaitingStorage {
    /** Changes for the next transaction. @type {Change[]} */
    #next = [];
    /** @type {Promise<void> | undefined} the transaction that will write `#next` */
    #pending;
    /** @type {Promise<unknown>} the last transaction; never rejects */
    #last = Promise.resolve();
    #channel =
        typeof BroadcastChannel === "function" ? new BroadcastChannel(`attendance.${MARKS}`) : null;

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
        return entriesOf(MARKS, userId);
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
        await change(MARKS, async (store) => {
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
        });
        this.#channel?.postMessage("changed");
    }

    /** The lessons of a user. @param {string} userId @returns {Promise<Lesson[]>} */
    lessons(userId) {
        return entriesOf(LESSONS, userId);
    }

    /** Fulfilled once the lesson is on disk. @param {Lesson} lesson */
    async putLesson(lesson) {
        await change(LESSONS, (store) => void store.put(lesson));
        this.#channel?.postMessage("changed");
    }

    /** Fulfilled once the lesson is deleted. @param {Lesson} lesson */
    async deleteLesson({ userId, key }) {
        await change(LESSONS, (store) => void store.delete([userId, key]));
        this.#channel?.postMessage("changed");
    }
}
