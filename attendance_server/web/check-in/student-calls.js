/**
 * What a student's device sends to check in. Unlike frames, HTTP gets through networks that block
 * WebSockets, and carries the cookies of the device.
 *
 * @module
 */

/** @import { Api } from "/api.js" */
/** @import { Marked } from "/client.js" */

/**
 * Check in to the running session of a class. Raises `ApiError`.
 *
 * @param {Api} api @param {string} classId
 * @param {string} [code] the typed letters, or what a scanned link ends with; default: the ticket
 *     of the link that this browser has opened
 * @returns {Promise<Pick<Marked, "classId" | "status" | "markedAt">>}
 */
export function checkIn(api, classId, code) {
    return api.call("POST", `/attendance/${classId}/check-in`, code ? { code } : {});
}

/** @param {Api} api @param {string} classId @returns {Promise<{ raisedAt: string }>} */
export function raiseHand(api, classId) {
    return api.call("POST", `/attendance/${classId}/raise-hand`);
}
