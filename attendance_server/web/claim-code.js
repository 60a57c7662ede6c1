/**
 * The codes by which students claim the accounts that a teacher has made for them.
 *
 * @module
 */

import { to } from "/router.js";

/** Letters and digits of a code, as the server makes them. */
export const LENGTH = 12;

/**
 * The code in what somebody has typed or pasted, a whole link too: letter case, dashes and blanks
 * do not count.
 *
 * @param {string} typed
 */
export function codeIn(typed) {
    const last = typed.trim().replace(/\/+$/u, "").split("/").at(-1) ?? "";
    return unescaped(last)
        .toUpperCase()
        .replace(/[^\p{L}\p{N}]/gu, "");
}

/** @param {string} part of an address */
function unescaped(part) {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}

/** Where the pages are. */
function home() {
    return location.origin + location.pathname;
}

/** What one types to get to the pages. */
export function address() {
    return home()
        .replace(/^https?:\/\//u, "")
        .replace(/\/$/u, "");
}

/** The link that brings a code along: behind `#`, where no server and no log sees it. @param {string} code */
export function link(code) {
    return home() + to.claim(code);
}
