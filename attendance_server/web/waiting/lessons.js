/**
 * Lessons that were begun here without a network, until the server has made sessions of them. Each
 * has a key, by which the server recognizes it if its start is sent again. Its marks wait with that
 * key as their session. No page and no network here.
 *
 * @module
 */

/** Milliseconds after which a lesson that no one has ended is over: its end is its last mark. */
const LONGEST = 4 * 60 * 60 * 1000;

/**
 * A lesson as it is stored. Times are those of the server's clock, as far as it is known.
 *
 * @typedef {{
 *     userId: string, key: string, classId: string, className: string,
 *     startedAt: string, endedAt?: string,
 * }} Lesson
 */

/**
 * Where lessons are stored. All calls reject if the browser stores nothing.
 *
 * @typedef {{
 *     lessons: (userId: string) => Promise<Lesson[]>,
 *     putLesson: (lesson: Lesson) => Promise<unknown>,
 *     deleteLesson: (lesson: Lesson) => Promise<unknown>,
 *     listen: (changed: () => void) => void,
 * }} Storage
 */

/** @typedef {import("/waiting/marks.js").WaitingMark} WaitingMark */

export class WaitingLessons {
    #userId;
    #storage;
    /** @type {Map<string, Lesson>} by key */
    #lessons = new Map();
    /** The keys of those that are not stored. @type {Set<string>} */
    #unstored = new Set();
    /** The keys of those that were settled here, but may still be stored. @type {Set<string>} */
    #settled = new Set();
    /** @type {Set<() => void>} */
    #listeners = new Set();
    /** Fulfilled once the stored lessons are known. It never rejects. */
    loaded;

    /** @param {string} userId whose lessons these are @param {Storage} [storage] */
    constructor(userId, storage) {
        this.#userId = userId;
        this.#storage = storage;
        this.loaded = this.#read();
        storage?.listen(() => void this.#read());
    }

    /** @param {() => void} listener is called when there are other lessons than before */
    subscribe(listener) {
        this.#listeners.add(listener);
    }

    /** In the order in which they began. */
    get all() {
        return [...this.#lessons.values()].sort((one, other) =>
            one.startedAt < other.startedAt ? -1 : 1,
        );
    }

    /** Whether closing the page now would lose a lesson. */
    get losable() {
        return this.#unstored.size > 0;
    }

    /**
     * Fulfilled once the lesson is stored, if the browser stores anything.
     *
     * @param {{ _id: string, className: string }} class_ @param {number} now milliseconds
     */
    async begin({ _id: classId, className }, now) {
        await this.#put({
            ...{ userId: this.#userId, key: newKey(), classId, className },
            startedAt: new Date(now).toISOString(),
        });
    }

    /** @param {string} key @param {number} now milliseconds */
    end(key, now) {
        const lesson = this.#lessons.get(key);
        if (lesson) {
            void this.#put({ ...lesson, endedAt: new Date(now).toISOString() });
        }
    }

    /**
     * Forget a lesson that the server has answered for, once its marks have been moved.
     *
     * @param {Lesson} lesson @param {Promise<unknown>} moved
     */
    async settle(lesson, moved) {
        this.#lessons.delete(lesson.key);
        this.#settled.add(lesson.key);
        this.#unstored.delete(lesson.key);
        this.#tell();
        try {
            await moved;
            await this.#storage?.deleteLesson(lesson);
        } catch {
            // It stays stored, and the same start will do no harm.
        }
    }

    /** @param {Lesson} lesson */
    async #put(lesson) {
        this.#lessons.set(lesson.key, lesson);
        this.#unstored.add(lesson.key);
        this.#tell();
        try {
            await this.#storage?.putLesson(lesson);
            this.#unstored.delete(lesson.key);
        } catch {
            // The lesson lasts as long as this page.
        }
    }

    /** Adopt what is stored, and what other pages have changed. */
    async #read() {
        /** @type {Lesson[]} */
        let stored;
        try {
            stored = (await this.#storage?.lessons(this.#userId)) ?? [];
        } catch {
            return;
        }
        // Those that another page has settled stay until this one has learned of their sessions too.
        for (const lesson of stored) {
            if (!this.#settled.has(lesson.key) && !this.#unstored.has(lesson.key)) {
                this.#lessons.set(lesson.key, lesson);
            }
        }
        this.#tell();
    }

    #tell() {
        this.#listeners.forEach((listener) => listener());
    }
}

/**
 * When a lesson ended: when its teacher ended it, or else with its last mark, if it began so long
 * ago that it must be over. `undefined`: it goes on.
 *
 * @param {Lesson} lesson @param {WaitingMark[]} marks of the lesson @param {number} now milliseconds
 */
export function endOf({ startedAt, endedAt }, marks, now) {
    if (endedAt || now - Date.parse(startedAt) < LONGEST) {
        return endedAt;
    }
    return marks.reduce((last, { at }) => (at > last ? at : last), startedAt);
}

/** An id that no other lesson has. */
function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
