/**
 * What a server requires of a new password, by the name of its set of rules.
 *
 * @module
 */

/** @type {typeof import("/language/en/password-rules.js").passwordRules} */
export const passwordRules = {
    contract: "Mindestens 6 Zeichen.",
    strict: "Mindestens 8 Zeichen, und kein verbreitetes Passwort. Ein paar Wörter kann man sich leicht merken.",
};
