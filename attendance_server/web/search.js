/**
 * Finding people by parts of their name or e-mail address.
 *
 * The server compares text in the same way (`attendance_server/text.py`); both are tested against
 * `tests/cases/search.json`.
 *
 * @module
 */

/** Characters that are invisible, or that only change the writing direction. */
const INVISIBLE =
    /[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

/** Accents, and the points of Hebrew and Arabic. Indic vowel signs are letters, and stay. */
const ACCENTS =
    /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu;

/**
 * Letters that Unicode does not decompose, with the letters that people type in their place.
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

/** Without invisible characters. @param {string} written */
export const visible = (written) => written.replace(INVISIBLE, "");

/**
 * One form for all spellings of a text: without letter case, accents, invisible characters and
 * variants of a letter.
 *
 * @param {string} written
 */
export function fold(written) {
    const plain = visible(written.normalize("NFKD")).replace(ACCENTS, "");
    // To upper case and back: the capital of ß is SS, that of ẞ is ẞ.
    const lower = plain.toLowerCase().toUpperCase().toLowerCase();
    const letters = lower.normalize("NFKD").replace(ACCENTS, "");
    return [...letters].map((letter) => LOOK_ALIKES[letter] ?? letter).join("");
}

/** @typedef {{ name: string, email?: string | null, studentNumber?: string }} Person */

/** The folded words of a text in order, and each emoji. @param {string} written */
export const words = (written) => fold(written).match(/[\p{L}\p{M}\p{N}]+|\p{So}/gu) ?? [];

/**
 * A function that tells whether all typed words occur in a person's name, address or number.
 *
 * @param {string} typed
 * @returns {(person: Person & { folded?: string }) => boolean}
 */
export function matcher(typed) {
    const wanted = words(typed);
    if (!wanted.length) {
        const nothingTyped = !typed.trim();
        return () => nothingTyped;
    }
    return (person) => {
        // Cached on the person, because each key press compares up to a thousand of them.
        person.folded ??= searchText(person);
        const { folded } = person;
        return wanted.every((word) => folded.includes(word));
    };
}

/** @param {Person} person */
function searchText({ name, email, studentNumber = "" }) {
    const named = `${name} ${studentNumber}`;
    // O'Hara is also typed as "ohara".
    const joined = named.split(/\s+/u).map((part) => words(part).join(""));
    return [...words(named), ...joined, ...words(email ?? "")].join(" ");
}
