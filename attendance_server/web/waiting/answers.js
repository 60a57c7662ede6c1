/**
 * Keeps those answers of the server with which a class can be taken while there is no network: the
 * user's classes, and each class that was opened. They are deleted at the log-out, when someone else
 * logs in, and after some days.
 *
 * @module
 */

import { change, done, entry } from "/waiting/database.js";

/** Milliseconds for which an answer is kept. */
const KEPT = 14 * 24 * 60 * 60 * 1000;

/** Milliseconds without an answer after which a kept one is used. */
const SLOW = 4000;

const ANSWERS = "answers";

const PATHS = /^\/(?:classes(?:\?archived=true)?|class\/[0-9a-f]{24}(?:\/sessions\?limit=\d+(?:&discarded=true)?)?)$/;

/** Whether the answer to a call is kept. @param {string} method @param {string} path */
export function isKept(method, path) {
    return method === "GET" && PATHS.test(path);
}

/** @typedef {(error: unknown) => boolean} Test */

export class KeptAnswers {
    /** Whether a kept answer was used, as the pages then show what may be outdated. */
    used = false;
    #user;
    #isNoAnswer;
    #isMissing;

    /**
     * @param {() => string | undefined} user returns the id of who is logged in
     * @param {{ isNoAnswer: Test, isMissing: Test }} tests whether an error means that the server
     *     was not reached, or that the user may not see this
     */
    constructor(user, { isNoAnswer, isMissing }) {
        this.#user = user;
        this.#isNoAnswer = isNoAnswer;
        this.#isMissing = isMissing;
    }

    /**
     * The server's answer, or the last one if the server cannot be reached now.
     *
     * @param {string} path @param {() => Promise<any>} ask
     * @returns {Promise<any>}
     */
    async answer(path, ask) {
        const userId = this.#user();
        if (!userId) {
            return ask();
        }
        const asked = ask();
        asked.then(
            (data) => this.#keep(userId, path, data),
            (error) => {
                if (this.#isMissing(error)) {
                    void this.#keep(userId, path, undefined);
                }
            },
        );
        try {
            const first = await Promise.race([asked, pause(SLOW)]);
            if (first !== pause) {
                return first;
            }
        } catch (error) {
            if (!this.#isNoAnswer(error)) {
                throw error;
            }
        }
        const kept = await this.#kept(userId, path);
        this.used ||= kept !== undefined;
        return kept ?? asked;
    }

    /** Delete old answers, and those to everyone but this user. @param {string} [userId] */
    async forgetOthers(userId) {
        try {
            await change(ANSWERS, async (store) => {
                const stored = await done(store.getAll());
                for (const { at, path, ...entry } of stored) {
                    if (entry.userId !== userId || Date.now() - at > KEPT) {
                        store.delete([entry.userId, path]);
                    }
                }
            });
        } catch {
            // Then nothing is stored.
        }
    }

    /** @param {string} userId @param {string} path */
    async #kept(userId, path) {
        try {
            const { at, data } = await entry(ANSWERS, [userId, path]);
            return Date.now() - at < KEPT ? data : undefined;
        } catch {
            return undefined;
        }
    }

    /** @param {string} userId @param {string} path @param {any} data `undefined`: nothing */
    async #keep(userId, path, data) {
        try {
            await change(ANSWERS, (store) => {
                // The user may have logged out meanwhile.
                if (data !== undefined && this.#user() === userId) {
                    store.put({ userId, path, at: Date.now(), data });
                } else {
                    store.delete([userId, path]);
                }
            });
        } catch {
            // The browser stores nothing.
        }
    }
}

/** @param {number} delay milliseconds @returns {Promise<typeof pause>} */
function pause(delay) {
    return new Promise((resolve) => {
        setTimeout(() => resolve(pause), delay);
    });
}
