/**
 * The words of the page that imports a list.
 *
 * @module
 */

import { number, plural } from "/language/formats.js";

/** @import { ColumnRole, SkipCode } from "/api-types.js" */

/** What a column can be, in the order in which it is offered. @type {Record<ColumnRole, string>} */
const ROLES = {
    ignored: "काम में नहीं",
    name: "नाम",
    givenName: "पहला नाम",
    familyName: "उपनाम",
    familyFirst: "नाम, उपनाम पहले",
    email: "विद्यार्थी का ई-मेल",
    studentNumber: "विद्यार्थी संख्या",
    contactEmail: "परिवार का ई-मेल",
    class: "कक्षा",
    role: "भूमिका, जैसे शिक्षक",
    status: "स्थिति, जैसे छोड़ दिया",
    joined: "आने का समय",
    left: "जाने का समय",
    duration: "अवधि",
};

/** @type {Record<SkipCode, string>} */
const SKIPPED = {
    teacher: "शिक्षक।",
    not_student: "विद्यार्थी नहीं।",
    left: "छोड़ चुका है।",
    test_student: "किसी शिक्षण मंच का परीक्षण विद्यार्थी।",
    total: "योग, या सूची के नीचे का पाठ।",
    points: "अंक पुस्तिका के अंक या तारीख़ें।",
    repeated_header: "शीर्षक पंक्ति फिर से।",
    duplicate: "वही विद्यार्थी जो पिछली पंक्ति में है।",
    hidden: "वर्कबुक में छिपी है। आयात करने के लिए वहाँ पंक्ति दिखाएँ।",
    filtered: "वर्कबुक के फ़िल्टर से छूटी है। आयात करने के लिए वहाँ फ़िल्टर हटाएँ।",
};

