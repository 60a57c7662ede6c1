/**
 * What a server requires of a new password, by the name of its set of rules.
 *
 * @module
 */

/** @type {typeof import("/language/en/password-rules.js").passwordRules} */
export const passwordRules = {
    contract: "至少 6 个字符。",
    strict: "至少 8 个字符，且不能是常见密码。几个词组合起来容易记住。",
};
