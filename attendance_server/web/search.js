/**
 * Finding people by what one types of their name or address.
 *
 * The server folds in the same way (`attendance_server/text.py`), and `tests/cases/search.json`
 * holds both to one table.
 *
 * @module
 */

/** Characters that show nothing, or that only change the direction of writing. */
const INVISIBLE =
    /[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

/** Accents, and the points of Hebrew and Arabic. The vowel signs of India are letters of a word. */
const ACCENTS =
    /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu;

/**
 * Letters that are no accented ones to Unicode, and that keyboards have instead of each other.
 *
 * @type {Record<string, string>}
 */
const LOOK_ALIKES = {
    ...Object.fromEntries([..."łøđðħŧŋƀɨʉɵǥəı"].map((each, at) => [each, "loddhtnbiuogei"[at]])),
    ...{ æ: "ae", œ: "oe", þ: "th" },
    // Final sigma; Arabic yeh, alef maksura, kaf and teh marbuta as in Persian; apostrophes.
    ...{ "\u03c2": "\u03c3" },
    ...{ "\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9", "\u0629": "\u0647" },
    ...{ "\u02bb": "'", "\u02bc": "'" },
};

/** What shows nothing is left out. @param {string} written */
export const visible = (written) => written.replace(INVISIBLE, "");

/**
 * One form for all ways to write it: letter case, accents, what shows nothing, and other forms of
 * the same letter do not count.
 *
 * @param {string} written
 */
export function fold(written) {
    const plain = visible(written.normalize("NFKD")).replace(ACCENTS, "");
    // There and back: the capital of ß is SS, that of ẞ is itself.
    const lower = plain.toLowerCase().toUpperCase().toLowerCase();
    const letters = lower.normalize("NFKD").replace(ACCENTS, "");
    return [...letters].map((letter) => LOOK_ALIKES[letter] ?? letter).join("");
}

/** The folded words in their order: letters and digits, and each emoji. @param {string} written */
export const words = (written) => fold(written).match(/[\p{L}\p{M}\p{N}]+|\p{So}/gu) ?? [];

/**
 * Whether somebody is meant: every word that was typed is in their name or address.
 *
 * @param {string} typed
 * @returns {(person: { name: string, email?: string | null, folded?: string }) => boolean}
 */
export function matcher(typed) {
    const asked = words(typed);
    if (!asked.length) {
        const nothingTyped = !typed.trim();
        return () => nothingTyped;
    }
    return (person) => {
        // Kept with the person: a thousand are looked at with every key.
        person.folded ??= searchText(person);
        const { folded } = person;
        return asked.every((word) => folded.includes(word));
    };
}

/** @param {{ name: string, email?: string | null }} person */
function searchText({ name, email }) {
    // O'Hara is also typed as "ohara".
    const joined = name.split(/\s+/u).map((part) => words(part).join(""));
    return [...words(name), ...joined, ...words(email ?? "")].join(" ");
}
