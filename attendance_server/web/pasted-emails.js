/**
 * E-mail addresses in a text that somebody has pasted.
 *
 * @module
 */

import { visible } from "/search.js";

/** Full-width letters and signs, as an input method for Chinese or Japanese writes them. */
const WIDE = /[\uff01-\uff5e]/gu;

/**
 * The entries of a list, each once: one a line, or with commas or semicolons in between, and with
 * a name around the address or not. What holds no `@` is an entry too, for somebody to look at.
 *
 * @param {string} pasted
 * @returns {{ line: string, email: string }[]} the entry as it stands there, and the address
 */
export function emailsIn(pasted) {
    const found = new Map();
    // "Lovelace, Ada" <ada@…>: the comma of a name in quotes parts nothing.
    const unnamed = plain(pasted).replace(/"[^"\n]*"\s*(?=<)/gu, "");
    for (const entry of unnamed.split(/[\n\r,;]+/u)) {
        const line = entry.trim();
        if (!line) {
            continue;
        }
        const within = line.replace(/mailto:\s*/giu, " ");
        // An apostrophe within an address is a part of it.
        const parts = within.split(/[\s<>"()[\]]+/u).map((word) => word.replace(/^'+|'+$/gu, ""));
        const withAt = parts.filter((word) => word.includes("@")).map(withoutQuery);
        // Many with blanks in between; or one, perhaps with a name.
        for (const email of withAt.length ? withAt : [line]) {
            const key = email.toLowerCase();
            if (!found.has(key)) {
                found.set(key, { line: withAt.length > 1 ? email : line, email: key });
            }
        }
    }
    return [...found.values()];
}

/** As the server cleans an address, in `attendance_server/text.py`. @param {string} written */
function plain(written) {
    return visible(written)
        .replace(WIDE, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
        .replaceAll("\ufe6b", "@")
        .replace(/[\u3002\uff61]/gu, ".")
        .normalize("NFC");
}

/** A link may have a subject: `mailto:ada@…?subject=…`. @param {string} address */
const withoutQuery = (address) => address.replace(/(@[^?]*)\?.*$/u, "$1");
