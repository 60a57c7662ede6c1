/**
 * The marks that the server has not saved yet. Each is stored from the tap until the server has
 * answered; one that could not be saved, until the user has dismissed it. No page and no network
 * here: `storage.js` stores the marks for all pages of the browser.
 *
 * There is at most one mark per student of a session: the latest tap. `at` identifies a tap, and of
 * two marks of a student, the one with the later `at` counts.
 *
 * @module
 */

/** @typedef {import("/client.js").Status} Status */

/** The status of a mark; `none` takes a mark back. @typedef {Status | "none"} Wanted */

/**
 * Why a mark could not be saved. `ended`: the session had ended. `gone`: the session or its class
 * no longer exists for this teacher. `discarded`: the session no longer counts. `newer`: the
 * student was marked on another device. `refused`: the server refused it; `reason` is its error
 * code. `saved`: the status that was saved instead.
 *
 * @typedef {{
 *     code: "ended" | "gone" | "discarded" | "newer" | "refused", reason?: string, saved?: Status,
 * }} Problem
 */

/**
 * A mark as it is stored. Without a `status`, the student is present or late, depending on the
 * time. `at`: the time of the tap by the server's clock. `undoes`: the `markedAt` of the mark that
 * this one undoes; it must not replace any other. `rest`: the time of the tap that marked all who
 * were unmarked, in its marks and in those that undo it; those with the same `at` are sent together.
 * `own`: its session is a lesson (`lessons.js`) that the server does not know yet, and the `sessionId`
 * the key of the lesson.
 *
 * @typedef {{
 *     userId: string, classId: string, className: string, sessionId: string, startedAt: string,
 *     studentId: string, name: string, status?: Wanted, at: string, undoes?: string,
 *     rest?: string, own?: boolean, problem?: Problem,
 * }} WaitingMark
 */

/**
 * `saving`: this page has sent it. `waiting`: it waits for a connection. `stored`: whether the
 * storage has it in this form.
 *
 * @typedef {{ mark: WaitingMark, phase: "saving" | "waiting", stored: boolean }} Entry
 */

/**
 * Where marks are stored. `load` and `change` reject if the browser stores nothing.
 *
 * @typedef {{
 *     load: (userId: string) => Promise<WaitingMark[]>,
 *     change: (mark: WaitingMark, gone: boolean) => Promise<unknown>,
 *     listen: (changed: () => void) => void,
 * }} Storage
 */

/** Milliseconds in which another page has usually sent a mark that it stored. */
const OTHER_PAGE = 1500;

/**
 * The mark that a storage has of a student after a change.
 *
 * @param {WaitingMark | undefined} stored @param {WaitingMark} mark
 * @param {boolean} gone the mark was answered or dismissed
 */
export function resolve(stored, mark, gone) {
    if (stored && stored.at > mark.at) {
        return stored;
    }
    return gone ? undefined : mark;
}

/** @param {string} sessionId @param {string} studentId */
const keyOf = (sessionId, studentId) => `${sessionId} ${studentId}`;

