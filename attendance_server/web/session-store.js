/**
 * The running sessions as the server tells of them, and the marks of this page that it has not
 * answered yet. No page and no network: frames and taps go in, and what is to be shown comes out.
 *
 * What `status` and `present` tell is saved. `WATCHING` replaces it as a whole, so nothing that
 * was missed while the connection was gone stays wrong.
 *
 * @module
 */

import { ABSENT, PRESENT, attends } from "/status.js";

/** @typedef {import("/client.js").Status} Status */

/**
 * A mark that was asked for here. Without a `status` the student has come, and the clock says
 * whether late. `undoes`: the change that it takes back.
 *
 * @typedef {{
 *     classId: string, sessionId: string, studentId: string, status?: Status,
 *     change?: Change, undoes?: Change,
 * }} Mark
 */

/**
 * What was before, and what is wanted instead; nothing: that the student has come. `follows`: the
 * mark that says what was before, once it is answered.
 *
 * @typedef {{ studentId: string, from?: Status, to?: Status, follows?: Mark }} Change
 */

/**
 * What a student's tile shows. `status` and `markedAt` are what is saved. `pending`: a mark that
 * is on its way (`saving`) or waits for a connection (`waiting`). `failed`: one that the server
 * has refused, and its words.
 *
 * @typedef {{
 *     status: Status | null, markedAt?: string,
 *     pending?: "saving" | "waiting", wanted?: Status, failed?: string,
 * }} State
 */

/**
 * What has changed. `students`: only these; without it anything may have. `ended`: the session is
 * over, and what is known of its result; `discarded`: that it has none. `dropped`: how many marks it took with it unsaved.
 *
 * @typedef {{
 *     classId?: string, students?: string[], started?: boolean,
 *     ended?: { sessionId: string, status?: string, discarded?: boolean }, dropped?: number,
 *     saved?: Mark, refused?: Mark,
 * }} News
 */

/** One running session, and what this page wants of it. */
class Session {
    /** @type {Map<string, { status: Status, markedAt: string }>} in the order of the marks */
    marks = new Map();
    /** @type {Map<string, { mark: Mark, phase: "saving" | "waiting" }>} */
    pending = new Map();
    /** @type {Map<string, { mark: Mark, message: string }>} */
    failed = new Map();
    /** @type {Change[]} */
    changes = [];
    present = 0;
    /** @type {number | undefined} unknown of one that has just started */
    total;
    /** @type {string | null} a student's own */
    status = null;

    /** @param {import("/client.js").Started} told */
    constructor({ sessionId, classId, className, startedAt }) {
        this.sessionId = sessionId;
        this.classId = classId;
        this.className = className;
        this.startedAt = startedAt;
    }

    /** @param {string} studentId @param {Status} status @param {string} markedAt */
    put(studentId, status, markedAt) {
        this.present -= Number(attends(this.statusOf(studentId)));
        this.present += Number(attends(status));
        // Behind all others, where the server has it too.
        this.marks.delete(studentId);
        this.marks.set(studentId, { status, markedAt });
    }

    /** @param {string} studentId */
    statusOf(studentId) {
        return this.marks.get(studentId)?.status ?? null;
    }
}

export class SessionStore {
    #userId;
    /** @type {Map<string, Session>} by class */
    #sessions = new Map();
    /** @type {Set<(news: News) => void>} */
    #listeners = new Set();
    /** Whether what is known here is what the server has told on the connection that stands. */
    ready = false;

    /** @param {string} userId whose page this is */
    constructor(userId) {
        this.#userId = userId;
    }

