/**
 * What a server requires of a new password, by the name of its set of rules.
 *
 * @module
 */

/** @type {typeof import("/language/en/password-rules.js").passwordRules} */
export const passwordRules = {
    contract: "Pelo menos 6 caracteres.",
    strict: "Pelo menos 8 caracteres, e não uma senha comum. Algumas palavras são fáceis de lembrar.",
};