/** Identifies a tap. @param {WaitingMark} mark */
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
    /** Taps that were removed here but may still be stored. @type {Set<string>} */
    #removed = new Set();
    /** Whether the browser is known to store nothing. */
    unstored = false;
    /** Fulfilled once the stored marks are known. It never rejects. */
    loaded;

    /** @param {string} userId whose marks these are @param {Storage} [storage] */
    constructor(userId, storage) {
        this.#userId = userId;
        this.#storage = storage;
        this.loaded = this.#read();
        storage?.listen(() => {
            // Usually the other page sends the mark at once, and there is nothing to do here.
            clearTimeout(this.#reading);
            this.#reading = setTimeout(() => this.#read(), OTHER_PAGE);
        });
    }

    /**
     * @param {(marks: WaitingMark[]) => void} listener is passed the marks that have changed
     * @param {AbortSignal} [signal] ends the subscription
     */
    subscribe(listener, signal) {
        this.#listeners.add(listener);
        signal?.addEventListener("abort", () => this.#listeners.delete(listener));
    }

    /** Marks that the server has not answered, in the order of the taps. */
    get waiting() {
        return this.#sorted(({ mark }) => !mark.problem);
    }

    /** Marks that could not be saved, in the order of the taps. */
    get problems() {
        return this.#sorted(({ mark }) => Boolean(mark.problem));
    }

    /** Whether closing the page now would lose a mark, because it is not stored. */
    get losable() {
        return [...this.#entries.values()].some(({ stored }) => !stored);
    }

    /** @param {string | undefined} sessionId @param {string} studentId */
    of(sessionId, studentId) {
        return this.#entries.get(keyOf(sessionId ?? "", studentId));
    }

    /** Add a mark that this page is sending. @param {WaitingMark} mark */
    add(mark) {
        void this.#set({ mark, phase: "saving", stored: false });
    }

    /** @param {WaitingMark} mark @param {Entry["phase"]} phase */
    setPhase(mark, phase) {
        const entry = this.#current(mark);
        if (entry && entry.phase !== phase) {
            entry.phase = phase;
            this.#tell([mark]);
        }
    }

    /** Forget marks that were answered or dismissed. @param {WaitingMark[]} marks */
    remove(...marks) {
        for (const mark of marks) {
            if (this.#current(mark)) {
                this.#entries.delete(keyOf(mark.sessionId, mark.studentId));
            }
            void this.#delete(mark);
        }
        this.#tell(marks);
    }

    /**
     * The server knows the session of some marks under another id. Fulfilled once that is stored.
     *
     * @param {string} key the id that it had here
     * @param {{ sessionId: string, startedAt: string }} session
     */
    async move(key, { sessionId, startedAt }) {
        const writing = [];
        for (const { mark } of [...this.#entries.values()]) {
            if (mark.sessionId === key) {
                const moved = { ...mark, sessionId, startedAt };
                delete moved.own;
                const known = this.of(sessionId, mark.studentId);
                if (!known || known.mark.at <= mark.at) {
                    writing.push(this.#set({ mark: moved, phase: "waiting", stored: false }));
                }
                // Only now, so that one of the two is always stored.
                this.#entries.delete(keyOf(key, mark.studentId));
                writing.push(this.#delete(mark));
            }
        }
        await Promise.all(writing);
    }

    /** @param {WaitingMark} mark @param {Problem} problem */
    fail(mark, problem) {
        if (this.#current(mark)) {
            void this.#set({ mark: { ...mark, problem }, phase: "waiting", stored: false });
        }
    }

    /** @param {WaitingMark} mark */
    async #delete(mark) {
        const tap = tapOf(mark);
        this.#removed.add(tap);
        try {
            await this.#storage?.change(mark, true);
            this.#removed.delete(tap);
        } catch {
            // Nothing was stored, or it stays stored and this page ignores it.
        }
    }

    /** The entry of the same tap, unless a later tap replaced it. @param {WaitingMark} mark */
    #current({ sessionId, studentId, at }) {
        const entry = this.of(sessionId, studentId);
        return entry?.mark.at === at ? entry : undefined;
    }

    /** @param {(entry: Entry) => boolean} matches */
    #sorted(matches) {
        const matching = [...this.#entries.values()].filter(matches).map(({ mark }) => mark);
        return matching.sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
    }

    /** @param {Entry} entry */
    async #set(entry) {
        const { mark } = entry;
        this.#entries.set(keyOf(mark.sessionId, mark.studentId), entry);
        this.#tell([mark]);
        try {
            await this.#storage?.change(mark, false);
            entry.stored = Boolean(this.#storage);
            this.unstored = !this.#storage;
        } catch {
            // The mark lasts as long as this page.
            this.unstored = true;
            this.#tell([mark]);
        }
    }

    /** Adopt what other pages have stored and removed. */
    async #read() {
        /** @type {WaitingMark[]} */
        let marks;
        try {
            marks = (await this.#storage?.load(this.#userId)) ?? [];
        } catch {
            return;
        }
        const changed = [];
        const stored = new Map(marks.map((mark) => [keyOf(mark.sessionId, mark.studentId), mark]));
        for (const [key, entry] of this.#entries) {
            if (entry.stored && entry.phase === "waiting" && !stored.has(key)) {
                this.#entries.delete(key);
                changed.push(entry.mark);
            }
        }
        for (const [key, mark] of stored) {
            const entry = this.#entries.get(key);
            const sameTap = entry?.mark.at === mark.at;
            if (this.#removed.has(tapOf(mark))) {
                continue;
            }
            const isNews = !entry || entry.mark.at < mark.at || (sameTap && entry.stored);
            if (isNews && !(sameTap && Boolean(entry?.mark.problem) === Boolean(mark.problem))) {
                this.#entries.set(key, { mark, phase: "waiting", stored: true });
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
