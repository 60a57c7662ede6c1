/**
 * What needs a teacher's attention in the check-in of a running session: check-ins with flags,
 * raised hands, and requests to join.
 *
 * Frames bring what is new. They are not repeated, so after a lost connection everything is loaded
 * again.
 *
 * @module
 */

import { checkInsOf, joinRequests } from "/check-in/teacher-calls.js";

/** @import { App } from "/app.js" */
/** @import { CheckedIn, Flag, Flagged, JoinRequest } from "/api-types.js" */

/** Milliseconds after which loading is tried again. */
const RETRY = 5000;

/** `since`: when the student came. @typedef {Flagged & { since: string }} Entry */

/**
 * What has just happened, for an announcement: the id of the student who was flagged or raised a
 * hand, or the name of one who asks to join.
 *
 * @typedef {{ flagged?: string, hand?: string, request?: string }} Happened
 */

export class Attention {
    /** By student, those that no teacher has decided yet. @type {Map<string, Entry>} */
    flagged = new Map();
    /** When each student raised a hand. @type {Map<string, string>} */
    hands = new Map();
    /** @type {Map<string, Pick<JoinRequest, "studentId" | "name">>} */
    requests = new Map();
    /** @type {number | null} */
    headCount = null;
    /** Whether any student has checked in. */
    used = false;
    #app;
    #classId;
    #signal;
    #changed;
    /** Whether frames may have been missed. */
    #stale = true;

    /**
     * @param {App} app @param {string} classId @param {AbortSignal} signal
     * @param {(happened: Happened) => void} changed
     */
    constructor(app, classId, signal, changed) {
        this.#app = app;
        this.#classId = classId;
        this.#signal = signal;
        this.#changed = changed;
        /** @param {string} event @param {(data: any) => Happened | void} act */
        const listen = (event, act) =>
            app.live.listen(
                event,
                (data) => data.classId === classId && changed(act(data) ?? {}),
                signal,
            );
        listen("CHECK_IN_FLAGGED", (frame) => this.#flag(frame));
        listen("HAND_RAISED", ({ studentId, raisedAt }) => {
            this.hands.set(studentId, raisedAt);
            return { hand: studentId };
        });
        listen("HEAD_COUNTED", ({ count }) => {
            this.headCount = count;
        });
        listen("JOIN_REQUESTED", ({ studentId, name }) => {
            this.requests.set(studentId, { studentId, name });
            return { request: name };
        });
        for (const answered of ["JOIN_DECIDED", "JOIN_WITHDRAWN"]) {
            listen(answered, ({ studentId }) => void this.requests.delete(studentId));
        }
        app.store.subscribe((news) => this.#follow(news), signal);
        void this.#reload();
    }

    /** @param {import("/session-store.js").News} news */
    #follow({ classId, students }) {
        if (classId === this.#classId && students) {
            // A mark ends what the hand was raised for.
            const lowered = students.filter((each) => this.hands.delete(each));
            if (lowered.length) {
                this.#changed({});
            }
        }
        if (classId === undefined) {
            const { store, live } = this.#app;
            // Without a WebSocket there are no frames.
            const blind = live.connection.phase === "polling";
            if (store.ready && (this.#stale || blind)) {
                void this.#reload();
            }
            this.#stale = !store.ready || blind;
        }
    }

    /** @param {Flagged} frame @returns {Happened | void} */
    #flag({ studentId, flags, with: others, held, decided }) {
        const known = this.flagged.get(studentId);
        if (decided || !(flags.length || held)) {
            this.flagged.delete(studentId);
            return undefined;
        }
        const since = known?.since ?? new Date(this.#app.api.clock.now()).toISOString();
        this.flagged.set(studentId, { studentId, flags, with: others, held, decided, since });
        return known ? undefined : { flagged: studentId };
    }

    async #reload() {
        const sessionId = this.#app.store.session(this.#classId)?.sessionId;
        if (!sessionId) {
            return;
        }
        this.#stale = false;
        const options = { signal: this.#signal };
        try {
            const [session, requests] = await Promise.all([
                checkInsOf(this.#app.api, this.#classId, sessionId, options),
                joinRequests(this.#app.api, this.#classId, options),
            ]);
            this.used = session.checkIns.length > 0;
            this.headCount = session.headCount;
            this.flagged = new Map(session.checkIns.filter(isOpen).map(entryOf));
            this.hands = new Map(session.hands.map(({ studentId, raisedAt }) => [studentId, raisedAt]));
            this.requests = new Map(requests.map((request) => [request.studentId, request]));
            this.#changed({});
        } catch {
            // Meanwhile the lists have what frames have brought.
            this.#stale = true;
            setTimeout(() => this.#stale && !this.#signal.aborted && this.#reload(), RETRY);
        }
    }
}

/** Whether a teacher has yet to decide it. @param {CheckedIn} checkedIn */
export const isOpen = ({ flags, held, decided }) => (flags.length > 0 || held) && !decided;

/** @param {CheckedIn} checkedIn @returns {[string, Entry]} */
function entryOf({ studentId, flags, with: others, held, decided, checkedInAt }) {
    return [studentId, { studentId, flags, with: others, held, decided, since: checkedInAt }];
}