/** @type {typeof import("/language/en/import.js").importWords} */
export const importWords = {
    heading: "सूची आयात करें",
    title: (className) => `सूची आयात करें: ${className}`,
    lead: "स्प्रेडशीट से विद्यार्थी जोड़ें। पहले पूर्वावलोकन दिखता है: आपकी पुष्टि से पहले कुछ नहीं बदलता।",
    how: "फ़ाइल कैसी होनी चाहिए",
    rules: [
        "Excel (XLSX या XLS), OpenDocument, CSV या दूसरा पाठ, 2 MB और 10,000 विद्यार्थियों तक: जैसा Moodle, Canvas, Google, Teams, Zoom, OneRoster और कई विद्यालय प्रणालियाँ निर्यात करती हैं।",
        "एक पंक्ति स्तंभों के नाम बताती है, किसी भी क्रम में: नाम, और ई-मेल या विद्यार्थी संख्या या दोनों। पहला नाम और उपनाम दो स्तंभ हो सकते हैं, और परिवार का ई-मेल भी हो सकता है। आप देखते हैं कि स्तंभ क्या समझे गए, और उसे बदल सकते हैं।",
        "उसके नीचे हर पंक्ति में एक विद्यार्थी है। जिनका खाता नहीं है, उन्हें खाता और एक कोड मिलता है जो आप देते हैं।",
    ],
    sampleCaption: "उदाहरण:",
    sample: [
        ["नाम", "ई-मेल", "विद्यार्थी संख्या"],
        ["Ada Lovelace", "ada@school.example", "S-1042"],
        ["Alan Turing", "alan@school.example", "S-1043"],
    ],
    download: "नमूना डाउनलोड करें",
    sampleFile: "नमूना सूची",
    choose: "फ़ाइल चुनें",
    chooseOther: "दूसरी फ़ाइल चुनें",
    drop: "या उसे यहाँ छोड़ें।",
    dropNow: "फ़ाइल छोड़ें",
    oneOnly: "आपने कई फ़ाइलें चुनीं। एक बार में एक चुनें।",
    unreadable: "यह फ़ाइल नहीं पढ़ी जा सकती। दूसरे प्रोग्रामों में उसे बंद करें और फिर चुनें।",
    checking: (file) => `${file} की जाँच हो रही है…`,
    checked: (file, count) =>
        plural(count, {
            one: `${file}: # पंक्ति`,
            other: `${file}: # पंक्तियाँ`,
        }),
    needsChoice: (file) => `${file} में एक चुनाव करना है।`,
    notChecked: (file) => `${file} की जाँच नहीं हुई।`,
    preview: "क्या होगा",
    lineByLine: "पंक्ति दर पंक्ति",
    filter: "दिखाएँ",
    show: {
        all: (count) => `सभी ${number(count)}`,
        wrong: (count) => `गलत ${number(count)}`,
        new: (count) => `नए ${number(count)}`,
        known: (count) => `परिचित ${number(count)}`,
        unproven: (count) => `पुष्टि बाकी ${number(count)}`,
        enrolled: (count) => `कक्षा में ${number(count)}`,
        skipped: (count) => `छोड़ी गईं ${number(count)}`,
    },

    becomes: {
        wrong: "गलत",
        new: "नया",
        known: "परिचित",
        unproven: "पुष्टि बाकी",
        enrolled: "कक्षा में",
        skipped: "छोड़ी गई",
    },

    meaning:
        "नए विद्यार्थियों को खाता मिलता है, और उसे अपनाने का कोड। परिचित विद्यार्थियों का खाता पहले से है, और वे कक्षा में आ जाते हैं। जिनकी पुष्टि बाकी है, वे अपना कोड लिखने पर या आपकी पुष्टि पर आते हैं।",
    table: "फ़ाइल की पंक्तियाँ, और हर एक का क्या होगा",
    line: "पंक्ति",
    student: "विद्यार्थी",
    outcome: "क्या होगा",
    number: String,
    noName: "नाम नहीं",
    knownAs: (name) => `खाते का नाम यही रहेगा: ${name}`,
    shown: (shown, all) =>
        shown < all
            ? plural(all, {
                  one: `# पंक्ति में से पहली ${number(shown)}`,
                  other: `# पंक्तियों में से पहली ${number(shown)}`,
              })
            : plural(all, { one: "# पंक्ति", other: "# पंक्तियाँ" }),
    more: (count) => `${number(count)} और दिखाएँ`,
    noLines: "ऐसी कोई पंक्ति नहीं है।",
    fix: (count) =>
        plural(count, {
            one: "# पंक्ति गलत है, इसलिए सूची ज्यों की त्यों आयात नहीं होगी। फ़ाइल सुधारें, सहेजें, और फिर चुनें।",
            other: "# पंक्तियाँ गलत हैं, इसलिए सूची ज्यों की त्यों आयात नहीं होगी। फ़ाइल सुधारें, सहेजें, और फिर चुनें।",
        }),
    orOnlyRight: (right) =>
        plural(right, {
            one: "या # सही पंक्ति आयात करें, और बाकी बाद में।",
            other: "या # सही पंक्तियाँ आयात करें, और बाकी बाद में।",
        }),
    submitRight: (right) =>
        plural(right, {
            one: "केवल # विद्यार्थी आयात करें",
            other: "केवल # विद्यार्थी आयात करें",
        }),
    saveWrong: "गलत पंक्तियाँ सहेजें",
    wrongFile: "गलत पंक्तियाँ",
    wrongColumns: ["पंक्ति", "नाम", "ई-मेल", "विद्यार्थी संख्या", "क्यों"],
    noStudents: "इस सूची की हर पंक्ति छोड़ी गई है, इसलिए आयात करने को कोई नहीं है।",
    nothing: "इस सूची के सभी पहले से कक्षा में हैं। आयात करने को कुछ नहीं है।",
    submit: (count) =>
        plural(count, {
            one: "# विद्यार्थी आयात करें",
            other: "# विद्यार्थी आयात करें",
        }),
    allOrNone: (fresh) =>
        fresh
            ? "कुछ गड़बड़ हुई तो कोई विद्यार्थी आयात नहीं होगा। नए विद्यार्थियों के कोड तुरंत बाद दिखेंगे।"
            : "कुछ गड़बड़ हुई तो कोई विद्यार्थी आयात नहीं होगा।",
    importing: "आयात हो रहा है। कृपया यह पृष्ठ खुला रखें…",
    done: (joined, fresh, unconfirmed = 0) =>
        [
            fresh
                ? plural(joined, {
                      one: `# विद्यार्थी कक्षा में आ गया है, नए ${number(fresh)}।`,
                      other: `# विद्यार्थी कक्षा में आ गए हैं, नए ${number(fresh)}।`,
                  })
                : plural(joined, {
                      one: "# विद्यार्थी कक्षा में आ गया है।",
                      other: "# विद्यार्थी कक्षा में आ गए हैं।",
                  }),
            unconfirmed &&
                plural(unconfirmed, {
                    one: "# विद्यार्थी की पुष्टि बाकी है।",
                    other: "# विद्यार्थियों की पुष्टि बाकी है।",
                }),
        ]
            .filter(Boolean)
            .join(" "),
    changed:
        "इस फ़ाइल की जाँच के बाद कुछ बदल गया है, इसलिए कुछ आयात नहीं हुआ। यह नया पूर्वावलोकन है।",
    unknown:
        "सर्वर ने उत्तर नहीं दिया। या तो सभी विद्यार्थी आयात हुए या कोई नहीं: जानने के लिए फ़ाइल की फिर जाँच करें। यदि हुए हैं, तो कक्षा के पृष्ठ पर उनके लिए नए कोड लें।",
    checkAgain: "फिर जाँचें",
    nothingChanged: "कुछ नहीं बदला।",

    roles: ROLES,
    columns: {
        heading: "फ़ाइल कैसे पढ़ी गई",
        lead: "ये सूची की पहली पंक्तियाँ हैं। यदि कोई स्तंभ कुछ और समझा गया, तो चुनें कि वह क्या है।",
        remembered: "स्तंभ वही हैं जो आपने इन्हीं शीर्षकों वाली पिछली फ़ाइल के लिए चुने थे।",
        scroll: "फ़ाइल के स्तंभ",
        caption: "हर स्तंभ क्या है, और उसकी पहली पंक्तियाँ",
        what: (header) => `“${header}” क्या है`,
        unnamed: (place) => `स्तंभ ${number(place)}`,
        check: "इसे जाँचें",
        confirm: "स्तंभ सही हैं",
        choose: "चुनें…",
        sheet: "शीट",
        sheetRows: (sheet, rows) =>
            plural(rows, {
                one: `${sheet} (# पंक्ति)`,
                other: `${sheet} (# पंक्तियाँ)`,
            }),
        header: "स्तंभों के नाम यहाँ हैं",
        noHeader: "किसी पंक्ति में नहीं",
        row: (row) => `पंक्ति ${number(row)}`,
        encoding: "नाम कहाँ ठीक लिखे हैं?",
        noSpecialNames: "विशेष अक्षरों वाला कोई नाम नहीं है।",
    },

    missing: {
        name: "किसी स्तंभ में पूरे नाम नहीं हैं। एक स्तंभ के ऊपर “नाम” चुनें, या दो के ऊपर “पहला नाम” और “उपनाम”।",
        login: "किसी स्तंभ में ई-मेल पते या विद्यार्थी संख्याएँ नहीं हैं। यदि है, तो चुनें कि वह क्या है। नहीं तो विद्यार्थी संख्याएँ बनवाएँ।",
        both: "कोई स्तंभ नहीं बताता कि विद्यार्थी कौन हैं। स्तंभों के ऊपर चुनें कि वे क्या हैं: सूची में नाम, और ई-मेल पते या विद्यार्थी संख्याएँ चाहिए।",
    },

    makeNumbers: "जिनकी विद्यार्थी संख्या नहीं है, उनके लिए बनाएँ",
    makeNumbersHint:
        "उन विद्यार्थियों के लिए जिनका न ई-मेल पता है न संख्या: वे अपनी पर्ची की संख्या से लॉग इन करते हैं।",
    makeNames: "ई-मेल पतों से नाम बनाएँ",
    makeNamesHint:
        "जैसे ada.okafor@school.example से Ada Okafor। खाता अपनाए जाने तक आप नाम सुधार सकते हैं।",
    getsNumber: "विद्यार्थी संख्या मिलेगी",
    skippedBecause: SKIPPED,
    leftOut: (count) =>
        plural(count, {
            one: "# गलत पंक्ति छोड़ दी गई।",
            other: "# गलत पंक्तियाँ छोड़ दी गईं।",
        }),
};
