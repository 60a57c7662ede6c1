/** The words for the parts of the user's own name. @module */

/** @type {typeof import("/language/en/name-parts.js").nameParts} */
export const nameParts = {
    givenName: "Vorname",
    familyName: "Nachname",
    hint: "Nach ihnen können Listen sortiert werden. Ohne sie gilt das letzte Wort des Namens als Nachname.",
};
