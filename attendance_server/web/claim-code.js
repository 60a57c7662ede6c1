/**
 * The codes with which students claim the accounts that their teachers created.
 *
 * @module
 */

import { to } from "/router.js";

/** The number of letters and digits in a code. */
export const LENGTH = 12;

/**
 * The code in what was typed or pasted, which may be a whole link. Letter case, dashes and spaces
 * are ignored.
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

/** The URL of the pages. */
function home() {
    return location.origin + location.pathname;
}

/** What to type in a browser to open the pages. */
export function address() {
    return home()
        .replace(/^https?:\/\//u, "")
        .replace(/\/$/u, "");
}

/** A link with the code in its fragment, which is never sent to a server. @param {string} code */
export function link(code) {
    return home() + to.claim(code);
}
