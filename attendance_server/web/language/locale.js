/**
 * The browser's preferred form of the pages' language.
 *
 * A browser may report a language that `Intl` refuses, such as `en-US@posix`, or none at all.
 *
 * @module
 */

import { LANGUAGE, USUAL } from "/language/en/locale.js";

/** The browser's own language, for what depends on the country and not on the pages' words. */
export const BROWSER_LOCALE =
    [...(navigator.languages ?? []), navigator.language].map(usable).find(Boolean) ?? LANGUAGE;

/** The form of the pages' language that the browser prefers and `Intl` accepts. */
export const LOCALE = wanted([...(navigator.languages ?? []), navigator.language]) ?? USUAL;

/**
 * The language by whose rules names are sorted. English has those that most languages share, so that
 * those of the browser's own language are better there.
 */
export const SORT_LOCALE = LANGUAGE === "en" ? BROWSER_LOCALE : LOCALE;

/** @param {(string | undefined)[]} tags most preferred first */
function wanted(tags) {
    return tags.map(usable).find((tag) => tag?.split("-")[0] === LANGUAGE);
}

/**
 * A tag that `Intl` accepts, if there is one: `en_US.UTF-8@posix`, an operating system's form,
 * becomes `en-US`.
 *
 * @param {string | undefined} tag
 */
function usable(tag) {
    try {
        return Intl.getCanonicalLocales(tag?.replace(/[.@].*/, "").replaceAll("_", "-"))[0];
    } catch {
        return undefined;
    }
}
