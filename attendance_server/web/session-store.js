/**
 * The running sessions as the server reports them, and the marks that it has not answered yet. No
 * page and no network here: frames and taps come in, and the state to show goes out.
 *
 * `status` and `present` are what is saved. `WATCHING` replaces them completely, so nothing stays
 * wrong that was missed during a lost connection.
 *
 * @module
 */

import { ABSENT, NONE, PRESENT, attends } from "/status.js";
import { WaitingMarks, tapOf } from "/waiting/marks.js";

/** @import { Ended, Marked, Started, Watching } from "/client.js" */
/** @import { Problem } from "/waiting/marks.js" */

/** @typedef {import("/client.js").Status} Status */

/** @typedef {import("/waiting/marks.js").Wanted} Wanted */

/** @typedef {import("/waiting/marks.js").WaitingMark} Mark */

/**
 * A change that was made on this page and can be undone: `from` a status `to` another; without
 * `to`, the student became present or late. `follows`: the unanswered mark that will tell what
 * `from` is. `before` and `markedAt`: the `markedAt` of the saved marks before and after the
 * change; a mark with another time was made elsewhere. `rest`: the tap that marked several students.
 *
 * @typedef {{
 *     studentId: string, from?: Wanted, to?: Wanted, follows?: Mark, mark: Mark,
 *     before?: string, markedAt?: string, rest?: string,
 * }} Change
 */

/**
 * The state of a student's tile. `status` and `markedAt` are saved. `pending`: a mark is on its way
 * (`saving`) or waits for a connection (`waiting`). `failed`: the code of the error with which the
 * server refused a mark.
 *
 * @typedef {{
 *     status: Status | null, markedAt?: string,
 *     pending?: "saving" | "waiting", wanted?: Wanted, failed?: string,
 * }} State
 */

/**
 * What has changed. `students`: only their marks; without it, anything may have changed. `ended`:
 * the session is over, with the student's own `status`, or without a result if it was `discarded`,
 * or if its end was `unseen`: it may also still run without this user. `own`: it ran only here.
 * `saved`, `refused`: a mark was answered. `checkIn`: students can check in now, or no longer.
 *
 * @typedef {{
 *     classId?: string, students?: string[], started?: boolean, checkIn?: boolean,
 *     ended?: {
 *         sessionId: string, status?: Status, discarded?: boolean, unseen?: boolean, own?: boolean,
 *     },
 *     saved?: Mark, refused?: Mark,
 * }} News
 */

/** A running session, and the changes made on this page. */
class Session {
    /**
     * In the order of the marks. One without a status was taken back.
     *
     * @type {Map<string, { status: Status | null, markedAt: string }>}
     */
    marks = new Map();
    /** @type {Change[]} */
    changes = [];
    present = 0;
    /** @type {number | undefined} unknown for a session that has just started */
    total;
    /** The user's own status, if a student. @type {Exclude<Status, "absent"> | null} */
    status = null;
    /** Whether the user, if a student, is marked absent: without a status, unlike who is not marked. */
    absent = false;
    /** Whether students can check in themselves. */
    checkIn = false;

    /** @param {Started} started @param {boolean} own begun here, and not known to the server yet */
    constructor({ sessionId, classId, className, startedAt }, own = false) {
        this.own = own;
        this.sessionId = sessionId;
        this.classId = classId;
        this.className = className;
        this.startedAt = startedAt;
    }

    /** @param {string} studentId @param {Status | null} status @param {string} markedAt */
    put(studentId, status, markedAt) {
        this.present -= Number(attends(this.statusOf(studentId)));
        this.present += Number(attends(status));
        // Last, as at the server.
        this.marks.delete(studentId);
        this.marks.set(studentId, { status, markedAt });
    }

