/**
 * E-mail addresses in a text that somebody has pasted.
 *
 * @module
 */

/**
 * The entries of a list, each once: one a line, or with commas or semicolons in between, and with
 * a name around the address or not. What holds no `@` is an entry too, for somebody to look at.
 *
 * @param {string} pasted
 * @returns {{ line: string, email: string }[]} the entry as it stands there, and the address
 */
export function addresses(pasted) {
    const found = new Map();
    // "Lovelace, Ada" <ada@…>: the comma of a name in quotes parts nothing.
    const unnamed = pasted.replace(/"[^"\n]*"\s*(?=<)/gu, "");
    for (const entry of unnamed.split(/[\n\r,;]+/u)) {
        const line = entry.trim();
        if (!line) {
            continue;
        }
        const words = line.split(/[\s<>"'()]+/u).filter(Boolean);
        const withAt = words.filter((word) => word.includes("@"));
        // Many with blanks in between; or one, perhaps with a name.
        for (const email of withAt.length ? withAt : [line]) {
            const key = email.replace(/^mailto:/iu, "").toLowerCase();
            if (!found.has(key)) {
                found.set(key, { line: withAt.length > 1 ? email : line, email: key });
            }
        }
    }
    return [...found.values()];
}
