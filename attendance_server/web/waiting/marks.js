/**
 * The marks that this browser still owes the server: each is kept from the tap until the server
 * has answered it, and what could not be applied until somebody has dismissed it. No page and no
 * network; `waiting-storage.js` keeps them for all pages of the browser.
 *
 * For each student of a session there is one mark at most, the latest tap. `at` tells taps apart:
 * of two marks of the same student, the one with the later `at` is the one that is meant.
 *
 * @module
 */

/** @typedef {import("/client.js").Status} Status */

/**
 * Why a mark could not be applied. `ended`: the session had ended. `gone`: the session or its class
 * no longer exists for this teacher. `discarded`: the session no longer counts. `newer`: the student has been changed on another device.
 * `refused`: the server said no, in the words of `message`. `is`: the student's status instead.
 *
 * @typedef {{
 *     code: "ended" | "gone" | "discarded" | "newer" | "refused", message?: string, is?: string,
 * }} Problem
 */

/**
 * A mark as it is kept. Without a `status` the student has come, and the clock says whether late.
 * `at`: the time of the tap, as the server's clock had it. `undoes`: the `markedAt` of the mark
 * that it takes back, which it replaces and no other.
 *
 * @typedef {{
 *     userId: string, classId: string, className: string, sessionId: string, startedAt: string,
 *     studentId: string, name: string, status?: Status, at: string, undoes?: string,
 *     problem?: Problem,
 * }} WaitingMark
 */

/**
 * `saving`: this page has sent it. `waiting`: for a connection. `kept`: whether the storage has it
 * as it is here.
 *
 * @typedef {{ mark: WaitingMark, phase: "saving" | "waiting", kept: boolean }} Entry
 */

/**
 * Where marks are kept. Both methods reject where the browser keeps nothing.
 *
 * @typedef {{
 *     load: (userId: string) => Promise<WaitingMark[]>,
 *     change: (mark: WaitingMark, gone: boolean) => Promise<unknown>,
 *     listen: (changed: () => void) => void,
 * }} Storage
 */

/** Milliseconds in which another page has usually sent what it has kept. */
const OTHER_PAGE = 1500;

/** What a storage keeps of a student's mark where another one arrives. */
export function resolve(
    /** @type {WaitingMark | undefined} */ kept,
    /** @type {WaitingMark} */ mark,
    /** @type {boolean} the mark is settled or dismissed */ gone,
) {
    if (kept && kept.at > mark.at) {
        return kept;
    }
    return gone ? undefined : mark;
}

/** @param {string} sessionId @param {string} studentId */
const keyOf = (sessionId, studentId) => `${sessionId} ${studentId}`;

/** What tells a tap from all others. @param {WaitingMark} mark */
export const tapOf = ({ sessionId, studentId, at }) => `${keyOf(sessionId, studentId)} ${at}`;

export class WaitingMarks {
    #userId;
    #storage;
    /** @type {Map<string, Entry>} by session and student */
    #entries = new Map();
    /** @type {Set<(marks: WaitingMark[]) => void>} */
    #listeners = new Set();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #reading;
    /** Taps that were removed here, while the storage may still have them. @type {Set<string>} */
    #removed = new Set();
    /** Whether the browser keeps nothing, as far as is known. */
    unkept = false;
    /** Fulfilled once those that were kept before are known; it never rejects. */
    loaded;