    /**
     * Keep a change from being undone after an identical mark was made elsewhere. If this page made
     * the first of the two marks, the change is its own.
     *
     * @param {string} studentId @param {string} markedAt
     */
    keepFromUndo(studentId, markedAt) {
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
    /** The changes that marks undo, by the tap. @type {Map<string, Change>} */
    #undoing = new Map();
    #now;
    /** Whether this is the server's current state, received on the present connection. */
    ready = false;
    /** Whether `WATCHING` has been received at least once, or could not be. */
    #watched = false;
    /** Whether the server cannot be reached, as far as is known. */
    away = false;
    waiting;

    /**
     * @param {string} userId whose page this is
     * @param {WaitingMarks} [waiting] the user's waiting marks; default: none yet
     * @param {() => number} [now] the server's time, in milliseconds since 1970
     */
    constructor(userId, waiting = new WaitingMarks(userId), now = Date.now) {
        this.#userId = userId;
        this.waiting = waiting;
        this.#now = now;
        waiting.subscribe((marks) => this.#tellChanged(marks));
    }

    /**
     * @param {(news: News) => void} listener
     * @param {AbortSignal} [signal] ends the subscription
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
     * Fulfilled once it is known whether the class has a running session, or cannot be known now.
     *
     * @param {string} classId @param {AbortSignal} signal rejects when it is aborted
     * @returns {Promise<void>}
     */
    known(classId, signal) {
        return new Promise((resolve, reject) => {
            const look = () => (this.ready || this.away || this.session(classId)) && resolve();
            this.subscribe(look, signal);
            signal.addEventListener("abort", () => reject(signal.reason));
            look();
        });
    }

    /** The waiting marks of the running session of a class. @param {string} classId */
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
        const { code, reason = "internal_error" } = entry?.mark.problem ?? {};
        return {
            status: saved?.status ?? null,
            markedAt: saved?.markedAt,
            pending: pending?.phase,
            wanted: pending && wanted(pending.mark),
            failed: code === "refused" ? reason : undefined,
        };
    }

    // Frames of the server

    /** @param {Watching} frame */
    watching({ sessions }) {
        this.ready = true;
        this.away = false;
        const begun = [];
        const running = new Map(sessions.map((session) => [session.classId, session]));
        for (const session of this.sessions) {
            if (!session.own && running.get(session.classId)?.sessionId !== session.sessionId) {
                this.#end(session, { unseen: true });
            }
        }
        for (const current of sessions) {
            const known = this.#sessions.get(current.classId);
            if (known?.own) {
                // It becomes this one, or another, as soon as the server has answered for it.
                continue;
            }
            const session = known ?? new Session(current);
            if (!known) {
                begun.push(current.classId);
            }
            this.#sessions.set(current.classId, session);
            session.className = current.className;
            session.startedAt = current.startedAt;
            session.total = current.totalStudents;
            session.status = current.status ?? null;
            session.absent = !current.status && Boolean(current.markedAt);
            session.checkIn = current.checkIn ?? false;
            session.marks = new Map(
                current.marks?.map((mark) => [
                    mark.studentId,
                    { status: statusIn(mark), markedAt: mark.markedAt },
                ]),
            );
            session.present = current.presentCount;
        }
        this.#tell({});
        // Sessions that were running when the page was loaded are not news.
        for (const classId of this.#watched ? begun : []) {
            this.#tell({ classId, started: true });
        }
        this.#watched = true;
    }

    /** @param {Started} frame */
    started(frame) {
        const known = this.#sessions.get(frame.classId);
        if (known?.sessionId === frame.sessionId || known?.own) {
            return;
        }
        if (known) {
            this.#end(known);
        }
        this.#sessions.set(frame.classId, new Session(frame));
        this.#tell({ classId: frame.classId, started: true });
    }

    /** @param {Marked} frame */
    marked(frame) {
        const { classId, studentId, markedAt } = frame;
        const status = statusIn(frame);
        const session = this.#sessions.get(classId);
        if (session && !session.own) {
            const before = session.marks.get(studentId);
            if (before?.status === status && before.markedAt === markedAt) {
                session.keepFromUndo(studentId, markedAt);
            }
            session.put(studentId, status, markedAt);
            if (studentId === this.#userId) {
                session.status = status === ABSENT ? null : status;
                session.absent = status === ABSENT;
            }
            this.#tell({ classId, students: [studentId] });
        }
    }

    /** @param {{ classId: string, open: boolean }} frame */
    checkInChanged({ classId, open }) {
        const session = this.#sessions.get(classId);
        if (session && session.checkIn !== open) {
            session.checkIn = open;
            this.#tell({ classId, checkIn: open });
        }
    }

    /** @param {Ended} frame */
    ended({ classId, sessionId, attendance, discarded }) {
        const session = this.#sessions.get(classId);
        if (session?.sessionId === sessionId) {
            const own = attendance.find(({ studentId }) => studentId === this.#userId);
            this.#end(session, { status: own?.status, discarded });
        }
    }

    /** The connection is lost. @param {boolean} [away] whether the server could not be reached */
    lost(away = true) {
        this.ready = false;
        this.away = away;
        this.#watched ||= away;
        this.#tell({});
    }

    // Sessions that were begun here, without a network

    /** @param {Started} lesson its key is the `sessionId` */
    begin(lesson) {
        if (!this.#sessions.has(lesson.classId)) {
            this.#sessions.set(lesson.classId, new Session(lesson, true));
            this.#tell({ classId: lesson.classId, started: true });
        }
    }

    /**
     * The server has made a session of a lesson, or its marks are part of one.
     *
     * @param {string} key @param {{ classId: string, sessionId: string, startedAt: string }} session
     */
    adopt(key, { classId, sessionId, startedAt }) {
        const own = this.#own(classId, key);
        if (own) {
            Object.assign(own, { sessionId, startedAt, own: false });
            /** @param {Mark} mark */
            const moved = (mark) => ({ ...mark, sessionId, startedAt, own: undefined });
            for (const change of own.changes) {
                const undone = this.#undoing.get(tapOf(change.mark));
                change.mark = moved(change.mark);
                change.follows &&= moved(change.follows);
                if (undone) {
                    this.#undoing.set(tapOf(change.mark), undone);
                }
            }
            this.#tell({});
        }
    }

    /** A session that was begun here is over. @param {string} classId @param {string} key */
    endOwn(classId, key) {
        const own = this.#own(classId, key);
        if (own) {
            this.#end(own, { own: true });
        }
    }

    /** @param {string} classId @param {string} key */
    #own(classId, key) {
        const session = this.#sessions.get(classId);
        return session?.own && session.sessionId === key ? session : undefined;
    }

    // Changes by the user

    /**
     * Add a mark. The caller must send it, and then call `saved`, `refused` or `keepWaiting`.
     *
     * @param {string} classId @param {{ _id: string, name: string }} student
     * @param {Wanted} [status] default: present, or late if the time says so
     * @returns {Mark | undefined} `undefined` if no session is running
     */
    mark(classId, student, status) {
        const session = this.#sessions.get(classId);
        return session && this.#add(session, this.#newMark(session, student, status));
    }

    /**
     * Add marks for those of the students who are unmarked, as one change. They are to be sent
     * together: one who turns out to have been marked elsewhere keeps that mark.
     *
     * @param {string} classId @param {{ _id: string, name: string }[]} students
     * @param {Status} [status] default: present, or late if the time says so
     * @returns {Mark[]}
     */
    markRest(classId, students, status) {
        const session = this.#sessions.get(classId);
        if (!session) {
            return [];
        }
        const marks = students
            .filter(({ _id }) => this.#isUnmarked(session, _id))
            .map((student) => this.#newMark(session, student, status));
        return atOnce(marks).map((mark) => this.#add(session, { ...mark, rest: mark.at }));
    }

    /** The last change that can be undone. @param {string} classId */
    lastChange(classId) {
        return this.#sessions.get(classId)?.changes.at(-1);
    }

    /**
     * Undo the last change, except for students who have been marked elsewhere since.
     *
     * @param {string} classId
     * @returns {{ marks: Mark[], overtaken: Change[] }} the marks that undo it, and what of it was
     *     overtaken
     */
    undo(classId) {
        const session = this.#sessions.get(classId);
        const last = session?.changes.at(-1);
        if (!session || !last) {
            return { marks: [], overtaken: [] };
        }
        const undone = session.changes.filter(
            (change) => change === last || (last.rest && change.rest === last.rest),
        );
        session.changes = session.changes.filter((change) => !undone.includes(change));
        /** @type {[Change, Mark | undefined][]} */
        const undos = undone.map((change) => [change, this.#undoOf(session, change)]);
        const overtaken = undos.filter(([, mark]) => !mark).map(([change]) => change);
        const reverted = undos.filter(([, mark]) => mark).map(([change]) => change);
        const marks = atOnce(undos.flatMap(([, mark]) => mark ?? []));
        marks.forEach((mark, place) => {
            this.#undoing.set(tapOf(mark), reverted[place]);
            this.waiting.add(mark);
        });
        return { marks, overtaken };
    }

    /**
     * The mark that undoes a change, unless that was overtaken.
     *
     * @param {Session} session @param {Change} change @returns {Mark | undefined}
     */
    #undoOf(session, { studentId, from, mark: done, markedAt, rest }) {
        const pending = this.#pending(session, studentId);
        const own = pending
            ? isSameTap(pending, done) || this.#undoing.has(tapOf(pending))
            : session.marks.get(studentId)?.markedAt === markedAt;
        if (!own) {
            return undefined;
        }
        const mark = this.#newMark(session, { _id: studentId, name: done.name }, from);
        if (!pending) {
            mark.undoes = markedAt;
        }
        return rest ? { ...mark, rest } : mark;
    }

    /**
     * The server has saved marks that were sent together. Students who were marked elsewhere before
     * keep that mark, which is no change of this page.
     *
     * @param {Mark[]} marks
     */
    savedRest(marks) {
        for (const mark of marks) {
            const { status = null, markedAt } =
                this.#current(mark)?.marks.get(mark.studentId) ?? {};
            if (isSo(mark, status)) {
                this.#settle(mark, markedAt);
            } else {
                this.#drop(mark);
            }
        }
    }

    /**
     * The server has saved a mark, or kept a newer one.
     *
     * @param {Mark} mark
     * @param {{ status: Status, markedAt: string, unmarked?: boolean }} answer the student's status now; if it differs,
     *     it is a newer mark, which stays
     */
    saved(mark, answer) {
        if (isSo(mark, statusIn(answer))) {
            this.#settle(mark, answer.markedAt);
        } else {
            this.#overtaken(mark, answer.status);
        }
    }

    /** The server has refused a mark. @param {Mark} mark @param {string} [reason] its error code */
    refused(mark, reason) {
        const session = this.#current(mark);
        const undone = this.#undoing.get(tapOf(mark));
        if (session && undone) {
            session.changes.push(undone);
        }
        this.#fail(mark, { code: "refused", reason });
    }

    /** It was not sent, or it is unknown whether it was saved. @param {Mark} mark */
    keepWaiting(mark) {
        this.waiting.setPhase(mark, "waiting");
    }

    /** Whether it has not been sent, as far as this page knows. @param {Mark} mark */
    isWaiting({ sessionId, studentId }) {
        const entry = this.waiting.of(sessionId, studentId);
        return entry?.phase === "waiting" && !entry.mark.problem;
    }

    /** Waiting marks to send now; those that are already saved are settled. */
    takeWaiting() {
        const taken = [];
        for (const mark of this.waiting.waiting) {
            const session = this.#current(mark);
            if (!session || session.own || !this.isWaiting(mark)) {
                continue;
            }
            const { status = null, markedAt } = session.marks.get(mark.studentId) ?? {};
            const overtaken = mark.undoes !== undefined && mark.undoes !== markedAt;
            if (isSo(mark, status)) {
                this.#settle(mark, markedAt);
            } else if (overtaken && mark.rest) {
                this.#drop(mark);
            } else if (overtaken) {
                this.#overtaken(mark, status ?? ABSENT);
            } else {
                this.waiting.setPhase(mark, "saving");
                taken.push(mark);
            }
        }
        return taken;
    }

    /**
     * Sessions that have waiting marks but are not running.
     *
     * @returns {{ classId: string, sessionId: string }[]}
     */
    get missingSessions() {
        const marks = this.waiting.waiting.filter(
            (mark) => !mark.own && !this.#current(mark),
        );
        const ids = new Map(marks.map(({ sessionId, classId }) => [sessionId, classId]));
        return [...ids].map(([sessionId, classId]) => ({ classId, sessionId }));
    }

    /**
     * Settle the waiting marks of a session that has ended: those that do not agree with its result
     * can no longer be saved.
     *
     * @param {string} sessionId
     * @param {{ studentId: string, status: Status }[]} [attendance] the result
     * @param {"gone" | "discarded"} [code] why there is no result
     */
    settleEnded(sessionId, attendance, code = "gone") {
        const ended = new Map(attendance?.map(({ studentId, status }) => [studentId, status]));
        for (const mark of this.waiting.waiting) {
            if (mark.sessionId !== sessionId) {
                continue;
            }
            const saved = ended.get(mark.studentId);
            if (!attendance) {
                this.#fail(mark, { code });
            } else if (isResult(mark, saved ?? ABSENT)) {
                this.#settle(mark);
            } else {
                this.#fail(mark, { code: "ended", saved });
            }
        }
    }

    /**
     * Add refused marks again, with the time of their tap. Those whose session is not running stay
     * as they are.
     *
     * @param {Mark[]} marks @returns {Mark[]} to be sent
     */
    retry(marks) {
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
                const { studentId, status: to, rest } = mark;
                const { status, markedAt: before } = session.marks.get(studentId) ?? {};
                session.changes.push({ studentId, from: status ?? NONE, to, mark, before, rest });
            }
            this.waiting.add(mark);
            again.push(mark);
        }
        return again;
    }

    /** Add a change, with the mark that makes it. @param {Session} session @param {Mark} mark */
    #add(session, mark) {
        const { studentId, status: to, rest } = mark;
        const follows = this.#pending(session, studentId);
        const from = follows ? follows.status : (session.statusOf(studentId) ?? NONE);
        const before = session.marks.get(studentId)?.markedAt;
        session.changes.push({ studentId, from, to, follows, mark, before, rest });
        this.waiting.add(mark);
        return mark;
    }

    /** @param {Session} session @param {string} studentId */
    #isUnmarked(session, studentId) {
        const pending = this.#pending(session, studentId);
        return pending ? pending.status === NONE : session.statusOf(studentId) === null;
    }

    /**
     * @param {Session} session @param {{ _id: string, name: string }} student @param {Wanted}
     *     [status]
     * @returns {Mark}
     */
    #newMark({ marks, ...session }, { _id, name }, status) {
        const { classId, className, sessionId, startedAt, own } = session;
        // Users decide knowing the marks that they see, so the tap is later than those, whatever
        // the clocks say.
        const seen = [marks.get(_id)?.markedAt, this.waiting.of(sessionId, _id)?.mark.at];
        const after = seen.map((iso) => (iso ? Date.parse(iso) + 1 : 0));
        return {
            ...{ userId: this.#userId, classId, className, sessionId, startedAt },
            ...{ studentId: _id, name, status },
            ...(own && { own }),
            at: new Date(Math.max(this.#now(), ...after)).toISOString(),
        };
    }

    /** A student's unanswered mark. @param {Session} session @param {string} id */
    #pending({ sessionId }, id) {
        const mark = this.waiting.of(sessionId, id)?.mark;
        return mark?.problem ? undefined : mark;
    }

    /** The session of a mark, if it is still running. @param {Mark} mark */
    #current({ classId, sessionId }) {
        const session = this.#sessions.get(classId);
        return session?.sessionId === sessionId ? session : undefined;
    }

    /** @param {Mark} mark @param {string} [markedAt] of the saved mark, if known */
    #settle(mark, markedAt) {
        const { changes = [] } = this.#current(mark) ?? {};
        const undone = this.#undoing.get(tapOf(mark));
        for (const change of changes) {
            // Undoing restores what an earlier change of this page had made.
            const restored = undone?.before !== undefined && undone.before === change.markedAt;
            if (isSameTap(change.mark, mark) || (restored && change.studentId === mark.studentId)) {
                change.markedAt = markedAt;
            }
        }
        this.#updateFollowing(mark);
        // A later tap on the same student may still be on its way.
        this.waiting.remove(mark);
        this.#tell({ classId: mark.classId, students: [mark.studentId], saved: mark });
    }

