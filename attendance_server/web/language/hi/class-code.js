/**
 * The words with which teachers let students join a class by themselves.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/class-code.js").words} */
export const words = {
    heading: "कक्षा का कोड",
    hint: "विद्यार्थी कोड लिखते हैं या लिंक खोलते हैं, और कक्षा में आ जाते हैं। आपको न सूची चाहिए, न पते।",
    rule: "जिसके पास कोड है",
    rules: {
        off: "वह उसे काम में नहीं ला सकता",
        atOnce: "वह तुरंत कक्षा में आता है",
        ask: "वह आपकी स्वीकृति के बाद आता है",
    },
    readOnly: {
        off: "कोड बंद है। कक्षा के प्रभारी उसे चालू कर सकते हैं।",
        atOnce: "जिन विद्यार्थियों के पास कोड है, वे तुरंत कक्षा में आते हैं।",
        ask: "जिन विद्यार्थियों के पास कोड है, वे आपकी स्वीकृति के बाद आते हैं।",
    },
    enterAt: (address) => `विद्यार्थी ${address} पर लॉग इन करके “कक्षा में शामिल हों” चुनें।`,
    code: "इस कक्षा का कोड",
    picture: "इस कक्षा में शामिल होने के लिंक का QR कोड",
    copyLink: "लिंक कॉपी करें",
    copied: "लिंक कॉपी हो गया है।",
    notCopied: (link) => `लिंक कॉपी नहीं हो सका। वह यह है: ${link}`,
    showLarge: "बड़ा दिखाएँ",
    close: "बंद करें",
    renew: "नया कोड…",
    renewTitle: "कोड बदलें?",
    renewBody: "पुराना कोड और उसका लिंक तुरंत काम करना बंद कर देंगे। जो विद्यार्थी आ चुके हैं, वे रहेंगे।",
    renewConfirm: "बदलें",
    renewed: "कक्षा का नया कोड बन गया है।",
    saved: "सहेजा गया।",
    requests: (count) =>
        plural(count, {
            one: "# विद्यार्थी शामिल होना चाहता है",
            other: "# विद्यार्थी शामिल होना चाहते हैं",
        }),
    accept: "स्वीकार करें",
    refuse: "मना करें",
    acceptLabel: (name) => `स्वीकार करें: ${name}`,
    refuseLabel: (name) => `मना करें: ${name}`,
    accepted: (name) => `${name} अब कक्षा में हैं।`,
    refused: (name) => `${name} को मना कर दिया गया है।`,
};
