/**
 * The words with which students join a class by themselves, and those of a student without one.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/joining.js").errors} */
export const errors = {
    class_code_wrong: "किसी कक्षा का यह कोड नहीं है। फिर से देखें, या शिक्षक से मौजूदा कोड पूछें।",
    too_many_tries: "बहुत बार गलत हुआ। थोड़ा रुकें, या अपने शिक्षक से पूछें।",
};

/** @type {typeof import("/language/en/joining.js").words} */
export const words = {
    heading: "कक्षा में शामिल हों",
    code: "कक्षा का कोड",
    codeHint: "आठ अक्षर और अंक, जैसे आपके शिक्षक दिखाते हैं। आप लिंक भी चिपका सकते हैं।",
    misread: "किसी कोड में 0, O, 1 या I नहीं होता। फिर से देखें।",
    wrongLength: (expected, actual) =>
        `${number(expected)} अक्षर और अंक लिखें। अभी ${number(actual)} हैं।`,
    submit: "शामिल हों",
    as: (name) => `आप ${name} के नाम से शामिल होंगे।`,
    notYou: "यह आप नहीं हैं?",
    joined: (className) => `आप अब ${className} में हैं।`,
    asked: "आपके शिक्षक से पूछा गया है",
    askedHint: (className) =>
        `शिक्षक के स्वीकार करते ही ${className} आपकी कक्षाओं में होगी। यह पृष्ठ ख़ुद जान लेता है।`,
    refused: (className) =>
        `आपके शिक्षक ने आपको ${className} में स्वीकार नहीं किया। उनसे कारण पूछें।`,
    forStudents: "कोड से केवल विद्यार्थी कक्षा में शामिल होते हैं",
    forStudentsHint: "लॉग आउट करें, फिर विद्यार्थी के रूप में लॉग इन या साइन अप करें।",

    welcome: {
        heading: "स्वागत है। आप अभी किसी कक्षा में नहीं हैं।",
        enter: "क्या शिक्षक ने कोड दिखाया है? उसे लिखें।",
        link: "क्या शिक्षक ने QR कोड दिखाया या लिंक भेजा है?",
        linkHint: "अपने फ़ोन के कैमरे से उसे स्कैन करें, या लिंक खोलें। वह आपको यहीं वापस लाएगा।",
        show: "दोनों में से कुछ नहीं? यह अपने शिक्षक को दिखाएँ।",
        showHint: "इससे आपके शिक्षक आपको जोड़ते हैं, और कक्षा यहाँ अपने-आप दिखने लगती है।",
        showNumber: "आपकी विद्यार्थी संख्या",
        showEmail: "आपका ई-मेल पता",
    },
};
