/**
 * The words for notes with an absence, for those who write them and those who decide.
 *
 * @module
 */

import { fieldDate, plural } from "/language/formats.js";

/** @type {typeof import("/language/en/absence-notes.js").errors} */
export const errors = {
    note_not_found: "यह आवेदन अब नहीं है।",
    note_decided: "आपके शिक्षक ने इस आवेदन पर निर्णय ले लिया है। अब इसे वापस नहीं लिया जा सकता।",
    too_many_notes: "आपके बहुत से आवेदनों का उत्तर बाकी है। पहले एक वापस लें।",
};

/** @type {typeof import("/language/en/absence-notes.js").words} */
export const words = {
    days: (from, until) =>
        from === until ? fieldDate(from) : `${fieldDate(from)} से ${fieldDate(until)}`,
    state: {
        waiting: "अभी निर्णय नहीं हुआ",
        accepted: "छुट्टी स्वीकृत",
        declined: "स्वीकृत नहीं",
        withdrawn: "वापस लिया गया",
    },

    own: {
        heading: "अनुपस्थितियाँ",
        hint: "आप अनुपस्थित थे, या रहेंगे? अपने शिक्षक को कारण बताइए।",
        write: "अनुपस्थिति का कारण बताएँ",
        title: "अनुपस्थिति का कारण बताएँ",
        from: "पहला दिन",
        until: "आख़िरी दिन",
        order: "आख़िरी दिन पहले दिन से पहले नहीं हो सकता।",
        reason: "कारण",
        reasonHint: "इसे केवल इस कक्षा के आपके शिक्षक और आप पढ़ सकते हैं।",
        send: "मेरे शिक्षक को भेजें",
        sent: "आपका आवेदन शिक्षक को मिल गया है।",
        withdraw: "वापस लें",
        withdrawLabel: (days) => `वापस लें: ${days}`,
        withdrawn: "आपका आवेदन वापस ले लिया गया है।",
        accepted: "आपके शिक्षक ने आपका आवेदन स्वीकार कर लिया है।",
        declined: "आपके शिक्षक ने आपका आवेदन स्वीकार नहीं किया।",
    },

    taught: {
        heading: "विद्यार्थियों के आवेदन",
        waiting: (count) =>
            plural(count, {
                one: "# आवेदन पर निर्णय बाकी",
                other: "# आवेदनों पर निर्णय बाकी",
            }),
        decided: (count) =>
            plural(count, {
                one: "# आवेदन पर निर्णय हो चुका",
                other: "# आवेदनों पर निर्णय हो चुका",
            }),
        accept: "स्वीकार करें",
        decline: "अस्वीकार करें",
        acceptLabel: (name) => `आवेदन स्वीकार करें: ${name}`,
        declineLabel: (name) => `आवेदन अस्वीकार करें: ${name}`,
        accepted: (name, count) =>
            count
                ? plural(count, {
                      one: `${name}: स्वीकृत। # अनुपस्थिति अब छुट्टी मानी गई है।`,
                      other: `${name}: स्वीकृत। # अनुपस्थितियाँ अब छुट्टी मानी गई हैं।`,
                  })
                : `${name}: स्वीकृत।`,
        declined: (name) => `${name}: स्वीकृत नहीं।`,
    },
};
