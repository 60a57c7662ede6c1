/**
 * Where users were when they asked for a mail with a link: the mail leads to another tab, which
 * knows nothing of it.
 *
 * @module
 */

import { to } from "/router.js";

const KEY = "attendance.return";

/** Milliseconds for which it is remembered: the mail is read at once, if at all. */
const LASTS = 1_800_000;

/** @param {string | undefined} next the address within the pages */
export function rememberReturn(next) {
    try {
        if (next && next !== to.home) {
            localStorage.setItem(KEY, JSON.stringify({ next, at: Date.now() }));
        }
    } catch {
        // The user then starts at the first page.
    }
}

/**
 * What was remembered, once, unless that is too long ago.
 *
 * @returns {string | undefined}
 */
export function takeReturn() {
    try {
        const { next, at } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
        localStorage.removeItem(KEY);
        return Date.now() - at < LASTS ? next : undefined;
    } catch {
        return undefined;
    }
}
