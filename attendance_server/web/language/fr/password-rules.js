/**
 * What a server requires of a new password, by the name of its set of rules.
 *
 * @module
 */

/** @type {typeof import("/language/en/password-rules.js").passwordRules} */
export const passwordRules = {
    contract: "Au moins 6 caractères.",
    strict: "Au moins 8 caractères, et pas un mot de passe courant. Quelques mots se retiennent facilement.",
};
