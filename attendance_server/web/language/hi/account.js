/**
 * The words of the page of one's account.
 *
 * @module
 */

import { text as reports } from "/language/hi/reports.js";
import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/account.js").text} */
export const text = {
    ...reports,

    devices: {
        heading: "उपकरण",
        body: "इन उपकरणों पर आप लॉग इन रहते हैं। जिन्हें आप नहीं पहचानते या अब काम में नहीं लाते, उन पर लॉग आउट करें।",
        none: "आप किसी उपकरण पर लॉग इन नहीं रहते: इस पर तब तक, जब तक आप लॉग आउट न करें या सभी टैब बंद न करें।",
        current: "यह उपकरण",
        unknown: "अज्ञात ब्राउज़र",
        lastUsed: (when) => `पिछली बार: ${when}`,
        since: (when) => `लॉग इन: ${when}`,
        end: "लॉग आउट",
        endOne: (device) => `लॉग आउट: ${device}`,
        ended: (device) => `${device} लॉग आउट हो गया है।`,
        endOthers: "बाकी सभी उपकरणों पर लॉग आउट करें",
        endOthersTitle: "बाकी सभी उपकरणों पर लॉग आउट करें?",
        endOthersBody: (count) =>
            plural(count, {
                one: "आप # दूसरे उपकरण पर तुरंत लॉग आउट हो जाएँगे।",
                other: "आप # दूसरे उपकरणों पर तुरंत लॉग आउट हो जाएँगे।",
            }),
        endedOthers: "आप बाकी सभी उपकरणों पर लॉग आउट हो गए हैं।",
    },

    accountPage: {
        heading: "खाता",
        name: "नाम",
        email: "ई-मेल",
        studentNumber: "विद्यार्थी संख्या",
        role: "भूमिका",
        roles: { TEACHER: "शिक्षक", STUDENT: "विद्यार्थी", ADMIN: "विद्यालय कार्यालय" },
        languageBody: "पृष्ठों, फ़ाइलों और मेल के लिए, आपके सभी उपकरणों पर।",
        rename: "अपना नाम बदलें",
        newName: "आपका नाम",
        save: "सहेजें",
        renamed: "आपका नाम बदल दिया गया है।",
        password: "पासवर्ड बदलें",
        oldPassword: "मौजूदा पासवर्ड",
        newPassword: "नया पासवर्ड",
        newPasswordHint: (rules) => `${rules} बाकी हर जगह आप लॉग आउट हो जाएँगे।`,
        change: "पासवर्ड बदलें",
        changed: "आपका पासवर्ड बदल दिया गया है।",
        delete: "खाता मिटाएँ",
        deleteAdmin: "इसे वापस नहीं लिया जा सकता। कार्यालय का इकलौता खाता नहीं मिटाया जा सकता।",
        deleteTeacher:
            "आपकी कक्षाएँ ऐसे सहायक को जाती हैं जो स्थानापन्न न हो। जिन कक्षाओं में ऐसा कोई नहीं, वे भी मिट जाती हैं। पिछले सत्र विद्यालय के पास रहते हैं।",
        deleteStudent:
            "आप अपनी सभी कक्षाओं से निकल जाते हैं। पिछले सत्रों में आपकी उपस्थिति रहती है, पर आपका नाम नहीं।",
        deleteTitle: "अपना खाता मिटाएँ?",
        deletePassword: "आपका पासवर्ड",
        deleted: "आपका खाता मिटा दिया गया है।",
    },

    ownData: {
        heading: "मेरे बारे में सब कुछ",
        body:
            "एक फ़ाइल (JSON), जिसमें वह सब है जो यह सर्वर आपके बारे में रखता है: आपका खाता, आपकी कक्षाएँ और आपके सत्र।",
        button: "मेरे बारे में सब कुछ डाउनलोड करें",
    },
};
