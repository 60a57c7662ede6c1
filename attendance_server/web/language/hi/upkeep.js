/**
 * The words of what keeps a class up to date.
 *
 * @module
 */

import { enumerated } from "/language/hi/common.js";
import { day, moment, number, plural, time } from "/language/formats.js";

/** @import { Change } from "/api-types.js" */

/** @type {typeof import("/language/en/upkeep.js").keyWords} */
export const keyWords = {
    heading: "रात के अपलोड की कुंजियाँ",
    ofClass:
        "विद्यालय का कोई प्रोग्राम इस कक्षा को अपनी सूचियों के अनुसार रख सकता है। पासवर्ड की जगह उसके पास एक कुंजी होती है, जिससे और कुछ नहीं हो सकता।",
    ofSchool:
        "विद्यालय का कोई प्रोग्राम सभी कक्षाओं को अपनी सूचियों के अनुसार रख सकता है। पासवर्ड की जगह उसके पास एक कुंजी होती है, जिससे और कुछ नहीं हो सकता।",
    none: "कोई कुंजी नहीं है।",
    make: "कुंजी बनाएँ",
    makeTitle: "कुंजी बनाएँ",
    name: "यह किसलिए है?",
    nameHint: "कुंजियों की सूची, लॉग और ऑडिट में यह नाम दिखता है।",
    madeTitle: "यह कुंजी अभी कॉपी कर लें",
    madeBody: "यह केवल इस बार दिखाई जा रही है। जिसके पास यह है, वह बदल सकता है कि कक्षा में कौन है।",
    key: "कुंजी",
    close: "मैंने कॉपी कर ली",
    about: (at, by, used) =>
        enumerated([
            by ? `${by} ने ${moment(at)} को बनाई` : `${moment(at)} को बनाई गई`,
            used ? `पिछली बार: ${moment(used)}` : "अभी काम में नहीं आई",
        ]),
    end: "बंद करें",
    endLabel: (name) => `कुंजी ${name} बंद करें`,
    endTitle: (name) => `कुंजी ${name} बंद करें?`,
    endBody: "अब से इससे किए अपलोड मना कर दिए जाएँगे।",
    ended: "कुंजी बंद हो गई है।",
};

/** @type {Record<Change, string>} */
const CHANGES = {
    new: "नया खाता बनेगा",
    moved: "कक्षा में आएँगे",
    renamed: "यह नाम होगा",
    left: "कक्षा छोड़ेंगे",
    invited: "बुलाए जाएँगे",
    unchanged: "रहेंगे",
    wrong: "गलत है",
};

/** @type {typeof import("/language/en/upkeep.js").syncWords} */
export const syncWords = {
    heading: "क्या यही पूरी कक्षा है?",
    lead: "कक्षा वैसी हो सकती है जैसी यह सूची कहती है। जो विद्यार्थी इसमें नहीं हैं, वे कक्षा से निकल जाते हैं; उनके खाते और पिछले सत्र रहते हैं।",
    compare: "कक्षा से मिलाएँ",
    comparing: "मिलाया जा रहा है…",
    same: "कक्षा पहले से इस सूची जैसी है।",
    changes: CHANGES,
    summary: (counts) => {
        const parts = enumerated([
            counts.new && plural(counts.new, { one: "# नया खाता", other: "# नए खाते" }),
            counts.moved &&
                plural(counts.moved, {
                    one: "# विद्यार्थी आएगा",
                    other: "# विद्यार्थी आएँगे",
                }),
            counts.renamed && plural(counts.renamed, { one: "# नया नाम", other: "# नए नाम" }),
            counts.invited &&
                plural(counts.invited, { one: "# निमंत्रण", other: "# निमंत्रण" }),
            counts.left &&
                plural(counts.left, {
                    one: "# विद्यार्थी निकलेगा",
                    other: "# विद्यार्थी निकलेंगे",
                }),
            counts.unchanged && `बिना बदलाव ${number(counts.unchanged)}`,
        ]);
        return `${parts}।`;
    },

    wrong: (count) =>
        plural(count, {
            one: "# पंक्ति गलत है। पहले फ़ाइल सुधारें: या तो सब होगा, या कुछ नहीं।",
            other: "# पंक्तियाँ गलत हैं। पहले फ़ाइल सुधारें: या तो सब होगा, या कुछ नहीं।",
        }),
    before: (before) => `अभी का नाम: ${before}`,
    list: "क्या बदलेगा",
    more: (count) =>
        plural(count, { one: "और # विद्यार्थी", other: "और # विद्यार्थी" }),
    allowLeft: (left) =>
        plural(left, {
            one: "हाँ, # विद्यार्थी निकलेगा",
            other: "हाँ, # विद्यार्थी निकलेंगे",
        }),
    allowLeftHint: "यह कक्षा के एक तिहाई से अधिक है। क्या सूची पूरी है?",
    update: "कक्षा को ऐसा करें",
    updating: "कक्षा बदली जा रही है…",
    undo: "इसे एक दिन तक कक्षा के पृष्ठ पर वापस लिया जा सकता है।",
    done: "कक्षा अब इस सूची जैसी है।",
};

