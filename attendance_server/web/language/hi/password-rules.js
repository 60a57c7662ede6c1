/**
 * What a server requires of a new password, by the name of its set of rules.
 *
 * @module
 */

/** @type {typeof import("/language/en/password-rules.js").passwordRules} */
export const passwordRules = {
    contract: "कम से कम 6 वर्ण।",
    strict: "कम से कम 8 वर्ण, और आम पासवर्ड नहीं। कुछ शब्द मिलाकर रखा पासवर्ड याद रखना आसान है।",
};
