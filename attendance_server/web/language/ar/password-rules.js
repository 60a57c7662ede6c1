/**
 * What a server requires of a new password, by the name of its set of rules.
 *
 * @module
 */

/** @type {typeof import("/language/en/password-rules.js").passwordRules} */
export const passwordRules = {
    contract: "6 محارف على الأقل.",
    strict: "8 محارف على الأقل، وليست كلمة مرور شائعة. يسهل تذكّر بضع كلمات.",
};