    /** Forget a mark, and the change that it would have made. @param {Mark} mark */
    #drop(mark) {
        this.#forgetChange(mark);
        this.waiting.remove(mark);
        this.#tell({ classId: mark.classId, students: [mark.studentId] });
    }

    /** @param {Mark} mark */
    #forgetChange(mark) {
        const session = this.#current(mark);
        if (session) {
            session.changes = session.changes.filter((change) => !isSameTap(change.mark, mark));
        }
        this.#updateFollowing(mark);
    }

    /** @param {Mark} mark @param {Problem} problem */
    #fail(mark, problem) {
        this.#forgetChange(mark);
        this.waiting.fail(mark, problem);
        this.#tell({ classId: mark.classId, students: [mark.studentId], refused: mark });
    }

    /** @param {Mark} mark @param {Status} saved the newer status */
    #overtaken(mark, saved) {
        this.#fail(mark, { code: "newer", saved });
    }

    /** Tell the change that follows this mark what it changed. @param {Mark} mark */
    #updateFollowing(mark) {
        const session = this.#current(mark);
        const next = session?.changes.find(({ follows }) => follows && isSameTap(follows, mark));
        if (session && next) {
            // Known only now: the server may have made them late.
            next.from = session.statusOf(mark.studentId) ?? NONE;
            next.before = session.marks.get(mark.studentId)?.markedAt;
            delete next.follows;
        }
    }

    /**
     * @param {Session} session
     * @param {{ status?: Status, discarded?: boolean, unseen?: boolean, own?: boolean }} [result]
     *     `status`: the student's own
     */
    #end(session, result) {
        this.#sessions.delete(session.classId);
        this.#tell({
            classId: session.classId,
            ended: { sessionId: session.sessionId, ...result },
        });
    }

    /** @param {Mark[]} marks that are waiting, or were */
    #tellChanged(marks) {
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