    /** @param {string} userId whose marks @param {Storage} [storage] */
    constructor(userId, storage) {
        this.#userId = userId;
        this.#storage = storage;
        this.loaded = this.#read();
        storage?.listen(() => {
            // A mark that another page sends at once is not of interest here.
            clearTimeout(this.#reading);
            this.#reading = setTimeout(() => this.#read(), OTHER_PAGE);
        });
    }

    /**
     * @param {(marks: WaitingMark[]) => void} listener called with those that have changed
     * @param {AbortSignal} [signal] ends it
     */
    subscribe(listener, signal) {
        this.#listeners.add(listener);
        signal?.addEventListener("abort", () => this.#listeners.delete(listener));
    }

    /** Those that the server has not answered, in the order of the taps. */
    get waiting() {
        return this.#sorted(({ mark }) => !mark.problem);
    }

    /** Those that could not be applied, in the order of the taps. */
    get problems() {
        return this.#sorted(({ mark }) => Boolean(mark.problem));
    }

    /** Whether closing the page now would lose a mark: it is not kept, or not yet. */
    get losable() {
        return [...this.#entries.values()].some(({ kept }) => !kept);
    }

    /** @param {string | undefined} sessionId @param {string} studentId */
    of(sessionId, studentId) {
        return this.#entries.get(keyOf(sessionId ?? "", studentId));
    }

    /** The mark has been made, and this page sends it. @param {WaitingMark} mark */
    add(mark) {
        void this.#set({ mark, phase: "saving", kept: false });
    }

    /** @param {WaitingMark} mark @param {Entry["phase"]} phase */
    setPhase(mark, phase) {
        const entry = this.#current(mark);
        if (entry && entry.phase !== phase) {
            entry.phase = phase;
            this.#tell([mark]);
        }
    }

    /** The server has it, or nobody wants it any longer. @param {WaitingMark[]} marks */
    remove(...marks) {
        for (const mark of marks) {
            if (this.#current(mark)) {
                this.#entries.delete(keyOf(mark.sessionId, mark.studentId));
            }
            void this.#unkeep(mark);
        }
        this.#tell(marks);
    }

    /** @param {WaitingMark} mark @param {Problem} problem */
    fail(mark, problem) {
        if (this.#current(mark)) {
            void this.#set({ mark: { ...mark, problem }, phase: "waiting", kept: false });
        }
    }

    /** @param {WaitingMark} mark */
    async #unkeep(mark) {
        const tap = tapOf(mark);
        this.#removed.add(tap);
        try {
            await this.#storage?.change(mark, true);
            this.#removed.delete(tap);
        } catch {
            // Nothing was kept, or it is still there and not wanted on this page.
        }
    }

    /** The same tap, where no later one has taken its place. @param {WaitingMark} mark */
    #current({ sessionId, studentId, at }) {
        const entry = this.of(sessionId, studentId);
        return entry?.mark.at === at ? entry : undefined;
    }

    /** @param {(entry: Entry) => boolean} matches */
    #sorted(matches) {
        const found = [...this.#entries.values()].filter(matches).map(({ mark }) => mark);
        return found.sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
    }

    /** @param {Entry} entry */
    async #set(entry) {
        const { mark } = entry;
        this.#entries.set(keyOf(mark.sessionId, mark.studentId), entry);
        this.#tell([mark]);
        try {
            await this.#storage?.change(mark, false);
            entry.kept = Boolean(this.#storage);
            this.unkept = !this.#storage;
        } catch {
            // It stays here as long as the page does.
            this.unkept = true;
            this.#tell([mark]);
        }
    }

    /** Take over what other pages have kept and settled. */
    async #read() {
        /** @type {WaitingMark[]} */
        let kept;
        try {
            kept = (await this.#storage?.load(this.#userId)) ?? [];
        } catch {
            return;
        }
        const changed = [];
        const known = new Map(kept.map((mark) => [keyOf(mark.sessionId, mark.studentId), mark]));
        for (const [key, entry] of this.#entries) {
            if (entry.kept && entry.phase === "waiting" && !known.has(key)) {
                this.#entries.delete(key);
                changed.push(entry.mark);
            }
        }
        for (const [key, mark] of known) {
            const entry = this.#entries.get(key);
            const sameTap = entry?.mark.at === mark.at;
            if (this.#removed.has(tapOf(mark))) {
                continue;
            }
            const news = !entry || entry.mark.at < mark.at || (sameTap && entry.kept);
            if (news && !(sameTap && Boolean(entry?.mark.problem) === Boolean(mark.problem))) {
                this.#entries.set(key, { mark, phase: "waiting", kept: true });
                changed.push(mark);
            }
        }
        if (changed.length) {
            this.#tell(changed);
        }
    }

    /** @param {WaitingMark[]} marks */
    #tell(marks) {
        for (const listener of [...this.#listeners]) {
            listener(marks);
        }
    }
}
