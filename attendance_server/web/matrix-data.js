/**
 * The matrix of a class as it is shown, which follows what happens to sessions without being loaded
 * again. No page and no network here.
 *
 * @module
 */

import { figuresOf, sessionReportOf } from "/figures.js";

/** @import { Matrix, SessionReport, StudentReport } from "/api-types.js" */
/** @import { Status } from "/status.js" */

/** @typedef {StudentReport & { statuses: (Status | null)[] }} Row */

/** @typedef {{ studentId: string, status: Status }} Line */

export class MatrixData {
    /** Oldest first. @type {SessionReport[]} */
    sessions;
    /** By name. @type {Row[]} */
    rows;
    /** @type {Map<string, Row>} */
    #byId;

    /** @param {Matrix} matrix */
    constructor({ sessions, students }) {
        this.sessions = sessions;
        this.rows = students.map((student) => ({
            ...student,
            ...figuresOf(student.statuses, sessions),
        }));
        this.#byId = new Map(this.rows.map((row) => [row.studentId, row]));
    }

    /** @param {string} sessionId */
    has(sessionId) {
        return this.sessions.some(({ _id }) => _id === sessionId);
    }

    /** Whether all of these students have a row. @param {{ studentId: string }[]} lines */
    knows(lines) {
        return lines.every(({ studentId }) => this.#byId.has(studentId));
    }

    /**
     * The statuses of some students in a session are others now.
     *
     * @param {string} sessionId which it `has` @param {Line[]} lines of students whom it `knows`
     * @returns {{ row: Row, place: number }[]} what has changed
     */
    correct(sessionId, lines) {
        const place = this.sessions.findIndex(({ _id }) => _id === sessionId);
        const changed = [];
        for (const { studentId, status } of lines) {
            const row = this.#byId.get(studentId);
            if (row && row.statuses[place] !== status) {
                row.statuses[place] = status;
                Object.assign(row, figuresOf(row.statuses, this.sessions));
                changed.push({ row, place });
            }
        }
        return changed;
    }

    /**
     * A session has ended.
     *
     * @param {{ _id: string, startedAt: string, endedAt: string }} session which it does not have
     * @param {Line[]} lines of everyone on its roster, whom it `knows`
     */
    add(session, lines) {
        // Ids rise in the order of the sessions of a class.
        const later = this.sessions.findIndex(({ _id }) => _id > session._id);
        const place = later < 0 ? this.sessions.length : later;
        const statuses = new Map(lines.map(({ studentId, status }) => [studentId, status]));
        this.sessions.splice(place, 0, sessionReportOf(session, lines));
        this.#change((row) => row.statuses.splice(place, 0, statuses.get(row.studentId) ?? null));
    }

    /** A session was discarded, or runs again. @param {string} sessionId which it `has` */
    remove(sessionId) {
        const place = this.sessions.findIndex(({ _id }) => _id === sessionId);
        this.sessions.splice(place, 1);
        this.#change((row) => row.statuses.splice(place, 1));
    }

    /** @param {(row: Row) => void} change */
    #change(change) {
        for (const row of this.rows) {
            change(row);
            Object.assign(row, figuresOf(row.statuses, this.sessions));
        }
    }
}
