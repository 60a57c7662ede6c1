/**
 * How the browser writes numbers, days and names.
 *
 * A browser may report a language that `Intl` refuses, such as `en-US@posix`, or none.
 *
 * @module
 */

/** The language of the pages. */
export const LANGUAGE = "en";

/** Where the browser wants the pages' language in no form of its own. */
const USUAL = "en-GB";

/** The form of the pages' language that the browser wants: one that `Intl` takes. */
export const LOCALE = wanted([...(navigator.languages ?? []), navigator.language]) ?? USUAL;

/** @param {(string | undefined)[]} tags those that the user likes best first */
function wanted(tags) {
    return tags.map(usable).find((tag) => tag?.split("-")[0] === LANGUAGE);
}

/**
 * `undefined` where there is no language in it: `en_US.UTF-8@posix`, as systems write it, is
 * `en-US`.
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
