/** The words for the parts of the user's own name. @module */

/** @type {typeof import("/language/en/name-parts.js").nameParts} */
export const nameParts = {
    givenName: "पहला नाम",
    familyName: "उपनाम",
    hint: "इनके अनुसार सूचियाँ क्रम में लगाई जा सकती हैं। इनके बिना नाम का आख़िरी शब्द उपनाम माना जाता है।",
};
