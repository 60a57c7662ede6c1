/**
 * The order of people by the part of their names that the user chose, as the server sorts them.
 *
 * @module
 */

import { SORT_LOCALE } from "/language/locale.js";

/** @import { App } from "/app.js" */

/** @typedef {"name" | "given" | "family"} NameOrder */
/** @typedef {{ name: string, givenName?: string | null, familyName?: string | null }} Named */

/** Made when names are first sorted. @type {Intl.Collator | undefined} */
let collator;

/** A name of several words; one in Chinese, Japanese or Korean begins with the family name. */
const SPLIT =
    /^(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])(.*\S)\s+(\S+)$/u;

/**
 * A function that compares people in the order that the user chose. Names without parts are split
 * at their last word.
 *
 * @param {App} app
 * @returns {(one: Named, other: Named) => number}
 */
export function byName(app) {
    const order = app.account.user?.nameOrder ?? "name";
    const { compare } = (collator ??= new Intl.Collator(SORT_LOCALE, {
        ...{ sensitivity: "accent", numeric: true },
    }));
    return (one, other) => {
        const [first, second] = [keysOf(one, order), keysOf(other, order)];
        return compare(first[0], second[0]) || compare(first[1], second[1]);
    };
}

/** @param {Named} person @param {NameOrder} order @returns {[string, string]} */
function keysOf({ name, givenName, familyName }, order) {
    if (order === "name") {
        return [name, ""];
    }
    const split = SPLIT.exec(name);
    const given = givenName ?? split?.[1] ?? name;
    const family = familyName ?? split?.[2] ?? name;
    return order === "given" ? [given, family] : [family, given];
}

/**
 * The letter under which a person stands in that order; empty if the name begins with none.
 *
 * @param {App} app @param {Named} person
 */
export function letterOf(app, person) {
    const [key] = keysOf(person, app.account.user?.nameOrder ?? "name");
    const first = key.trim().normalize("NFD").charAt(0);
    return /\p{Letter}/u.test(first) ? first.toLocaleUpperCase() : "";
}
