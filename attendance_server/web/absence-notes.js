/**
 * Notes with an absence: what students send, and how teachers decide.
 *
 * @module
 */

/** @import { AbsenceNote } from "/api-types.js" */
/** @import { Api, Options } from "/api.js" */

/** The time zone of the days that a student means. */
const tz = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * @param {Api} api @param {string} classId
 * @param {{ from: string, until: string, reason: string }} note days such as `2026-03-02`
 * @returns {Promise<AbsenceNote>}
 */
export function writeNote(api, classId, note) {
    return api.call("POST", `/class/${classId}/notes`, { ...note, tz: tz() });
}

/**
 * @param {Api} api @param {string} classId
 * @param {Options & { at?: string }} [options] `at`: only those for the day of a session that
 *     started then
 * @returns {Promise<AbsenceNote[]>} newest first; for a student, their own
 */
export function absenceNotes(api, classId, { at, ...options } = {}) {
    const query = new URLSearchParams({ limit: "200", ...(at && { at }) });
    return api.call("GET", `/class/${classId}/notes?${query}`, undefined, options);
}

/** @param {Api} api @param {AbsenceNote} note */
export function withdrawNote(api, { classId, _id }) {
    return api.call("DELETE", `/class/${classId}/notes/${_id}`);
}

/**
 * @param {Api} api @param {AbsenceNote} note @param {"accept" | "decline"} decision
 * @returns {Promise<AbsenceNote & { excused: number }>}
 */
export function decideNote(api, { classId, _id }, decision) {
    return api.call("POST", `/class/${classId}/notes/${_id}/${decision}`);
}

/** Whether a note is for a session that started at this time. @param {AbsenceNote} note */
export function covers({ from, until }, /** @type {string} */ startedAt) {
    const day = new Date(startedAt);
    return new Date(`${from}T00:00`) <= day && day <= new Date(`${until}T23:59:59.999`);
}
