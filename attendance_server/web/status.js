/**
 * What a student can be in a session.
 *
 * @module
 */

/** @typedef {import("./client.js").Status} Status */

/** Not there, or not yet: what a mark is taken back to. */
export const ABSENT = "absent";

/** What a student is who has come, as long as the clock does not make them late. */
export const PRESENT = "present";

/** Whether it counts as present: who is late is there. @param {string | null | undefined} status */
export function attends(status) {
    return status === PRESENT || status === "late";
}
