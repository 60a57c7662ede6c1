/**
 * The words of whoever is not logged in, and of the page that sets a password.
 *
 * @module
 */

import { text as common } from "/language/hi/common.js";
import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/visitor.js").text} */
export const text = {
    ...common,

    login: {
        heading: "लॉग इन",
        loginName: "ई-मेल या विद्यार्थी संख्या",
        password: "पासवर्ड",
        stay: "इस उपकरण पर लॉग इन रहें",
        stayHint: "ब्राउज़र बंद करने के बाद भी। साझा कंप्यूटर पर ऐसा कभी न करें।",
        submit: "लॉग इन करें",
        code: "मेरे पास कोड है",
        forgot: "पासवर्ड भूल गए?",
        signOn: "विद्यालय के खाते से लॉग इन करें",
        orPassword: "या यहाँ के अपने पासवर्ड से:",
        office: "कार्यालय के लोग पासवर्ड से लॉग इन करते हैं",
        signingOn: "लॉग इन हो रहा है…",
        errorCode: (code) => `(${code})`,
    },

    forgot: {
        heading: "पासवर्ड भूल गए?",
        byMail: "अपने खाते का ई-मेल पता दें, आपको नया पासवर्ड चुनने का लिंक मिलेगा।",
        email: "ई-मेल",
        submit: "मुझे लिंक भेजें",
        sent: (email) =>
            `यदि ${email} पते का कोई खाता है, तो लिंक वाली मेल भेज दी गई है। स्पैम फ़ोल्डर भी देखें।`,
        ask: "कोड लें",
        askInstead: "या कोड लें",
        askBody:
            "विद्यार्थी: अपने शिक्षक से पूछें। सभी: विद्यालय कार्यालय से पूछें। वे आपको एक कोड देंगे जिससे आप नया पासवर्ड चुनेंगे। वह पासवर्ड उन्हें पता नहीं चलता।",
        back: "लॉग इन पर वापस",
    },

    claim: {
        heading: "मेरे पास कोड है",
        body: "आपको कोड दिया गया है, या मेल में मिला है: नए खाते के लिए, या इसलिए कि आप पासवर्ड भूल गए। उसे एक बार काम में लाएँ, अपना पासवर्ड चुनने के लिए।",
        code: "कोड",
        codeHint: "जैसे 7KQM-2XHD-PW9T। बड़े-छोटे अक्षर और डैश से फ़र्क नहीं पड़ता।",
        wrongLength: (expected, actual) =>
            `कोड में ${number(expected)} अक्षर और अंक होते हैं। इसमें ${number(actual)} हैं।`,
        password: "नया पासवर्ड",
        submit: "यह पासवर्ड रखें",
        noCode: "पासवर्ड पहले से है?",
        logIn: "लॉग इन करें",
        done: (name, loginName) => `स्वागत है, ${name}। अब से ${loginName} से लॉग इन करें।`,
        loggedInAs: "इस उपकरण पर लॉग इन है",
        notYou: "यदि यह आप नहीं हैं, तो पहले उन्हें लॉग आउट करें। फिर आप अपना कोड काम में ला सकते हैं।",
        logOut: "लॉग आउट करके मेरा कोड लें",
        stay: "लॉग इन रहें",
    },

    signUp: {
        heading: "साइन अप",
        role: "मैं हूँ",
        student: "विद्यार्थी",
        teacher: "शिक्षक",
        name: "नाम",
        nameHint: "वह नाम जिससे आपकी कक्षा आपको जानती है।",
        email: "ई-मेल",
        password: "पासवर्ड",
        code: "शिक्षक कोड",
        codeHint: "यदि विद्यालय ने नहीं दिया, तो ख़ाली छोड़ दें।",
        studentCode: "विद्यालय का कोड",
        studentCodeHint: "जो कोड विद्यालय ने आपको दिया है।",
        submit: "साइन अप करें",
        orLogIn: "खाता है?",
        logIn: "लॉग इन करें",
        done: (name) => `स्वागत है, ${name}।`,
    },
};