/** The status that a mark is expected to give. @param {Mark} mark */
function wanted({ status = PRESENT }) {
    return status;
}

/** Whether a mark is what is saved. @param {Mark} mark @param {Status | null} saved */
function isSo({ status }, saved) {
    return status === undefined ? attends(saved) : status === (saved ?? NONE);
}

/** Whether a mark agrees with the result of its session. @param {Mark} mark @param {Status} saved */
function isResult(mark, saved) {
    return isSo(mark, saved) || (mark.status === NONE && saved === ABSENT);
}

/**
 * The status in a frame; `null` if the mark was taken back.
 *
 * @param {{ status: Status, unmarked?: boolean }} frame
 */
function statusIn({ status, unmarked }) {
    return unmarked ? null : status;
}

/** Marks of one tap, which have its time. @param {Mark[]} marks */
function atOnce(marks) {
    const latest = marks.reduce((at, mark) => (mark.at > at ? mark.at : at), "");
    return marks.map((mark) => ({ ...mark, at: latest }));
}

/** @param {Mark} one @param {Mark} other */
function isSameTap(one, other) {
    // Compared with all changes of a large class, so no text is made for it.
    return (
        one.studentId === other.studentId &&
        one.at === other.at &&
        one.sessionId === other.sessionId
    );
}
