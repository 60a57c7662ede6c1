/**
 * The words with which teachers let students check in.
 *
 * @module
 */

import { list, number, plural, time } from "/language/formats.js";

/** @import { Flag } from "/api-types.js" */

/** @type {typeof import("/language/en/check-in-teacher.js").errors} */
export const errors = {
    check_in_off: "इस कक्षा में विद्यार्थी चेक-इन नहीं कर सकते: यह उसकी सेटिंग है।",
    join_request_not_found: "इस अनुरोध का उत्तर दिया जा चुका है।",
};

/**
 * What is odd about a check-in. `names`: the other students whom it concerns.
 *
 * @type {Record<Flag, (names: string[]) => string>}
 */
const FLAGS = {
    sharedDevice: (names) =>
        names.length ? `${list(names)} वाले उपकरण पर ही` : "किसी दूसरे विद्यार्थी के उपकरण पर",
    newDevice: () => "ऐसे उपकरण पर जो 12 घंटे से भी कम पहले पहली बार दिखा",
    otherNetwork: () => "कमरे के नेटवर्क के बाहर से",
    typed: () => "अक्षर लिखे, जबकि बाकी स्कैन करते हैं",
    alwaysTogether: (names) =>
        names.length
            ? `हमेशा कुछ सेकंड के भीतर साथ: ${list(names)}`
            : "हमेशा किसी दूसरे विद्यार्थी के कुछ सेकंड के भीतर",
    overHeadCount: () => "आपकी गिनती से अधिक",
};

