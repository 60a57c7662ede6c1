/**
 * What a server requires of a new password, by the name of its set of rules.
 *
 * @module
 */

/** @type {typeof import("/language/en/password-rules.js").passwordRules} */
export const passwordRules = {
    contract: "Al menos 6 caracteres.",
    strict: "Al menos 8 caracteres, y que no sea una contraseña habitual. Unas cuantas palabras son fáciles de recordar.",
};
