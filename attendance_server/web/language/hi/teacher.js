/**
 * The words of teachers' pages.
 *
 * @module
 */

import { being, enumerated } from "/language/hi/common.js";
import { text as sessions } from "/language/hi/sessions.js";
import { moment, number, plural, sessionStart, time } from "/language/formats.js";

/**
 * How many students match a filter, and how many tiles are shown: a tile that no longer matches
 * stays in its place until the filter is changed.
 *
 * @param {string} counted in words @param {number} count @param {number} shown
 */
const withShown = (counted, count, shown) =>
    shown === count ? counted : `${counted}, दिख रहे ${number(shown)}`;

/** @type {typeof import("/language/en/teacher.js").text} */
export const text = {
    ...sessions,

    classList: {
        none: "अभी आपकी कोई कक्षा नहीं है। ऊपर अपनी पहली कक्षा बनाएँ।",
        name: "नई कक्षा का नाम",
        create: "कक्षा बनाएँ",
        created: (name) => `${name} बन गई है। अब उसके विद्यार्थी जोड़ें।`,
        students: (count) => plural(count, { one: "# विद्यार्थी", other: "# विद्यार्थी" }),
        archived: (count) => `संग्रह की कक्षाएँ (${number(count)})`,
        archivedHeading: "संग्रह की कक्षाएँ",
        archivedHint: "इनके पिछले सत्र, रिपोर्टें और फ़ाइलें रहती हैं। इनमें हाज़िरी नहीं ली जा सकती।",
        noneArchived: "संग्रह में आपकी कोई कक्षा नहीं है।",
    },

    slips: {
        noneHeading: "दिखाने को कोई कोड नहीं",
        none: "कोड केवल एक बार दिखते हैं। जिन विद्यार्थियों ने खाता नहीं अपनाया, उनके लिए कक्षा के पृष्ठ पर नए कोड लें।",
        toClass: "कक्षा पर जाएँ",
        heading: (count) => plural(count, { one: "देने के लिए # कोड", other: "देने के लिए # कोड" }),
        once: "ये कोड फिर नहीं दिखेंगे। अभी छाप लें या डाउनलोड कर लें। कोई खो जाए, तो कक्षा के पृष्ठ पर नया लें।",
        careful: "जिसके पास कोड है, वह खाता अपना सकता है। हर पर्ची केवल उसी के विद्यार्थी को दें।",
        print: "पर्चियाँ छापें",
        download: "CSV डाउनलोड करें",
        done: "हो गया",
        leaveTitle: "कोड छोड़कर जाएँ?",
        leaveBody: "वे न छापे गए हैं, न डाउनलोड किए गए, और फिर नहीं दिखेंगे।",
        leave: "जाएँ",
        sheet: "पर्चियाँ",
        file: "कोड",
        columns: ["नाम", "ई-मेल", "विद्यार्थी संख्या", "कोड", "लिंक", "कब तक"],
        goTo: "यहाँ जाएँ",
        choose: "और “मेरे पास कोड है” चुनें।",
        join: "लॉग इन करें, और कक्षा में आने के लिए यह कोड लिखें।",
        code: "आपका कोड",
        logInWith: "उसके बाद इससे लॉग इन करें",
        until: "कोड इस समय तक चलता है",
        orLink: "या सीधे यहाँ जाएँ",
    },

    unclaimed: {
        correct: "सुधारें",
        correctLabel: (name) => `${name} को सुधारें`,
        title: (name) => `${name} को सुधारें`,
        body: "विद्यार्थी के खाता अपनाने तक आप नाम सुधार सकते हैं या खाता मिटा सकते हैं।",
        name: "नाम",
        save: "सहेजें",
        saved: "नाम सुधार दिया गया है।",
        remove: "खाता मिटाएँ…",
        removeTitle: (name) => `${name} का खाता मिटाएँ?`,
        removeBody:
            "खाता सभी कक्षाओं से निकल जाता है, उसका कोड काम नहीं करता, और उसका ई-मेल पता फिर ख़ाली हो जाता है।",
        removeConfirm: "खाता मिटाएँ",
        removed: "खाता मिटा दिया गया है।",
    },

    recentImports: {
        what: ({ at, created, joined, invited, left, renamed }) => {
            const parts = enumerated([
                created && plural(created, { one: "# नया खाता", other: "# नए खाते" }),
                joined &&
                    plural(joined, {
                        one: "# परिचित विद्यार्थी",
                        other: "# परिचित विद्यार्थी",
                    }),
                invited && plural(invited, { one: "# निमंत्रण", other: "# निमंत्रण" }),
                left &&
                    plural(left, {
                        one: "# विद्यार्थी निकला",
                        other: "# विद्यार्थी निकले",
                    }),
                renamed && plural(renamed, { one: "# नया नाम", other: "# नए नाम" }),
            ]);
            return `आयात (${sessionStart(at)}): ${parts}।`;
        },
        undo: "वापस लें",
        undoLabel: (at) => `${moment(at)} का आयात वापस लें`,
        title: "यह आयात वापस लें?",
        body: "जो इससे जुड़े, वे सब कक्षा और चल रहे सत्र से निकल जाते हैं, और जो निकल गए थे, वे फिर आ जाते हैं। जिन खातों को किसी ने नहीं अपनाया, वे मिट जाते हैं और उनके कोड काम नहीं करते। यह एक दिन तक संभव है।",
        confirm: "आयात वापस लें",
        done: (deleted) =>
            plural(deleted, {
                one: "आयात वापस ले लिया गया, # खाता मिटाया गया।",
                other: "आयात वापस ले लिया गया, # खाते मिटाए गए।",
            }),
    },

    codes: {
        unclaimed: "अभी अपनाया नहीं",
        waiting: (count) =>
            plural(count, {
                one: "# विद्यार्थी ने अभी अपना खाता नहीं अपनाया।",
                other: "# विद्यार्थियों ने अभी अपने खाते नहीं अपनाए।",
            }),
        others: (count) =>
            plural(count, {
                one: "इनमें से # का कोड किसी दूसरे शिक्षक को देना है।",
                other: "इनमें से # के कोड दूसरे शिक्षकों को देने हैं।",
            }),
        one: "नया कोड",
        oneLabel: (name) => `${name} के लिए नया कोड`,
        oneTitle: (name) => `${name} के लिए नया कोड?`,
        oneBody: "जो कोड उनके पास है, वह काम करना बंद कर देगा।",
        all: "सभी न अपनाए गए खातों के लिए नए कोड",
        allTitle: (count) =>
            plural(count, {
                one: "# विद्यार्थी के लिए नया कोड?",
                other: "# विद्यार्थियों के लिए नए कोड?",
            }),
        allBody: "जो कोड उनके पास हैं, वे काम करना बंद कर देंगे, दी जा चुकी पर्चियों वाले भी।",
        allConfirm: "नए कोड लें",
        none: "अब किसी विद्यार्थी को कोड की ज़रूरत नहीं है।",
        unprinted: (count) =>
            plural(count, {
                one: "# कोड अभी न छापा गया, न डाउनलोड किया गया।",
                other: "# कोड अभी न छापे गए, न डाउनलोड किए गए।",
            }),
        show: "कोड दिखाएँ",
        failed: "न अपनाए गए खातों की सूची नहीं खुल सकी।",
    },

    pending: {
        heading: (count) => `अभी कक्षा में नहीं (${number(count)})`,
        explanation:
            "ये खाते सूची के आयात से पहले के हैं, और हो सकता है किसी और ने विद्यार्थी के पते से साइन अप किया हो। कोड दें, या उन विद्यार्थियों की पुष्टि करें जिन्हें आप जानते हैं।",
        unconfirmed: "पुष्टि बाकी",
        invited: "बुलाए गए",
        confirm: "पुष्टि करें",
        confirmLabel: (name) => `${name} की पुष्टि करें`,
        confirmed: (name) => `${name} अब कक्षा में हैं।`,
        confirmAll: (count) => `सभी ${number(count)} की पुष्टि करें`,
        allConfirmed: (count) =>
            plural(count, {
                one: "# विद्यार्थी अब कक्षा में है।",
                other: "# विद्यार्थी अब कक्षा में हैं।",
            }),
        withdraw: "वापस लें",
        withdrawLabel: (name) => `${name} का निमंत्रण वापस लें`,
        withdrawTitle: (name) => `${name} का निमंत्रण वापस लें?`,
        withdrawBody: "इस कक्षा का उनका कोड काम करना बंद कर देगा। आप उन्हें कभी भी फिर बुला सकते हैं।",
        withdrawn: (name) => `${name} का निमंत्रण वापस ले लिया गया है।`,
        failed: "बुलाए गए विद्यार्थियों की सूची नहीं खुल सकी।",
    },

    class: {
        importList: "सूची आयात करें",
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: "इस कक्षा के विद्यार्थी, CSV में",
        xlsxLabel: "इस कक्षा के विद्यार्थी, Excel (XLSX) के लिए",
        start: "सत्र शुरू करें",
        resume: "चल रहा सत्र खोलें",
        rename: "नाम बदलें",
        archive: "कक्षा संग्रह में रखें",
        archiveInstead: "मिटाने की जगह संग्रह में रखें",
        archiveHint:
            "संग्रह में रखी कक्षा आपकी और विद्यार्थियों की सूचियों से हट जाती है। उसके पिछले सत्र, रिपोर्टें और फ़ाइलें रहती हैं, और आप उसे कभी भी वापस ला सकते हैं।",
        archivedNow: (name) => `${name} संग्रह में रख दी गई है।`,
        archived:
            "यह कक्षा संग्रह में है। इसमें सत्र शुरू नहीं हो सकता, पर पिछले सत्र, रिपोर्टें और फ़ाइलें रहती हैं।",
        unarchive: "मेरी कक्षाओं में वापस लाएँ",
        unarchived: (name) => `${name} फिर आपकी कक्षाओं में है।`,
        delete: "कक्षा मिटाएँ…",
        deleteConfirm: "कक्षा मिटाएँ",
        renameTitle: "कक्षा का नाम बदलें",
        newName: "नया नाम",
        save: "सहेजें",
        renamed: "कक्षा का नाम बदल दिया गया है।",
        deleteTitle: (name) => `${name} मिटाएँ?`,
        deleteBody:
            "मिटाई गई कक्षा वापस नहीं लाई जा सकती। उसके पिछले सत्र, रिपोर्टें और फ़ाइलें उसके साथ मिट जाती हैं।",
        deleteSessions: (count) =>
            plural(count, {
                one: "# सत्र उसके साथ मिट जाता है और वापस नहीं लाया जा सकता।",
                other: "# सत्र उसके साथ मिट जाते हैं और वापस नहीं लाए जा सकते।",
            }),
        deleteType: "कक्षा मिटाने के लिए उसका नाम लिखें:",
        deleteName: "कक्षा का नाम",
        deleteWrongName: "यह कक्षा का नाम नहीं है।",
        deleted: (name) => `${name} मिटा दी गई है।`,
        students: (count) => plural(count, { one: "# विद्यार्थी", other: "# विद्यार्थी" }),
        noStudents: "अभी कोई विद्यार्थी नहीं है। नाम से जोड़ें, या ई-मेल पतों की सूची चिपकाएँ।",
        filter: "इस कक्षा में खोजें",
        noMatch: "कोई विद्यार्थी मेल नहीं खाता।",
        remove: "हटाएँ",
        removeLabel: (name) => `${name} को हटाएँ`,
        removeTitle: (name) => `${name} को इस कक्षा से हटाएँ?`,
        removeBody: "सत्र चल रहा हो, तो उसमें उनकी प्रविष्टि भी हट जाती है। पिछले सत्र रहते हैं।",
        removed: (name) => `${name} को हटा दिया गया है।`,
        add: "विद्यार्थी जोड़ें",
        search: "नाम या ई-मेल से खोजें",
        searchHint:
            "या विद्यार्थी संख्या से। विद्यार्थियों का खाता होना चाहिए: वे यहाँ साइन अप करते हैं, या आप सूची आयात करते हैं।",
        searchHintAssistant:
            "या विद्यार्थी संख्या से। विद्यार्थियों का खाता होना चाहिए: वे यहाँ साइन अप करते हैं।",
        found: (count) =>
            plural(count, { one: "# विद्यार्थी मिला", other: "# विद्यार्थी मिले" }),
        foundMany: (count) => `पहले ${number(count)} दिख रहे हैं। औरों के लिए और लिखें।`,
        foundNone: "इस नाम, ई-मेल पते या संख्या का कोई विद्यार्थी नहीं है। क्या उन्होंने साइन अप किया है?",
        enrol: "जोड़ें",
        enrolLabel: (name) => `${name} को जोड़ें`,
        enrolled: "इस कक्षा में",
        enrolledNow: (name) => `${name} को जोड़ दिया गया है।`,
        paste: "ई-मेल पतों की सूची चिपकाएँ",
        pasteField: "ई-मेल पते",
        pasteHint: "हर पंक्ति में एक, या अल्पविराम से अलग। साथ में नाम हो सकते हैं।",
        pasteSubmit: "सबको जोड़ें",
        pasteNothing: "इस पाठ में कोई ई-मेल पता नहीं है।",
        pasteProgress: (done, all) => `${number(all)} में से ${number(done)} हो गए…`,
        pasteResult: (added, failed) =>
            [
                plural(added, {
                    one: "# विद्यार्थी जोड़ा गया।",
                    other: "# विद्यार्थी जोड़े गए।",
                }),
                failed &&
                    plural(failed, {
                        one: "# पंक्ति पर ध्यान दें। वह अभी ख़ाने में है।",
                        other: "# पंक्तियों पर ध्यान दें। वे अभी ख़ाने में हैं।",
                    }),
            ]
                .filter(Boolean)
                .join(" "),
        outcome: {
            enrolled: "जोड़ा गया",
            already: "पहले से इस कक्षा में",
            invited: "बुलाया गया। स्वीकार करने पर आएँगे",
            unknown: "इस ई-मेल पते का कोई विद्यार्थी नहीं",
            wrong: "ई-मेल पता नहीं है",
        },
    },

    lateSetting: {
        current: (minutes) =>
            minutes === null
                ? "विद्यार्थी अपने-आप देर से दर्ज नहीं होते।"
                : plural(minutes, {
                      one: "शुरू होने के # मिनट बाद आने वाले विद्यार्थी देर से माने जाते हैं।",
                      other: "शुरू होने के # मिनट बाद आने वाले विद्यार्थी देर से माने जाते हैं।",
                  }),
        button: "देर कब से…",
        title: "विद्यार्थियों को अपने-आप देर से दर्ज करें",
        body: "इस समय के बाद आप जिन्हें छूते हैं, वे देर से दर्ज होते हैं। आप कोई दूसरी स्थिति अब भी चुन सकते हैं।",
        label: "शुरू होने के बाद मिनट",
        hint: "1 से 1440 तक की पूर्ण संख्या। किसी को अपने-आप देर से दर्ज न करने के लिए ख़ाली छोड़ें।",
        save: "सहेजें",
        changed: (minutes) =>
            minutes === null
                ? "अगले सत्र से विद्यार्थी अपने-आप देर से दर्ज नहीं होंगे।"
                : plural(minutes, {
                      one: "अगले सत्र से, शुरू होने के # मिनट बाद आने वाले देर से माने जाएँगे।",
                      other: "अगले सत्र से, शुरू होने के # मिनट बाद आने वाले देर से माने जाएँगे।",
                  }),
    },

    roll: {
        since: (iso) => `शुरू: ${sessionStart(iso)}`,
        searchHint: "विद्यार्थी खोजें",
        shown: (count) =>
            plural(count, {
                one: "# विद्यार्थी मेल खाता है",
                other: "# विद्यार्थी मेल खाते हैं",
            }),
        roster: "हाज़िरी",
        help: "उपस्थित दर्ज करने के लिए विद्यार्थी को छुएँ। दूसरी स्थिति के लिए फिर छुएँ, या बिंदुओं को छुएँ।",
        chooseFor: (name) => `${name} के लिए दूसरी स्थिति चुनें`,
        filters: "दिखाएँ",
        filter: {
            all: "सभी",
            none: "दर्ज नहीं",
            present: "उपस्थित",
            late: "देर से",
            excused: "छुट्टी पर",
            absent: "अनुपस्थित",
        },
        filtered: {
            none: (count, shown) =>
                withShown(
                    plural(count, {
                        one: "# विद्यार्थी दर्ज नहीं",
                        other: "# विद्यार्थी दर्ज नहीं",
                    }),
                    count,
                    shown,
                ),
            present: (count, shown) =>
                withShown(
                    plural(count, {
                        one: "# विद्यार्थी उपस्थित",
                        other: "# विद्यार्थी उपस्थित",
                    }),
                    count,
                    shown,
                ),
            late: (count, shown) =>
                withShown(
                    plural(count, { one: "# विद्यार्थी देर से", other: "# विद्यार्थी देर से" }),
                    count,
                    shown,
                ),
            excused: (count, shown) =>
                withShown(
                    plural(count, {
                        one: "# विद्यार्थी छुट्टी पर",
                        other: "# विद्यार्थी छुट्टी पर",
                    }),
                    count,
                    shown,
                ),
            absent: (count, shown) =>
                withShown(
                    plural(count, {
                        one: "# विद्यार्थी अनुपस्थित",
                        other: "# विद्यार्थी अनुपस्थित",
                    }),
                    count,
                    shown,
                ),
        },
        projector: "प्रोजेक्टर",
        end: "सत्र समाप्त करें",
        shortcuts: "कीबोर्ड शॉर्टकट",
        saving: "सहेजा जा रहा है…",
        waiting: "भेजे जाने की प्रतीक्षा में",
        markedAt: (status, iso) => `${sessions.status[status]} ${time(iso)}`,
        notSaved: "सहेजा नहीं गया",
        lastChange: (name, status) => `${name}: ${being[status]}`,
        undo: "वापस लें",
        undone: (name) => `वापस लिया: ${name}`,
        notUndone: (name, status) =>
            `वापस नहीं लिया: ${name} इस बीच कहीं और बदले गए (${being[status]})।`,
        already: (name) => `${name} पहले से उपस्थित दर्ज हैं।`,
        alreadyMarked: (name, status) =>
            status === "none" ? `${name} दर्ज नहीं हैं।` : `${name}: पहले से ${being[status]}।`,
        savedOne: (name, status) => `${name}: ${being[status]}`,
        savedMany: (count, present, total) =>
            plural(count, {
                one: `# प्रविष्टि सहेजी गई। ${number(total)} में से ${number(present)} उपस्थित।`,
                other: `# प्रविष्टियाँ सहेजी गईं। ${number(total)} में से ${number(present)} उपस्थित।`,
            }),
        endTitle: "यह सत्र समाप्त करें?",
        endBody: (present, total) =>
            `${number(total)} में से ${number(present)} विद्यार्थी उपस्थित हैं। बाकी अनुपस्थित गिने जाएँगे।`,
        endExcused: (count) =>
            plural(count, {
                one: "उनमें से # छुट्टी पर है।",
                other: "उनमें से # छुट्टी पर हैं।",
            }),
        endPending: (count) =>
            count
                ? plural(count, {
                      one: "# प्रविष्टि अभी सहेजी नहीं गई। उसके सहेजे जाने पर सत्र समाप्त होगा।",
                      other: "# प्रविष्टियाँ अभी सहेजी नहीं गईं। उनके सहेजे जाने पर सत्र समाप्त होगा।",
                  })
                : "",
        endOffline: (count) =>
            count
                ? plural(count, {
                      one: "आप ऑफ़लाइन हैं। पहले प्रतीक्षा में रखी # प्रविष्टि भेजी जाएगी, और कनेक्शन लौटने पर सत्र समाप्त होगा। यह पृष्ठ खुला रखें, या रद्द करें।",
                      other: "आप ऑफ़लाइन हैं। पहले प्रतीक्षा में रखी # प्रविष्टियाँ भेजी जाएँगी, और कनेक्शन लौटने पर सत्र समाप्त होगा। यह पृष्ठ खुला रखें, या रद्द करें।",
                  })
                : "आप ऑफ़लाइन हैं। कनेक्शन लौटने पर सत्र समाप्त होगा। यह पृष्ठ खुला रखें, या रद्द करें।",
        endConfirm: "सत्र समाप्त करें",
        endedHere: "सत्र समाप्त हो गया है।",
        endedElsewhere: "सत्र किसी दूसरी विंडो में समाप्त किया गया।",
        notRunning: "इस कक्षा का कोई सत्र नहीं चल रहा।",
        noStudents: "इस कक्षा में अभी कोई विद्यार्थी नहीं है।",
        noMatch: "इस खोज से कोई विद्यार्थी मेल नहीं खाता।",
        toClass: "विद्यार्थी जोड़ें",
        shortcutTable: [
            ["← ↑ → ↓", "एक विद्यार्थी से दूसरे पर जाएँ"],
            ["Space या Enter", "उपस्थित दर्ज करें; फिर से: दूसरी स्थिति चुनें"],
            ["p", "उपस्थित दर्ज करें, देर के समय के बाद भी"],
            ["l", "देर से दर्ज करें"],
            ["e", "छुट्टी पर दर्ज करें"],
            ["a", "अनुपस्थित दर्ज करें"],
            ["n", "प्रविष्टि वापस लें"],
            ["r", "बाकी सबको उपस्थित दर्ज करें"],
            ["/", "खोजें"],
            ["Enter (खोज में)", "एकमात्र मेल खाते को दर्ज करें"],
            ["Esc (खोज में)", "खोज ख़ाली करके छोड़ें"],
            ["u", "पिछला बदलाव वापस लें"],
            ["?", "ये शॉर्टकट दिखाएँ"],
        ],
        shortcutsOn: "एक कुंजी वाले शॉर्टकट p, l, e, a, n, r, /, u और ? काम में लाएँ",
    },

    projector: {
        title: (className) => `प्रोजेक्टर: ${className}`,
        fullScreen: "पूरी स्क्रीन",
        leave: "प्रोजेक्टर दृश्य बंद करें",
        since: (iso) => `शुरू: ${sessionStart(iso)}`,
        waiting: "पहले नाम की प्रतीक्षा…",
        others: (late, excused) =>
            enumerated([
                late && `देर से ${number(late)}`,
                excused && `छुट्टी पर ${number(excused)}`,
            ]),
        ended: "सत्र समाप्त हो गया है",
        arrivals: "अभी आए",
        notRunning: "कोई सत्र नहीं चल रहा। शुरू होते ही यहाँ दिखेगा।",
    },
};