/** @type {typeof import("/language/en/check-in-teacher.js").words} */
export const words = {
    heading: "चेक-इन",

    door: {
        picture: "चेक-इन का QR कोड",
        orType: "स्कैन करें, या यहाँ लिखें",
        open: "चेक-इन खोलें",
        close: "चेक-इन बंद करें",
        lost: "कनेक्शन नहीं है। उसके साथ कोड लौट आएगा।",
        lostHint: "पुराने कोड से कोई नहीं आ पाता।",
    },

    panel: {
        hint: "विद्यार्थी प्रोजेक्टर के कोड से ख़ुद चेक-इन करते हैं।",
        isOpen: (until) => (until ? `चेक-इन ${time(until)} तक खुला है` : "चेक-इन खुला है"),
        isClosed: "चेक-इन बंद है",
        letters: (letters) => `अक्षर: ${letters}`,
        open: "चेक-इन खोलें",
        close: "चेक-इन बंद करें",
        project: "कोड दिखाएँ",
        callOut: "नाम पुकारें",
        headCount: "गिनती",
        counted: (count, present) => {
            const over = present - count;
            const counted = plural(count, {
                one: "आपने # विद्यार्थी गिना।",
                other: "आपने # विद्यार्थी गिने।",
            });
            return over > 0
                ? plural(over, {
                      one: `${counted} # अधिक उपस्थित दर्ज है।`,
                      other: `${counted} # अधिक उपस्थित दर्ज हैं।`,
                  })
                : counted;
        },
        headCountTitle: "आपको कितने विद्यार्थी दिख रहे हैं?",
        headCountBody: "कमरे में सिर गिनें। उस संख्या से अधिक के चेक-इन तब से चिह्नित होते हैं।",
        headCountLabel: "कमरे में विद्यार्थी",
        headCountHint: "अपनी गिनती वापस लेने के लिए ख़ाली छोड़ें।",
        headCountSave: "सहेजें",
        headCountWrong: "0 से 10000 तक की पूर्ण संख्या लिखें, या ख़ाली छोड़ें।",
    },

    flagged: {
        heading: (count) =>
            plural(count, {
                one: "# चेक-इन देखने योग्य",
                other: "# चेक-इन देखने योग्य",
            }),
        held: "अभी दर्ज नहीं",
        tileHeld: "पुष्टि करें?",
        tileFlagged: "देखें",
        tileHand: "हाथ उठा है",
        accept: "स्वीकार करें",
        acceptLabel: (name) => `${name} को स्वीकार करें`,
        decline: "अनुपस्थित",
        declineLabel: (name) => `अनुपस्थित: ${name}`,
        reasons: (flags, names) => flags.map((flag) => FLAGS[flag]?.(names) ?? flag).join("। "),
        announce: (name) => `${name} का चेक-इन देखें।`,
    },

    hands: {
        heading: (count) => plural(count, { one: "# हाथ उठा है", other: "# हाथ उठे हैं" }),
        since: (iso) => `${time(iso)} से`,
        accept: "उपस्थित",
        acceptLabel: (name) => `उपस्थित: ${name}`,
        decline: "अनुपस्थित",
        declineLabel: (name) => `अनुपस्थित: ${name}`,
        announce: (name) => `${name} ने हाथ उठाया है।`,
    },

    joining: {
        heading: (count) =>
            plural(count, {
                one: "शामिल होने का # अनुरोध",
                other: "शामिल होने के # अनुरोध",
            }),
        accept: "आने दें",
        acceptLabel: (name) => `आने दें: ${name}`,
        decline: "मना करें",
        declineLabel: (name) => `${name} को मना करें`,
        announce: (name) => `${name} कक्षा में शामिल होना चाहते हैं।`,
        accepted: (name) => `${name} अब कक्षा में हैं।`,
    },

    called: {
        heading: "पुकारे गए",
        hint: "ये नाम पुकारें, और नज़र उठाएँ।",
        none: "जिन्होंने चेक-इन किया, वे सब पुकारे जा चुके हैं।",
        accept: "यहाँ हैं",
        acceptLabel: (name) => `यहाँ हैं: ${name}`,
        decline: "यहाँ नहीं",
        declineLabel: (name) => `यहाँ नहीं: ${name}`,
    },

    notForTeachers: {
        heading: "चेक-इन विद्यार्थियों के लिए है",
        hint: (name) =>
            `इस उपकरण पर ${name} लॉग इन हैं। लॉग आउट करें, और विद्यार्थी को लॉग इन करने दें।`,
    },

    setting: {
        button: "चेक-इन…",
        title: "विद्यार्थियों का चेक-इन",
        current: ({ allowed, openAtStart }) =>
            allowed
                ? openAtStart
                    ? "विद्यार्थी सत्र शुरू होते ही ख़ुद चेक-इन कर सकते हैं।"
                    : "सत्र में आपके खोलने पर विद्यार्थी ख़ुद चेक-इन कर सकते हैं।"
                : "विद्यार्थी ख़ुद चेक-इन नहीं कर सकते।",
        allowed: "विद्यार्थी ख़ुद चेक-इन कर सकते हैं",
        openAtStart: "हर सत्र के साथ खोलें",
        openAtStartHint: "नहीं तो आप उसे सत्र में खोलते हैं।",
        closeAfter: "इतने मिनट बाद बंद करें",
        closeAfterHint: "ख़ुद, या सत्र के साथ बंद करने के लिए ख़ाली छोड़ें।",
        step: "इतने सेकंड में नया QR कोड",
        stepHint: "3 से 60। कम हो तो फ़ोटो आगे भेजने का समय कम मिलता है।",
        codeStep: "इतने सेकंड में नए अक्षर",
        codeStepHint: "10 से 300। उन्हें लिखने भर समय रहना चाहिए।",
        join: "दूसरे शामिल होने का अनुरोध कर सकते हैं",
        joinHint:
            "वे विद्यार्थी जो कक्षा में नहीं हैं, पर जिनके पास सही कोड है। आप उन्हें एक स्पर्श से आने देते हैं।",
        save: "सहेजें",
        saved: "नई सेटिंग अगली बार चेक-इन खोलने पर लागू होगी।",
    },

    afterwards: {
        heading: "चेक-इन",
        summary: (count, scanned, typed) =>
            plural(count, {
                one: `# विद्यार्थी ने चेक-इन किया: ${number(scanned)} स्कैन, ${number(typed)} लिखकर।`,
                other: `# विद्यार्थियों ने चेक-इन किया: ${number(scanned)} स्कैन, ${number(typed)} लिखकर।`,
            }),
        noFlags: "कुछ असामान्य नहीं था।",
        flagged: (count) => plural(count, { one: "# देखने योग्य", other: "# देखने योग्य" }),
        way: { scanned: "स्कैन", typed: "लिखकर", hand: "हाथ उठाकर" },
        came: (way, iso) => `${way}, ${time(iso)}`,
        headCount: (count, present) =>
            `आपने ${number(count)} गिने थे; ${number(present)} उपस्थित दर्ज थे।`,
        called: "पुकारा गया",
        decided: "शिक्षक ने तय किया",
    },
};
