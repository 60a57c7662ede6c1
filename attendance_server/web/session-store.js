/**
 * The running sessions as the server tells of them, and the marks that it has not answered yet.
 * No page and no network: frames and taps go in, and what is to be shown comes out.
 *
 * What `status` and `present` tell is saved. `WATCHING` replaces it as a whole, so nothing that
 * was missed while the connection was gone stays wrong.
 *
 * @module
 */

import { ABSENT, PRESENT, attends } from "/status.js";
import { WaitingMarks, tapOf } from "/waiting/marks.js";

/** @typedef {import("/client.js").Status} Status */

/** @typedef {import("/waiting/marks.js").WaitingMark} Mark */

/**
 * A change that was made on this page and can be taken back: what was before, and what is wanted
 * instead; nothing: that the student has come. `follows`: the mark that says what was before, once
 * it is answered. `before` and `markedAt`: the `markedAt` of the saved marks before and after the
 * change; a mark with another one has been made by somebody else.
 *
 * @typedef {{
 *     studentId: string, from?: Status, to?: Status, follows?: Mark, mark: Mark,
 *     before?: string, markedAt?: string,
 * }} Change
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
 * over, and what is known of its result; `discarded`: that it has none. `saved` and `refused`:
 * what came of a mark.
 *
 * @typedef {{
 *     classId?: string, students?: string[], started?: boolean,
 *     ended?: { sessionId: string, status?: string, discarded?: boolean },
 *     saved?: Mark, refused?: Mark,
 * }} News
 */

/** One running session, and what this page wants of it. */
class Session {
    /** @type {Map<string, { status: Status, markedAt: string }>} in the order of the marks */
    marks = new Map();
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