    /**
     * @param {(news: News) => void} listener
     * @param {AbortSignal} [signal] ends it
     */
    subscribe(listener, signal) {
        this.#listeners.add(listener);
        signal?.addEventListener("abort", () => this.#listeners.delete(listener));
    }

    /** @param {string} classId */
    session(classId) {
        return this.#sessions.get(classId);
    }

    get sessions() {
        return [...this.#sessions.values()];
    }

    /**
     * Done once it is known whether the class has a running session.
     *
     * @param {string} classId @param {AbortSignal} signal rejects when it is aborted
     * @returns {Promise<void>}
     */
    known(classId, signal) {
        return new Promise((resolve, reject) => {
            const look = () => (this.ready || this.session(classId)) && resolve();
            this.subscribe(look, signal);
            signal.addEventListener("abort", () => reject(signal.reason));
            look();
        });
    }

    /** How many marks are not answered yet. */
    get pending() {
        return this.sessions.reduce((sum, { pending }) => sum + pending.size, 0);
    }

    /** @param {string} classId @param {string} studentId @returns {State} */
    state(classId, studentId) {
        const session = this.#sessions.get(classId);
        const saved = session?.marks.get(studentId);
        const pending = session?.pending.get(studentId);
        return {
            status: saved?.status ?? null,
            markedAt: saved?.markedAt,
            pending: pending?.phase,
            wanted: pending && wanted(pending.mark),
            failed: session?.failed.get(studentId)?.message,
        };
    }

    // What the server tells

    /** @param {import("./client.js").Watching} frame */
    watching({ sessions }) {
        this.ready = true;
        const running = new Map(sessions.map((told) => [told.classId, told]));
        for (const session of this.sessions) {
            if (running.get(session.classId)?.sessionId !== session.sessionId) {
                this.#end(session);
            }
        }
        for (const told of sessions) {
            const session = this.#sessions.get(told.classId) ?? new Session(told);
            this.#sessions.set(told.classId, session);
            session.className = told.className;
            session.startedAt = told.startedAt;
            session.total = told.totalStudents;
            session.status = told.status ?? null;
            session.marks = new Map(
                told.marks?.map(({ studentId, ...mark }) => [studentId, mark]) ?? [],
            );
            session.present = told.presentCount;
        }
        this.#tell({});
    }

    /** @param {import("./client.js").Started} frame */
    started(frame) {
        const known = this.#sessions.get(frame.classId);
        if (known?.sessionId === frame.sessionId) {
            return;
        }
        if (known) {
            this.#end(known);
        }
        this.#sessions.set(frame.classId, new Session(frame));
        this.#tell({ classId: frame.classId, started: true });
    }

    /** @param {import("./client.js").Marked} frame */
    marked({ classId, studentId, status, markedAt }) {
        const session = this.#sessions.get(classId);
        if (session) {
            session.put(studentId, status, markedAt);
            if (studentId === this.#userId) {
                session.status = status === ABSENT ? null : status;
            }
            this.#tell({ classId, students: [studentId] });
        }
    }

    /** @param {import("./client.js").Ended} frame */
    ended({ classId, sessionId, attendance, discarded }) {
        const session = this.#sessions.get(classId);
        if (session?.sessionId === sessionId) {
            const own = attendance.find(({ studentId }) => studentId === this.#userId);
            this.#end(session, { status: own?.status, discarded });
        }
    }

    /** The connection is gone. */
    lost() {
        this.ready = false;
        this.#tell({});
    }

    // What is wanted here

    /**
     * Somebody wants a student marked; whoever sends it tells `saved`, `refused` or `waits`.
     *
     * @param {string} classId @param {string} studentId
     * @param {Status} [status] nothing: they have come
     * @param {Change} [undoes]
     * @returns {Mark | undefined} nothing where no session runs
     */
    want(classId, studentId, status, undoes) {
        const session = this.#sessions.get(classId);
        if (!session) {
            return undefined;
        }
        const follows = session.pending.get(studentId)?.mark;
        const from = follows ? follows.status : (session.statusOf(studentId) ?? ABSENT);
        const { sessionId } = session;
        /** @type {Mark} */
        const mark = { classId, sessionId, studentId, status, undoes };
        if (!undoes) {
            mark.change = { studentId, from, to: status, follows };
            session.changes.push(mark.change);
        }
        session.failed.delete(studentId);
        session.pending.set(studentId, { mark, phase: "saving" });
        this.#tell({ classId, students: [studentId] });
        return mark;
    }

    /** The last change that can be taken back. @param {string} classId */
    lastChange(classId) {
        return this.#sessions.get(classId)?.changes.at(-1);
    }

    /**
     * Want back what was before the last change.
     *
     * @param {string} classId @returns {Mark | undefined}
     */
    undo(classId) {
        const change = this.#sessions.get(classId)?.changes.pop();
        return change && this.want(classId, change.studentId, change.from, change);
    }

    /** @param {Mark} mark */
    saved(mark) {
        this.#settle(mark, { saved: mark });
    }

    /** @param {Mark} mark @param {string} message the server's */
    refused(mark, message) {
        const session = this.#current(mark);
        if (!session) {
            return;
        }
        if (mark.undoes) {
            session.changes.push(mark.undoes);
        }
        session.changes = session.changes.filter((change) => change !== mark.change);
        if (session.pending.get(mark.studentId)?.mark === mark) {
            session.failed.set(mark.studentId, { mark, message });
        }
        this.#settle(mark, { refused: mark });
    }

    /** It was not sent, or nobody knows what became of it. @param {Mark} mark */
    waits(mark) {
        const pending = this.#current(mark)?.pending.get(mark.studentId);
        if (pending?.mark === mark) {
            pending.phase = "waiting";
            this.#tell({ classId: mark.classId, students: [mark.studentId] });
        }
    }

    /** Marks that wait and are to be sent now; those that are so already are settled. */
    takeWaiting() {
        const taken = [];
        for (const session of this.sessions) {
            for (const [studentId, pending] of session.pending) {
                if (pending.phase !== "waiting") {
                    continue;
                }
                if (isSo(pending.mark, session.statusOf(studentId) ?? ABSENT)) {
                    this.#settle(pending.mark, { saved: pending.mark });
                } else {
                    pending.phase = "saving";
                    taken.push(pending.mark);
                    this.#tell({ classId: session.classId, students: [studentId] });
                }
            }
        }
        return taken;
    }

    /** Want again what was refused. @param {string} classId @returns {Mark[]} */
    wantFailed(classId) {
        const failed = [...(this.#sessions.get(classId)?.failed.values() ?? [])];
        return failed
            .map(({ mark }) => this.want(classId, mark.studentId, mark.status))
            .filter((mark) => mark !== undefined);
    }

    /** Leave it at what is saved. @param {string} classId */
    forgetFailed(classId) {
        const session = this.#sessions.get(classId);
        const students = [...(session?.failed.keys() ?? [])];
        session?.failed.clear();
        this.#tell({ classId, students });
    }

    /** @param {Mark} mark the session that it is for, where that still runs */
    #current({ classId, sessionId }) {
        const session = this.#sessions.get(classId);
        return session?.sessionId === sessionId ? session : undefined;
    }

    /** @param {Mark} mark @param {News} outcome */
    #settle(mark, outcome) {
        const session = this.#current(mark);
        const next = session?.changes.find(({ follows }) => follows === mark);
        if (session && next) {
            // Known only now: the clock may have made them late.
            next.from = session.statusOf(mark.studentId) ?? ABSENT;
            delete next.follows;
        }
        // A later tap on the same student may be on its way behind it.
        if (session?.pending.get(mark.studentId)?.mark === mark) {
            session.pending.delete(mark.studentId);
        }
        this.#tell({ classId: mark.classId, students: [mark.studentId], ...outcome });
    }

    /**
     * @param {Session} session
     * @param {{ status?: string, discarded?: boolean }} [result] `status`: a student's own
     */
    #end(session, result) {
        this.#sessions.delete(session.classId);
        this.#tell({
            classId: session.classId,
            ended: { sessionId: session.sessionId, ...result },
            dropped: session.pending.size,
        });
    }

    /** @param {News} news */
    #tell(news) {
        for (const listener of [...this.#listeners]) {
            listener(news);
        }
    }
}

/** What a mark makes of the student, as far as one can tell before. @param {Mark} mark */
function wanted({ status = PRESENT }) {
    return status;
}

/** @param {Mark} mark @param {string} saved */
function isSo({ status }, saved) {
    return status === undefined ? attends(saved) : status === saved;
}
