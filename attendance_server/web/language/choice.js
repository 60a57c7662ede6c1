/**
 * The choice of a language. The server reads it from a cookie, and sends the pages in that language.
 *
 * @module
 */

import { LANGUAGE } from "/language/en/locale.js";

/** Seconds for which this device remembers it: the longest that browsers allow. */
const TERM = 400 * 24 * 60 * 60;

/** The languages in which the server has the pages. */
const offered =
    document.querySelector("meta[name='languages']")?.getAttribute("content")?.split(" ") ?? [];

/** The languages to choose from: their codes, and what they call themselves. */
export const languages = () =>
    offered.map((code) => /** @type {[string, string]} */ ([code, ownName(code)]));

/** @param {string} code */
function ownName(code) {
    return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
}

/**
 * Load the pages in another language, on this device from now on.
 *
 * @param {string | null | undefined} code none: the pages stay as they are
 */
export async function useLanguage(code) {
    if (!code || code === LANGUAGE || !offered.includes(code)) {
        return;
    }
    const kept = `language=${code}`;
    document.cookie = `${kept}; path=/; max-age=${TERM}; samesite=lax`;
    // Without cookies, the server would send the same again.
    if (document.cookie.split("; ").includes(kept)) {
        // What keeps the pages on this device then has them in that language.
        await fetch("/", { cache: "no-store" }).catch(() => undefined);
        location.reload();
    }
}