    /**
     * A mark was told once more: somebody has marked the student as they were already. Where the
     * first of the two was not made here, there is nothing that is to be taken back here.
     *
     * @param {string} studentId @param {string} markedAt
     */
    leaveToOthers(studentId, markedAt) {
        this.changes = this.changes.filter(
            ({ mark, ...change }) =>
                change.studentId !== studentId ||
                change.markedAt !== markedAt ||
                markedAt === (mark.at > this.startedAt ? mark.at : this.startedAt),
        );
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
    /** The changes that marks take back, by the tap. @type {Map<string, Change>} */
    #undoing = new Map();
    #now;
    /** Whether what is known here is what the server has told on the connection that stands. */
    ready = false;
    /** Whether the server has told what runs before. */
    #watched = false;
    waiting;

    /**
     * @param {string} userId whose page this is
     * @param {WaitingMarks} [waiting] the marks of this user that wait; default: none so far
     * @param {() => number} [now] the server's clock, in milliseconds since 1970
     */
    constructor(userId, waiting = new WaitingMarks(userId), now = Date.now) {
        this.#userId = userId;
        this.waiting = waiting;
        this.#now = now;
        waiting.subscribe((marks) => this.#tellOf(marks));
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

    /** Marks that the session running in a class still waits for. @param {string} classId */
    pendingIn(classId) {
        const { sessionId } = this.#sessions.get(classId) ?? {};
        return this.waiting.waiting.filter((mark) => mark.sessionId === sessionId);
    }

    /** @param {string} classId @param {string} studentId @returns {State} */
    state(classId, studentId) {
        const session = this.#sessions.get(classId);
        const saved = session?.marks.get(studentId);
        const entry = this.waiting.of(session?.sessionId, studentId);
        const pending = entry && !entry.mark.problem ? entry : undefined;
        const { code, message } = entry?.mark.problem ?? {};
        return {
            status: saved?.status ?? null,
            markedAt: saved?.markedAt,
            pending: pending?.phase,
            wanted: pending && wanted(pending.mark),
            failed: code === "refused" ? message : undefined,
        };
    }

    // What the server tells

    /** @param {import("/client.js").Watching} frame */
    watching({ sessions }) {
        this.ready = true;
        const begun = [];
        const running = new Map(sessions.map((told) => [told.classId, told]));
        for (const session of this.sessions) {
            if (running.get(session.classId)?.sessionId !== session.sessionId) {
                this.#end(session);
            }
        }
        for (const told of sessions) {
            const known = this.#sessions.get(told.classId);
            const session = known ?? new Session(told);
            if (!known) {
                begun.push(told.classId);
            }
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
        // What ran when the page was loaded is no news.
        for (const classId of this.#watched ? begun : []) {
            this.#tell({ classId, started: true });
        }
        this.#watched = true;
    }

    /** @param {import("/client.js").Started} frame */
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

    /** @param {import("/client.js").Marked} frame */
    marked({ classId, studentId, status, markedAt }) {
        const session = this.#sessions.get(classId);
        if (session) {
            const before = session.marks.get(studentId);
            if (before?.status === status && before.markedAt === markedAt) {
                session.leaveToOthers(studentId, markedAt);
            }
            session.put(studentId, status, markedAt);
            if (studentId === this.#userId) {
                session.status = status === ABSENT ? null : status;
            }
            this.#tell({ classId, students: [studentId] });
        }
    }

    /** @param {import("/client.js").Ended} frame */
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
     * @param {string} classId @param {{ _id: string, name: string }} student
     * @param {Status} [status] nothing: they have come
     * @returns {Mark | undefined} nothing where no session runs
     */
    want(classId, student, status) {
        const session = this.#sessions.get(classId);
        if (!session) {
            return undefined;
        }
        const { _id: studentId } = student;
        const follows = this.#pending(session, studentId);
        const from = follows ? follows.status : (session.statusOf(studentId) ?? ABSENT);
        const mark = this.#newMark(session, student, status);
        const before = session.marks.get(studentId)?.markedAt;
        session.changes.push({ studentId, from, to: status, follows, mark, before });
        this.waiting.add(mark);
        return mark;
    }

    /** The last change that can be taken back. @param {string} classId */
    lastChange(classId) {
        return this.#sessions.get(classId)?.changes.at(-1);
    }

    /**
     * Want back what was before the last change, which is only taken back where nobody has marked
     * the student since.
     *
     * @param {string} classId
     * @returns {{ mark?: Mark, overtaken?: Change }} the mark that does so, or the change that
     *     stays; neither where there is no change
     */
    undo(classId) {
        const session = this.#sessions.get(classId);
        const change = session?.changes.pop();
        if (!session || !change) {
            return {};
        }
        const { studentId, mark: done, markedAt } = change;
        const pending = this.#pending(session, studentId);
        const own = pending
            ? isSameTap(pending, done) || this.#undoing.has(tapOf(pending))
            : session.marks.get(studentId)?.markedAt === markedAt;
        if (!own) {
            return { overtaken: change };
        }
        const student = { _id: studentId, name: done.name };
        const mark = this.#newMark(session, student, change.from);
        if (!pending) {
            mark.undoes = markedAt;
        }
        this.#undoing.set(tapOf(mark), change);
        this.waiting.add(mark);
        return { mark };
    }

    /**
     * The server has answered.
     *
     * @param {Mark} mark
     * @param {{ status: string, markedAt: string }} answer what the student is now: another status
     *     is a newer decision, which stays
     */
    saved(mark, answer) {
        if (isSo(mark, answer.status)) {
            this.#settle(mark, answer.markedAt);
        } else {
            this.#overtaken(mark, answer.status);
        }
    }

    /** @param {Mark} mark @param {string} message the server's */
    refused(mark, message) {
        const session = this.#current(mark);
        const undone = this.#undoing.get(tapOf(mark));
        if (session && undone) {
            session.changes.push(undone);
        }
        this.#fail(mark, { code: "refused", message });
    }

    /** It was not sent, or nobody knows what became of it. @param {Mark} mark */
    waits(mark) {
        this.waiting.setPhase(mark, "waiting");
    }

    /** Whether nobody has sent it, as far as this page knows. @param {Mark} mark */
    isWaiting({ sessionId, studentId }) {
        const entry = this.waiting.of(sessionId, studentId);
        return entry?.phase === "waiting" && !entry.mark.problem;
    }

    /** Marks that wait and are to be sent now; those that are so already are settled. */
    takeWaiting() {
        const taken = [];
        for (const mark of this.waiting.waiting) {
            const session = this.#current(mark);
            if (!session || !this.isWaiting(mark)) {
                continue;
            }
            const { status = ABSENT, markedAt } = session.marks.get(mark.studentId) ?? {};
            if (isSo(mark, status)) {
                this.#settle(mark, markedAt);
            } else if (mark.undoes !== undefined && mark.undoes !== markedAt) {
                this.#overtaken(mark, status);
            } else {
                this.waiting.setPhase(mark, "saving");
                taken.push(mark);
            }
        }
        return taken;
    }

    /**
     * Sessions that marks wait for and that do not run, as far as is known.
     *
     * @returns {{ classId: string, sessionId: string }[]}
     */
    get awaitedInVain() {
        const marks = this.waiting.waiting.filter((mark) => !this.#current(mark));
        const ids = new Map(marks.map(({ sessionId, classId }) => [sessionId, classId]));
        return [...ids].map(([sessionId, classId]) => ({ classId, sessionId }));
    }

    /**
     * What became of a session that marks have waited for: they can no longer be applied, where
     * they are not so anyway.
     *
     * @param {string} sessionId
     * @param {{ studentId: string, status: string }[]} [attendance] in the end
     * @param {"gone" | "discarded"} [code] why there is none
     */
    lookedBack(sessionId, attendance, code = "gone") {
        const ended = new Map(attendance?.map(({ studentId, status }) => [studentId, status]));
        for (const mark of this.waiting.waiting) {
            if (mark.sessionId !== sessionId) {
                continue;
            }
            const is = ended.get(mark.studentId);
            if (!attendance) {
                this.#fail(mark, { code });
            } else if (isSo(mark, is ?? ABSENT)) {
                this.#settle(mark);
            } else {
                this.#fail(mark, { code: "ended", is });
            }
        }
    }

    /**
     * Want again what was refused, with the time of the tap. Those whose session does not run are
     * left as they are.
     *
     * @param {Mark[]} marks @returns {Mark[]} to be sent
     */
    wantAgain(marks) {
        const again = [];
        for (const refused of marks) {
            const mark = { ...refused };
            delete mark.problem;
            const session = this.#current(mark);
            if (!session) {
                continue;
            }
            const undone = this.#undoing.get(tapOf(mark));
            if (undone) {
                session.changes = session.changes.filter((change) => change !== undone);
            } else {
                const { studentId, status: to } = mark;
                const { status: from = ABSENT, markedAt: before } =
                    session.marks.get(studentId) ?? {};
                session.changes.push({ studentId, from, to, mark, before });
            }
            this.waiting.add(mark);
            again.push(mark);
        }
        return again;
    }

    /**
     * @param {Session} session @param {{ _id: string, name: string }} student @param {Status} [status]
     * @returns {Mark}
     */
    #newMark({ classId, className, sessionId, startedAt, marks }, { _id, name }, status) {
        // Whoever taps knows of the marks that they see: the tap is later than those, whatever the
        // clocks say.
        const seen = [marks.get(_id)?.markedAt, this.waiting.of(sessionId, _id)?.mark.at];
        const after = seen.map((iso) => (iso ? Date.parse(iso) + 1 : 0));
        return {
            ...{ userId: this.#userId, classId, className, sessionId, startedAt },
            ...{ studentId: _id, name, status },
            at: new Date(Math.max(this.#now(), ...after)).toISOString(),
        };
    }

    /** The mark of a student that is not answered yet. @param {Session} session @param {string} id */
    #pending({ sessionId }, id) {
        const mark = this.waiting.of(sessionId, id)?.mark;
        return mark?.problem ? undefined : mark;
    }

    /** @param {Mark} mark the session that it is for, where that still runs */
    #current({ classId, sessionId }) {
        const session = this.#sessions.get(classId);
        return session?.sessionId === sessionId ? session : undefined;
    }

    /** @param {Mark} mark @param {string} [markedAt] of the saved mark, where that is known */
    #settle(mark, markedAt) {
        const { changes = [] } = this.#current(mark) ?? {};
        const undone = this.#undoing.get(tapOf(mark));
        for (const change of changes) {
            // What was undone has brought back what an earlier change of this page had made.
            const restored = undone?.before !== undefined && undone.before === change.markedAt;
            if (isSameTap(change.mark, mark) || (restored && change.studentId === mark.studentId)) {
                change.markedAt = markedAt;
            }
        }
        this.#tellNext(mark);
        // A later tap on the same student may be on its way.
        this.waiting.remove(mark);
        this.#tell({ classId: mark.classId, students: [mark.studentId], saved: mark });
    }

    /** @param {Mark} mark @param {import("/waiting/marks.js").Problem} problem */
    #fail(mark, problem) {
        const session = this.#current(mark);
        if (session) {
            session.changes = session.changes.filter((change) => !isSameTap(change.mark, mark));
        }
        this.#tellNext(mark);
        this.waiting.fail(mark, problem);
        this.#tell({ classId: mark.classId, students: [mark.studentId], refused: mark });
    }

    /** @param {Mark} mark @param {string} is the newer decision */
    #overtaken(mark, is) {
        this.#fail(mark, { code: "newer", is });
    }

    /** The change after this one learns what was before it. @param {Mark} mark */
    #tellNext(mark) {
        const session = this.#current(mark);
        const next = session?.changes.find(({ follows }) => follows && isSameTap(follows, mark));
        if (session && next) {
            // Known only now: the clock may have made them late.
            next.from = session.statusOf(mark.studentId) ?? ABSENT;
            next.before = session.marks.get(mark.studentId)?.markedAt;
            delete next.follows;
        }
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
        });
    }

    /** @param {Mark[]} marks that wait, or have done so */
    #tellOf(marks) {
        for (const { classId } of this.sessions) {
            const students = marks
                .filter((mark) => mark.classId === classId)
                .map(({ studentId }) => studentId);
            if (students.length) {
                this.#tell({ classId, students });
            }
        }
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

/** @param {Mark} one @param {Mark} other */
function isSameTap(one, other) {
    return tapOf(one) === tapOf(other);
}
