/**
 * E-mail addresses in pasted text.
 *
 * @module
 */

import { visible } from "/search.js";

/** Full-width letters and signs, as Chinese and Japanese input methods write them. */
const WIDE = /[\uff01-\uff5e]/gu;

/**
 * The distinct entries of a list, separated by line breaks, commas or semicolons. The addresses may
 * have names beside them. Text without an `@` is an entry too, so that it can be corrected.
 *
 * @param {string} pasted
 * @returns {{ line: string, email: string }[]} `line`: the entry as it was pasted
 */
export function emailsIn(pasted) {
    const entries = new Map();
    // "Lovelace, Ada" <ada@…>: a comma in a quoted name separates nothing.
    const unnamed = plain(pasted).replace(/"[^"\n]*"\s*(?=<)/gu, "");
    for (const part of unnamed.split(/[\n\r,;]+/u)) {
        const line = part.trim();
        if (!line) {
            continue;
        }
        const within = line.replace(/mailto:\s*/giu, " ");
        // An apostrophe within an address is part of it.
        const words = within.split(/[\s<>"()[\]]+/u).map((word) => word.replace(/^'+|'+$/gu, ""));
        const withAt = words.filter((word) => word.includes("@")).map(withoutQuery);
        // Several, separated by spaces; or one, perhaps with a name.
        for (const email of withAt.length ? withAt : [line]) {
            const key = email.toLowerCase();
            if (!entries.has(key)) {
                entries.set(key, { line: withAt.length > 1 ? email : line, email: key });
            }
        }
    }
    return [...entries.values()];
}

/** Cleaned as the server does it, in `attendance_server/text.py`. @param {string} written */
function plain(written) {
    return visible(written)
        .replace(WIDE, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
        .replaceAll("\ufe6b", "@")
        .replace(/[\u3002\uff61]/gu, ".")
        .normalize("NFC");
}

/** A link may have a subject: `mailto:ada@…?subject=…`. @param {string} address */
const withoutQuery = (address) => address.replace(/(@[^?]*)\?.*$/u, "$1");
