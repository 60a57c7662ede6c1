/** What a user of the roll does to the marks of students. @module */

import { name } from "/dom.js";
import { words } from "/language/en/roll.js";
import { text } from "/language/en/teacher.js";
import { markSheet } from "/parts/roll/mark-sheet.js";
import { ABSENT, NONE, PRESENT, attends, standing } from "/status.js";

/** @import { Student } from "/api-types.js" */
/** @import { App } from "/app.js" */
/** @import { Roster } from "/parts/roll/roster.js" */
/** @import { Change } from "/session-store.js" */
/** @import { Standing, Status } from "/status.js" */

export class Marking {
    #app;
    #id;
    #roster;
    #signal;
    #changed;
    /** Whether a tap on a student who is present says that they are away after all. */
    #tapsAway = false;

    /**
     * @param {App} app @param {string} classId @param {Roster} roster @param {AbortSignal} signal
     * @param {() => void} changed is called where only this page has changed
     */
    constructor(app, classId, roster, signal, changed) {
        this.#app = app;
        this.#id = classId;
        this.#roster = roster;
        this.#signal = signal;
        this.#changed = changed;
    }

    /**
     * A tap acts on what the user saw. A student who was not marked becomes present, or late if the
     * time says so. For a student who was, all statuses are offered; but right after the rest were
     * marked present, a tap says who of them is away.
     *
     * @param {Student} student @param {boolean} attended @param {HTMLElement} at
     */
    tap(student, attended, at) {
        const { pending } = this.#app.store.state(this.#id, student._id);
        if (pending === "saving") {
            return;
        }
        if (attended && this.#tapsAway && this.#isOneOfRest(student)) {
            this.mark(student, ABSENT, true);
        } else if (attended) {
            this.choose(student, at);
        } else {
            this.markArrived(student);
        }
    }

    /** @param {Student} student */
    markArrived(student) {
        if (this.#isPresent(student)) {
            this.#app.notices.show(text.roll.already(student.name));
        } else {
            this.mark(student);
        }
    }

    /**
     * @param {Student} student @param {Standing} [status]
     * @param {boolean} [tapsAway] whether a tap goes on to say who is away
     */
    mark(student, status, tapsAway = false) {
        this.#tapsAway = tapsAway;
        this.#roster.expect(student._id);
        this.#app.live.mark(this.#id, student, status);
    }

    /** Mark all who are unmarked, whether shown or not. @param {Status} status */
    markRest(status) {
        const { students } = this.#roster;
        const marks = this.#app.live.markRest(this.#id, students, status);
        if (!marks.length) {
            this.#app.notices.announce(words.noRest);
            return;
        }
        marks.forEach(({ studentId }) => this.#roster.expect(studentId));
        this.#tapsAway = attends(status);
        const done = words.restDone[status](marks.length);
        this.#app.notices.announce(this.#tapsAway ? `${done}. ${words.tapAway}` : done);
    }

    /** Whether the student was marked with all others. @param {Student} student */
    #isOneOfRest({ _id }) {
        const changes = this.#app.store.session(this.#id)?.changes ?? [];
        return changes.some(({ studentId, rest }) => rest && studentId === _id);
    }

    /** @param {Student} student @param {HTMLElement} at */
    choose(student, at) {
        const { status, wanted, markedAt } = this.#app.store.state(this.#id, student._id);
        const key = standing(wanted ?? status);
        const saved = key !== NONE && !wanted && markedAt;
        markSheet({
            ...{ heading: name(student.name), status: key, at, signal: this.#signal },
            now: saved ? text.roll.markedAt(key, markedAt) : text.status[key],
            choose: (chosen) => this.set(student, chosen),
        });
    }

    /** @param {Student} student @param {Standing} status */
    set(student, status) {
        if (this.standing(student._id) === status) {
            this.#app.notices.announce(text.roll.alreadyMarked(student.name, status));
        } else {
            this.mark(student, status);
        }
    }

    /**
     * A student's saved status, for parts that only know of those who came.
     *
     * @param {string} studentId @returns {Status}
     */
    statusOf(studentId) {
        return this.#app.store.state(this.#id, studentId).status ?? ABSENT;
    }

    /** @param {Student} student */
    #isPresent(student) {
        const { status, wanted } = this.#app.store.state(this.#id, student._id);
        return attends(wanted ?? status);
    }

    undo() {
        const { marks, overtaken } = this.#app.live.undo(this.#id);
        const { notices } = this.#app;
        this.#tapsAway = false;
        marks.forEach(({ studentId }) => this.#roster.expect(studentId));
        const student = this.#roster.student((marks[0] ?? overtaken[0])?.studentId ?? "");
        const one = marks.length + overtaken.length === 1;
        if (overtaken.length && student && one) {
            notices.show(text.roll.notUndone(student.name, this.standing(student._id)));
        } else if (overtaken.length) {
            notices.show(words.notUndone(overtaken.length));
        } else if (student && one) {
            notices.announce(text.roll.undone(student.name));
        } else if (marks.length) {
            notices.announce(words.undone(marks.length));
        }
        this.#changed();
    }

    /** What the last change was that can be undone; empty: there is none. */
    get lastChange() {
        const change = this.#app.store.lastChange(this.#id);
        const student = change && this.#roster.student(change.studentId);
        if (!student) {
            return "";
        }
        const { rest, to = PRESENT } = change;
        if (!rest || to === NONE) {
            return text.roll.lastChange(student.name, this.#outcome(change));
        }
        const changes = this.#app.store.session(this.#id)?.changes ?? [];
        const together = changes.filter((each) => each.rest === rest);
        return words.restDone[to](together.length);
    }

    /**
     * The status after a change; until it is saved, the one that is wanted.
     *
     * @param {Change} change
     */
    #outcome({ studentId, to }) {
        const { pending, wanted, status } = this.#app.store.state(this.#id, studentId);
        return standing((pending && (wanted ?? to)) || status);
    }

    /** A student's standing once all marks are saved; filters use it. @param {string} studentId */
    standing(studentId) {
        const { status, wanted } = this.#app.store.state(this.#id, studentId);
        return standing(wanted ?? status);
    }
}
