/**
 * Finding people by what one types of their name or address.
 *
 * @module
 */

/** One form for all ways to write it: letter case, accents. @param {string} written */
function fold(written) {
    return written.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * Whether somebody is meant: every word that was typed is in their name or address.
 *
 * @param {string} typed
 * @returns {(person: { name: string, email?: string | null, folded?: string }) => boolean}
 */
export function matcher(typed) {
    const words = fold(typed).split(/\s+/u).filter(Boolean);
    return (person) => {
        // Kept with the person: a thousand are looked at with every key.
        person.folded ??= fold(`${person.name} ${person.email ?? ""}`);
        const { folded } = person;
        return words.every((word) => folded.includes(word));
    };
}
