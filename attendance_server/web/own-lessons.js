/**
 * Lessons that are begun without a network, from their start here to the session that the server
 * makes of each.
 *
 * @module
 */

import { ApiError, isMissing } from "/api.js";
import { lineOf } from "/mark-frames.js";
import { endOf } from "/waiting/lessons.js";

/** @import { Api } from "/api.js" */
/** @import { SessionStore } from "/session-store.js" */
/** @import { Lesson, WaitingLessons } from "/waiting/lessons.js" */

/** Marks that a start may carry; others follow it. */
const MARKS = 1000;

/** Answers after which the same start may succeed later. */
const TEMPORARY = [0, 401, 429];

/**
 * `started`: whether the server has made a session of any lesson. `left`: whether some have to be
 * sent again.
 *
 * @typedef {{ started: boolean, left: boolean }} Outcome
 */

export class OwnLessons {
    #lessons;
    #store;
    #api;
    /** @type {Promise<Outcome> | undefined} */
    #starting;

    /** @param {WaitingLessons} lessons @param {SessionStore} store @param {Api} api */
    constructor(lessons, store, api) {
        this.#lessons = lessons;
        this.#store = store;
        this.#api = api;
        // Those that were begun before this page was opened, or in another tab.
        lessons.subscribe(() => this.#show());
        this.#show();
    }

    /** @param {{ _id: string, className: string }} class_ */
    begin(class_) {
        return this.#lessons.begin(class_, this.#api.clock.now());
    }

    /**
     * End the lesson of a class that runs here. Returns whether there is one.
     *
     * @param {string} classId
     */
    end(classId) {
        const { own, sessionId: key = "" } = this.#store.session(classId) ?? {};
        if (own) {
            this.#lessons.end(key, this.#api.clock.now());
        }
        return Boolean(own);
    }

    /**
     * Have the server make sessions of the lessons. Calls at the same time share one attempt.
     *
     * @returns {Promise<Outcome>}
     */
    start() {
        this.#starting ??= this.#startAll().finally(() => {
            this.#starting = undefined;
        });
        return this.#starting;
    }

    async #startAll() {
        await this.#lessons.loaded;
        const outcome = { started: false, left: false };
        for (const lesson of this.#unsettled) {
            try {
                this.#adopt(lesson, await this.#startOne(lesson));
                outcome.started = true;
            } catch (error) {
                const { status = 0, code = "" } = error instanceof ApiError ? error : {};
                if (TEMPORARY.includes(status) || status >= 500) {
                    outcome.left = true;
                } else {
                    this.#refuse(lesson, isMissing(error) ? undefined : code);
                }
            }
        }
        return outcome;
    }

    /** The lessons, and those that only their marks tell of: another page had settled them. */
    get #unsettled() {
        const lessons = new Map(this.#lessons.all.map((lesson) => [lesson.key, lesson]));
        for (const { own, sessionId: key, ...mark } of this.#store.waiting.waiting) {
            if (own && !lessons.has(key)) {
                const { userId, classId, className, startedAt } = mark;
                lessons.set(key, { userId, key, classId, className, startedAt });
            }
        }
        return lessons.values();
    }

    /** @param {Lesson} lesson */
    #startOne(lesson) {
        const { classId, key, startedAt } = lesson;
        const marks = this.#marksOf(lesson);
        const endedAt = endOf(lesson, marks, this.#api.clock.now());
        const lines = marks.slice(0, MARKS).map(lineOf);
        return this.#api.call("POST", "/attendance/start", {
            classId,
            lesson: { key, startedAt, endedAt, marks: lines },
        });
    }

    /** @param {Lesson} lesson @param {{ sessionId: string, startedAt: string }} session */
    #adopt(lesson, session) {
        const { classId, key } = lesson;
        this.#store.adopt(key, { ...session, classId });
        void this.#lessons.settle(lesson, this.#store.waiting.move(key, session));
    }

    /**
     * No session will ever be made of it: its marks are listed, with the reason.
     *
     * @param {Lesson} lesson @param {string} [reason] the code of the error; without: it is missing
     */
    #refuse(lesson, reason) {
        for (const mark of this.#marksOf(lesson)) {
            const problem = reason ? { code: "refused", reason } : { code: "gone" };
            this.#store.waiting.fail(mark, /** @type {any} */ (problem));
        }
        this.#store.endOwn(lesson.classId, lesson.key);
        void this.#lessons.settle(lesson, Promise.resolve());
    }

    /** @param {Lesson} lesson */
    #marksOf({ key }) {
        return this.#store.waiting.waiting.filter(({ sessionId }) => sessionId === key);
    }

    #show() {
        for (const { key, endedAt, ...lesson } of this.#lessons.all) {
            if (endedAt) {
                this.#store.endOwn(lesson.classId, key);
            } else {
                this.#store.begin({ ...lesson, sessionId: key });
            }
        }
    }
}
