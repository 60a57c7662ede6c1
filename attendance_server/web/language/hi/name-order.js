/**
 * The words for the order of names.
 *
 * @module
 */

/** @type {typeof import("/language/en/name-order.js").nameOrder} */
export const nameOrder = {
    heading: "नामों का क्रम",
    body: "विद्यार्थियों की सूचियों और फ़ाइलों के लिए, आपके सभी उपकरणों पर।",
    label: "विद्यार्थियों को इस क्रम में रखें",
    name: "जैसा नाम दिखता है",
    given: "पहला नाम",
    family: "उपनाम",
    save: "सहेजें",
    saved: "अब से सूचियाँ और फ़ाइलें इसी क्रम में होंगी।",
};
