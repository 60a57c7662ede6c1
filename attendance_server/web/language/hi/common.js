/**
 * The words that all pages share: the frame, the connection, waiting marks, and the statuses.
 *
 * @module
 */

import { moment, number, percent, plural, time } from "/language/formats.js";

/** @type {typeof import("/language/en/common.js").being} */
export const being = {
    present: "उपस्थित",
    late: "देर से",
    excused: "छुट्टी पर",
    absent: "अनुपस्थित",
    none: "दर्ज नहीं",
};

/** @type {typeof import("/language/en/common.js").enumerated} */
export const enumerated = (parts) => parts.filter(Boolean).join(", ");

/** @type {typeof import("/language/en/common.js").text} */
export const text = {
    product: "उपस्थिति",
    title: (view) => `${view} – उपस्थिति`,
    skip: "सीधे सामग्री पर जाएँ",
    mainMenu: "मुख्य",
    classes: "कक्षाएँ",
    myClasses: "मेरी कक्षाएँ",
    office: "कार्यालय",
    account: "खाता",
    logOut: "लॉग आउट",
    language: "भाषा",
    loggedOut: "आप लॉग आउट हो गए हैं।",
    loggedOutElsewhere: "आप किसी दूसरे टैब में लॉग आउट हुए हैं।",
    otherUser: (name) => `${name} ने दूसरे टैब से लॉग इन किया है, इसलिए आप यहाँ लॉग आउट हो गए हैं।`,
    logOutTitle: "अभी लॉग आउट करें?",
    logOutPending: (count) =>
        plural(count, {
            one: "# प्रविष्टि अभी सहेजी नहीं गई है। वह इस उपकरण पर रहेगी और आपके यहाँ फिर लॉग इन करने पर भेजी जाएगी।",
            other: "# प्रविष्टियाँ अभी सहेजी नहीं गई हैं। वे इस उपकरण पर रहेंगी और आपके यहाँ फिर लॉग इन करने पर भेजी जाएँगी।",
        }),
    logOutLosing: (count) =>
        plural(count, {
            one: "# प्रविष्टि अभी सहेजी नहीं गई है और खो जाएगी।",
            other: "# प्रविष्टियाँ अभी सहेजी नहीं गई हैं और खो जाएँगी।",
        }),
    expired: "आपका लॉग इन समाप्त हो गया है। जहाँ थे वहीं से आगे बढ़ने के लिए फिर लॉग इन करें।",
    loading: "खुल रहा है…",
    cancel: "रद्द करें",
    close: "बंद करें",
    notices: "सूचनाएँ",
    tryAgain: "फिर कोशिश करें",
    more: "और",
    back: "मेरी कक्षाओं पर वापस",
    backTo: (className) => `${className} पर वापस`,
    required: "कृपया इसे भरें।",
    showPassword: "दिखाएँ",
    moment,
    number,
    rate: (rate) => (rate === null ? "–" : percent(rate)),
    loginName: ({ email, studentNumber }) =>
        email || (studentNumber ? `विद्यार्थी संख्या ${studentNumber}` : ""),

    connection: {
        connecting: "जुड़ रहा है…",
        live: "लाइव",
        polling: "लाइव अपडेट बंद हैं",
        trying: "फिर जुड़ रहा है…",
        waiting: (seconds) => `${number(seconds)} सेकंड में फिर जुड़ेगा`,
        offline: "ऑफ़लाइन",
        tryNow: "अभी कोशिश करें",
        runningUnknown: "कनेक्शन के बिना पता नहीं चल सकता कि कोई सत्र चल रहा है या नहीं।",
        label: "कनेक्शन",
        announce: {
            waiting: "कनेक्शन टूट गया। अपने-आप फिर जुड़ रहा है।",
            offline: "यह उपकरण ऑफ़लाइन है।",
            live: "फिर ऑनलाइन। सब कुछ ताज़ा है।",
            back: "फिर ऑनलाइन।",
            sending: (count) =>
                plural(count, {
                    one: "फिर ऑनलाइन। # प्रविष्टि भेजी जा रही है…",
                    other: "फिर ऑनलाइन। # प्रविष्टियाँ भेजी जा रही हैं…",
                }),
            sent: (count) =>
                plural(count, {
                    one: "यहाँ प्रतीक्षा कर रही # प्रविष्टि अब सहेजी गई है।",
                    other: "यहाँ प्रतीक्षा कर रही # प्रविष्टियाँ अब सहेजी गई हैं।",
                }),
            polling: "यह नेटवर्क लाइव कनेक्शन रोकता है। पृष्ठ उनके बिना भी चलता है।",
        },
    },

    waiting: {
        label: "प्रतीक्षा में प्रविष्टियाँ",
        offline: (count) =>
            plural(count, {
                one: "ऑफ़लाइन, # प्रविष्टि प्रतीक्षा में",
                other: "ऑफ़लाइन, # प्रविष्टियाँ प्रतीक्षा में",
            }),
        sending: (count) =>
            plural(count, {
                one: "# प्रविष्टि भेजी जा रही है…",
                other: "# प्रविष्टियाँ भेजी जा रही हैं…",
            }),
        unstored: (count) =>
            plural(count, {
                one: "यह ब्राउज़र # प्रविष्टि को रख नहीं सकता: पृष्ठ बंद करने पर वह खो जाएगी।",
                other: "यह ब्राउज़र # प्रविष्टियों को रख नहीं सकता: पृष्ठ बंद करने पर वे खो जाएँगी।",
            }),
        polling:
            "यह नेटवर्क लाइव कनेक्शन (WebSocket) रोकता है। दूसरे उपकरणों के बदलाव कुछ सेकंड बाद दिखते हैं।",
        session: moment,
        problem: (count, names, code) =>
            code === "newer"
                ? plural(count, {
                      one: `${names} की प्रविष्टि नहीं बदली गई।`,
                      other: `# प्रविष्टियाँ नहीं बदली गईं: ${names}।`,
                  })
                : plural(count, {
                      one: `${names} की प्रविष्टि नहीं सहेजी गई।`,
                      other: `# प्रविष्टियाँ नहीं सहेजी गईं: ${names}।`,
                  }),
        why: {
            ended: "सत्र पहले ही समाप्त हो चुका था। आप वहाँ अब भी सुधार सकते हैं।",
            gone: "सत्र अब नहीं है, या अब आपका नहीं है।",
            discarded: "सत्र हटा दिया गया है, इसलिए अब वह नहीं गिना जाता।",
            newer: "इसे बाद में किसी दूसरे उपकरण पर बदला गया। बाद वाला बदलाव रहेगा।",
        },
        wanted: (status, iso, saved) =>
            saved
                ? `${being[status]}, ${time(iso)} पर छुआ; सहेजा गया: ${being[saved]}`
                : `${being[status]}, ${time(iso)} पर छुआ`,
        details: "हर प्रविष्टि दिखाएँ",
        correct: "इस सत्र को सुधारें",
        show: "यह सत्र दिखाएँ",
        open: "चल रहा सत्र खोलें",
        dismiss: "हटाएँ",
    },

    status: {
        present: "उपस्थित",
        late: "देर से",
        excused: "छुट्टी पर",
        absent: "अनुपस्थित",
        none: "दर्ज नहीं",
    },

    resetNotice: {
        dismiss: "हटाएँ",
        body: ({ way, at, by }) => {
            const whose = by ? ` (${by})` : "";
            const set = {
                teacher: `इस खाते का पासवर्ड शिक्षक${whose} के कोड से रखा गया: ${moment(at)}।`,
                office: `इस खाते का पासवर्ड विद्यालय कार्यालय${whose} के कोड से रखा गया: ${moment(at)}।`,
                command: `इस खाते का पासवर्ड सर्वर चलाने वाले के कोड से रखा गया: ${moment(at)}।`,
                mail: `इस खाते का पासवर्ड इसके पते पर भेजे गए कोड से रखा गया: ${moment(at)}।`,
            }[way];
            return `${set ?? `इस खाते का पासवर्ड एक कोड से रखा गया: ${moment(at)}।`} यदि यह आपने नहीं किया, तो विद्यालय कार्यालय को बताएँ।`;
        },
    },

    missing: {
        heading: "पृष्ठ नहीं मिला",
        body: "यह पृष्ठ नहीं है, या अब नहीं रहा।",
    },

    failed: "कुछ गड़बड़ हो गई",
};
