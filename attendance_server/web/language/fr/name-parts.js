/** The words for the parts of the user's own name. @module */

/** @type {typeof import("/language/en/name-parts.js").nameParts} */
export const nameParts = {
    givenName: "Prénom",
    familyName: "Nom de famille",
    hint: "Ils servent à trier les listes. Sans eux, le dernier mot du nom compte comme nom de famille.",
};
