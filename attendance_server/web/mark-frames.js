/** Marks in the form in which the server takes them. @module */

import { ABSENT, NONE } from "/status.js";

/** @typedef {import("/waiting/marks.js").WaitingMark} Mark */

/**
 * Marks that are sent together, and others alone, in the order of their taps.
 *
 * @param {Mark[]} marks @returns {Mark[][]}
 */
export function byTap(marks) {
    /** @type {Map<string, Mark[]>} */
    const taps = new Map();
    for (const mark of marks) {
        const { sessionId, studentId, at, rest } = mark;
        const tap = `${sessionId} ${at} ${rest ?? studentId}`;
        const together = taps.get(tap);
        if (together) {
            together.push(mark);
        } else {
            taps.set(tap, [mark]);
        }
    }
    return [...taps.values()];
}

/** A mark for the server, without its session. @param {Mark} mark */
export function lineOf({ studentId, status, at }) {
    return status === NONE
        ? { studentId, status: ABSENT, unmarked: true, at }
        : { studentId, status, at };
}

/**
 * The event for the marks of one tap, which marks all who are unmarked, or takes that back.
 *
 * @param {Mark} first of the marks
 */
export function restEvent({ status, at, rest = at, undoes = rest }) {
    return status === NONE
        ? /** @type {const} */ (["UNMARK_ALL", { markedAt: undoes, at }])
        : /** @type {const} */ (["MARK_ALL", { only: "unmarked", status, at }]);
}
