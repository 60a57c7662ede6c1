/**
 * The words of the school office.
 *
 * @module
 */

import { moment, plural } from "/language/formats.js";

/** @type {typeof import("/language/en/office.js").office} */
export const office = {
    heading: "विद्यालय कार्यालय",
    parts: "विद्यालय कार्यालय के भाग",
    people: "लोग",
    classes: "कक्षाएँ",
    audit: "ऑडिट लॉग",
    more: "और दिखाएँ",
    roles: { TEACHER: "शिक्षक", STUDENT: "विद्यार्थी", ADMIN: "विद्यालय कार्यालय" },

    list: {
        search: "नाम या ई-मेल से खोजें",
        show: "दिखाएँ",
        everyone: "सभी",
        kinds: {
            TEACHER: "शिक्षक",
            STUDENT: "विद्यार्थी",
            ADMIN: "विद्यालय कार्यालय",
            disabled: "बंद खाते",
        },
        none: "कोई खाता मेल नहीं खाता।",
        found: (count, more) =>
            more
                ? plural(count, { one: "पहला # खाता", other: "पहले # खाते" })
                : plural(count, { one: "# खाता", other: "# खाते" }),
    },

    state: {
        unclaimed: "अभी अपनाया नहीं",
        disabled: "बंद",
        merging: "मिलाना बीच में रुका",
    },

    person: {
        created: "बनाया गया",
        role: "भूमिका",
        email: "ई-मेल",
        state: "स्थिति",
        active: "चालू",
        disabledSince: (at) => `${moment(at)} से बंद`,
        merging:
            "यह खाता दूसरे में मिलाया जा रहा था, और वह बीच में रुक गया। फिर मिलाए जाने तक यह बंद रहेगा।",
        teaches: "पढ़ाई जाने वाली कक्षाएँ",
        attends: "जिन कक्षाओं में हैं",
        log: "इस खाते के साथ क्या हुआ",
        deeds: "इस व्यक्ति ने क्या किया",
        correct: "नाम और ई-मेल सुधारें",
        name: "नाम",
        save: "सहेजें",
        saved: "खाता बदल दिया गया है।",
        toTeacher: "इसे शिक्षक का खाता बनाएँ",
        toTeacherBody:
            "व्यक्ति लॉग आउट हो जाता है और विद्यार्थी के रूप में सभी कक्षाओं से निकल जाता है। पिछले सत्रों की प्रविष्टियाँ रहती हैं।",
        toStudent: "इसे विद्यार्थी का खाता बनाएँ",
        toStudentBody:
            "व्यक्ति लॉग आउट हो जाता है। जिस शिक्षक की कक्षाएँ हैं, वह विद्यार्थी नहीं बन सकता।",
        roleChanged: "भूमिका बदल दी गई है।",
        disable: "खाता बंद करें",
        disableBody:
            "व्यक्ति तुरंत लॉग आउट हो जाता है, और खाता चालू होने तक लॉग इन नहीं कर सकता। कक्षाएँ और प्रविष्टियाँ रहती हैं।",
        disabled: "खाता बंद है।",
        enable: "खाता चालू करें",
        enabled: "खाता फिर काम में आ सकता है।",
        merge: "दूसरे खाते में मिलाएँ…",
        mergeTitle: (who) => `${who} का खाता मिलाएँ`,
        mergeBody:
            "वह खाता खोजें जो रहेगा। उसका नाम, ई-मेल पता और पासवर्ड रहता है, और वह कक्षाएँ, प्रविष्टियाँ और सुधार ले लेता है। फिर यह खाता मिटा दिया जाता है। जिस सत्र में दोनों दर्ज हैं, वहाँ उपस्थित पहले आता है, फिर देर से, छुट्टी पर और अनुपस्थित।",
        mergeSearch: "जो खाता रहेगा",
        mergeConfirm: (one, other) => `${one} को ${other} में मिलाएँ?`,
        mergeNote: "इसे वापस नहीं लिया जा सकता।",
        mergeButton: "मिलाएँ",
        merged: "खाते मिला दिए गए हैं।",
        remove: "खाता मिटाएँ…",
        removeTitle: (who) => `${who} का खाता मिटाएँ?`,
        removeStudent:
            "विद्यार्थी सभी कक्षाओं से निकल जाता है। पिछले सत्रों में प्रविष्टियाँ रहती हैं, पर नाम नहीं। इसे वापस नहीं लिया जा सकता।",
        removeOther: "इसे वापस नहीं लिया जा सकता। शिक्षक की कक्षाएँ पहले दूसरे को देनी होंगी।",
        removeConfirm: "खाता मिटाएँ",
        removed: "खाता मिटा दिया गया है।",
    },

    classList: {
        search: "कक्षा के नाम से खोजें",
        archived: "संग्रह की कक्षाएँ",
        none: "कोई कक्षा मेल नहीं खाती।",
        about: (students, teacher) =>
            plural(students, {
                one: `# विद्यार्थी, ${teacher ?? "मिटाए गए शिक्षक"}`,
                other: `# विद्यार्थी, ${teacher ?? "मिटाए गए शिक्षक"}`,
            }),
    },

    class: {
        students: "विद्यार्थी",
        owner: "प्रभारी",
        move: "दूसरे शिक्षक को दें…",
        moveTitle: (className) => `${className} दूसरे शिक्षक को दें`,
        moveBody:
            "नए प्रभारी को सभी पिछले सत्र दिखते हैं। मौजूदा प्रभारी के पास कक्षा नहीं रहती; चल रहा सत्र नए प्रभारी के साथ चलता रहता है।",
        moveSearch: "नए प्रभारी",
        moveConfirm: (className, teacher) => `${className} को ${teacher} को दें?`,
        moveButton: "दें",
        moved: (teacher) => `कक्षा के प्रभारी अब ${teacher} हैं।`,
    },

    choose: {
        none: "कोई मेल नहीं खाता।",
        choose: "चुनें",
        chooseLabel: (who) => `${who} को चुनें`,
    },

    log: {
        lead: "किसने क्या किया। प्रविष्टियाँ बदली नहीं जा सकतीं, और उतने समय रखी जाती हैं जितना सर्वर में तय है।",
        action: "क्या",
        every: "सब कुछ",
        outcome: "परिणाम",
        any: "कोई भी",
        done: "किया गया",
        refused: "मना किया गया",
        actions: {
            "account.signup": "साइन अप",
            "account.login": "लॉग इन",
            "account.sign-on": "विद्यालय के खाते से लॉग इन",
            "account.logout": "लॉग आउट",
            "account.refresh": "उपकरण का लॉग इन बढ़ाया गया",
            "account.device": "उपकरण लॉग आउट किया गया",
            "account.claim": "खाता अपनाया गया",
            "account.password": "पासवर्ड बदला गया",
            "account.forgot": "नए पासवर्ड की मेल माँगी गई",
            "account.reset-code": "नए पासवर्ड का कोड दिया गया",
            "account.change": "खाता बदला गया",
            "account.merge": "खाते मिलाए गए",
            "account.delete": "खाता मिटाया गया",
            "account.export": "अपना डेटा फ़ाइल में लिया गया",
            "class.create": "कक्षा बनाई गई",
            "class.change": "कक्षा बदली गई",
            "class.delete": "कक्षा मिटाई गई",
            "class.move": "कक्षा दूसरे को दी गई",
            "class.add-teacher": "कक्षा में शिक्षक जोड़ा गया",
            "class.remove-teacher": "कक्षा से शिक्षक हटाया गया",
            "class.enrol": "विद्यार्थी जोड़ा गया",
            "class.confirm": "बुलाए गए विद्यार्थी के खाते की पुष्टि",
            "class.decline": "निमंत्रण मना किया गया",
            "class.withdraw": "निमंत्रण वापस लिया गया",
            "class.refuse-join": "शामिल होने का अनुरोध मना किया गया",
            "class.unenrol": "कक्षा से विद्यार्थी हटाया गया",
            "key.create": "API कुंजी बनाई गई",
            "key.end": "API कुंजी बंद की गई",
            "roster.import": "सूची आयात की गई",
            "roster.sync": "कक्षा सूची के अनुसार की गई",
            "roster.undo": "आयात वापस लिया गया",
            "roster.codes": "कोड दिए गए",
            "report.file": "फ़ाइल ली गई",
            "report.school": "पूरे विद्यालय की उपस्थिति ली गई",
            "session.import": "बैठक की रिपोर्ट सत्र के रूप में आयात की गई",
            "session.correct": "प्रविष्टि सुधारी गई",
            "session.reopen": "सत्र फिर खोला गया",
            "session.discard": "सत्र हटाया गया",
            "session.restore": "सत्र वापस लाया गया",
        },
        only: "केवल एक खाते या कक्षा की प्रविष्टियाँ।",
        all: "सभी प्रविष्टियाँ दिखाएँ",
        none: "कोई प्रविष्टि मेल नहीं खाती।",
        file: "ऑडिट लॉग",
        table: "ऑडिट लॉग",
        when: "कब",
        who: "कौन",
        about: "किसके बारे में",
        changes: "बदलाव",
        unknown: "अज्ञात",
        deleted: "मिटाया गया खाता",
        outcomes: { ok: "किया गया", started: "पता नहीं", "broken off": "बीच में रुका" },
        refusedWith: (code) => `मना किया गया (${code})`,
        targets: {
            userId: "खाता",
            intoId: "इसमें",
            studentId: "विद्यार्थी",
            teacherId: "शिक्षक",
            classId: "कक्षा",
            sessionId: "सत्र",
            importId: "आयात",
            keyId: "API कुंजी",
            key: "API कुंजी का नाम",
            dryRun: "केवल जाँच",
            days: "दिन",
            way: "किसने दिया",
        },
        fields: {
            name: "नाम",
            givenName: "पहला नाम",
            familyName: "उपनाम",
            email: "ई-मेल",
            role: "भूमिका",
            disabledAt: "बंद",
            teacherId: "प्रभारी",
            mark: "प्रविष्टि",
        },
        notDisabled: "नहीं",
    },
};