/** @type {typeof import("/language/en/upkeep.js").meetingWords} */
export const meetingWords = {
    heading: "ऑनलाइन पाठ",
    summary: "Teams या Zoom की उपस्थिति रिपोर्ट आयात करें",
    lead: "रिपोर्ट एक पिछला सत्र बन जाती है, जिसे किसी भी दूसरे की तरह सुधारा जा सकता है।",
    choose: "रिपोर्ट चुनें",
    chooseOther: "दूसरी रिपोर्ट चुनें",
    drop: "Teams या Zoom की सहेजी हुई फ़ाइल, ज्यों की त्यों। आप उसे इस पृष्ठ पर छोड़ भी सकते हैं।",
    sources: { teams: "Teams", zoom: "Zoom" },
    checking: (fileName) => `${fileName} पढ़ी जा रही है…`,
    when: (start, end) => `${day(start)}, ${time(start)} से ${time(end)}`,
    whenUnknown: "रिपोर्ट नहीं बताती कि पाठ कब था।",
    started: "पाठ की शुरुआत",
    ended: "पाठ की समाप्ति",
    minMinutes: "उपस्थित होने के लिए मिनट",
    minMinutesHint: "जो इससे कम समय रहा, वह अनुपस्थित है।",
    lateAfter: "इतने मिनट बाद देर",
    lateAfterHint: "पाठ की शुरुआत से; ख़ाली: कभी नहीं।",
    dates: "रिपोर्ट की तारीख़ें",
    dayFirst: "दिन, महीना",
    monthFirst: "महीना, दिन",
    unclearDates: "तारीख़ें दोनों तरह पढ़ी जा सकती हैं। कृपया चुनें।",
    again: "लागू करें",
    counts: ({ present, late, absent, others }) =>
        enumerated([
            plural(present, { one: "# उपस्थित", other: "# उपस्थित" }),
            late && plural(late, { one: "# देर से", other: "# देर से" }),
            plural(absent, { one: "# अनुपस्थित", other: "# अनुपस्थित" }),
            others &&
                plural(others, {
                    one: "# व्यक्ति कक्षा का नहीं",
                    other: "# व्यक्ति कक्षा के नहीं",
                }),
        ]),
    student: "विद्यार्थी",
    status: "स्थिति",
    there: "वहाँ",
    stay: (minutes, joined, left) =>
        enumerated([
            `${number(minutes)} मिनट`,
            joined !== null && (left ? `${time(joined)} से ${time(left)}` : time(joined)),
        ]),
    found: {
        email: "पते से मिला",
        number: "संख्या से मिला",
        name: "नाम से मिला",
        no: "रिपोर्ट में नहीं",
    },

    others: "कक्षा में नहीं मिले",
    othersHint:
        "शिक्षक और अतिथि, और वे विद्यार्थी जिनका बैठक में नाम साफ़ नहीं। आयात के बाद उनकी प्रविष्टियाँ सुधारें।",
    add: "यह सत्र जोड़ें",
    imported: "यह रिपोर्ट पहले आयात हो चुकी है।",
    show: "वह सत्र दिखाएँ",
    replace: "वह सत्र बदलें",
    added: "सत्र जोड़ दिया गया।",
    working: "सत्र जोड़ा जा रहा है…",
};
