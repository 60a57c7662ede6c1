/**
 * The order of people by the part of their names that the user chose, as the server sorts them.
 *
 * @module
 */

import { BROWSER_LOCALE } from "/language/locale.js";

/** @typedef {"name" | "given" | "family"} NameOrder */
/** @typedef {{ name: string, givenName?: string | null, familyName?: string | null }} Named */

const collator = new Intl.Collator(BROWSER_LOCALE, { sensitivity: "accent", numeric: true });

/** A name of several words; one in Chinese, Japanese or Korean begins with the family name. */
const SPLIT =
    /^(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])(.*\S)\s+(\S+)$/u;

/** @type {NameOrder} */
let chosen = "name";

/** The order that the user of this page has chosen. @param {NameOrder | undefined} order */
export function sortBy(order) {
    chosen = order ?? "name";
}

/**
 * Compares two people in the chosen order. Names without parts are split at their last word.
 *
 * @param {Named} one @param {Named} other
 */
export function comparePeople(one, other) {
    const [first, second] = [keysOf(one), keysOf(other)];
    return collator.compare(first[0], second[0]) || collator.compare(first[1], second[1]);
}

/** @param {Named} person @returns {[string, string]} */
function keysOf({ name, givenName, familyName }) {
    if (chosen === "name") {
        return [name, ""];
    }
    const split = SPLIT.exec(name);
    const given = givenName ?? split?.[1] ?? name;
    const family = familyName ?? split?.[2] ?? name;
    return chosen === "given" ? [given, family] : [family, given];
}
