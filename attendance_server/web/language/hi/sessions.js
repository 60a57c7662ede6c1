/**
 * The words of a class's sessions, for teachers and the school office.
 *
 * @module
 */

import { text as reports } from "/language/hi/reports.js";
import {
    day,
    dayAndMonth,
    dayOfMonth,
    moment,
    month,
    monthOfYear,
    number,
    percent,
    plural,
    sessionStart,
    time,
    weekday,
} from "/language/formats.js";
import { STATUSES } from "/status.js";

/** @type {typeof import("/language/en/sessions.js").text} */
export const text = {
    ...reports,

    resetCode: {
        button: "नया पासवर्ड",
        buttonLabel: (who) => `${who} के लिए नया पासवर्ड`,
        title: (who) => `${who} के नए पासवर्ड के लिए कोड?`,
        body: "यह एक बार काम करता है, 24 घंटे के भीतर। तब तक पुराना पासवर्ड चलता है और कोई लॉग आउट नहीं होता। पक्का कर लें कि आप इसे किसे दे रहे हैं: जिसके पास कोड है, वह खाता चला सकता है।",
        confirm: "कोड दिखाएँ",
        issued: (who) => `${who} के लिए कोड`,
        done: "हो गया",
        use: (address, until) =>
            `${address} खोलें, “मेरे पास कोड है” चुनें, और इसे लिखें। यह फिर नहीं दिखाया जा सकता, और ${until} तक चलता है।`,
    },

    oneSession: {
        title: (className) => `सत्र: ${className}`,
        of: (total) => `${number(total)} में से`,
        ring: (present, total) => `${number(total)} में से ${number(present)} उपस्थित`,
    },

    history: {
        heading: "पिछले सत्र",
        none: "अभी कोई सत्र समाप्त नहीं हुआ।",
        more: "पुराने सत्र दिखाएँ",
        present: (present, total, excused) =>
            excused
                ? `${number(total)} में से ${number(present)} उपस्थित, ${number(excused)} छुट्टी पर`
                : `${number(total)} में से ${number(present)} उपस्थित`,
        when: "सत्र",
        attendance: "उपस्थित",
        rate: "दर",
        chart: (sessions) =>
            plural(sessions, {
                one: "पिछले # सत्र की उपस्थिति",
                other: "पिछले # सत्रों की उपस्थिति",
            }),
        bar: (iso, present, total) => `${day(iso)}: ${number(total)} में से ${number(present)}`,
    },

    reopening: {
        button: "सत्र फिर खोलें",
        title: "यह सत्र फिर खोलें?",
        body: "यह ऐसे चलता रहेगा जैसे समाप्त ही नहीं हुआ था, अपनी सभी प्रविष्टियों के साथ। पूरी कक्षा को यह तुरंत दिखता है। सत्र अपनी समाप्ति के एक घंटे के भीतर फिर खोला जा सकता है।",
        done: "सत्र फिर चल रहा है।",
    },

    discarding: {
        discarded: "यह सत्र हटा दिया गया।",
        button: "सत्र हटाएँ…",
        hint: "गलती से शुरू हुए सत्र के लिए। वह कहीं नहीं गिना जाएगा, और 30 दिन तक वापस लाया जा सकता है।",
        title: "यह सत्र हटाएँ?",
        body: "रिपोर्टें और सूचियाँ इसे अब नहीं गिनतीं, और विद्यार्थियों को यह नहीं दिखता। यह कक्षा के पिछले सत्रों के नीचे मिलेगा और 30 दिन तक वापस लाया जा सकता है।",
        reason: "कारण",
        reasonHint: "सत्र के साथ सहेजा जाता है। विद्यार्थियों को नहीं दिखता।",
        confirm: "सत्र हटाएँ",
        done: (iso) => `सत्र हटा दिया गया। ${day(iso)} तक वापस लाया जा सकता है।`,
        by: (name, iso) => `${name} ने हटाया, ${moment(iso)}`,
        until: (iso) => `${moment(iso)} तक वापस लाया जा सकता है।`,
        tooLate: "अब वापस नहीं लाया जा सकता।",
        restore: "वापस लाएँ",
        restoreLabel: (iso) => `${moment(iso)} का सत्र वापस लाएँ`,
        restored: "सत्र फिर गिना जाता है।",
        list: "हटाए गए सत्र",
        listHint: "ये कहीं नहीं गिने जाते।",
        more: "पुराने दिखाएँ",
    },

    continuing: {
        stillRuns: (iso) => `एक सत्र अब भी चल रहा है। शुरू: ${sessionStart(iso)}।`,
        ending: (present, total) =>
            `उसमें ${number(total)} में से ${number(present)} विद्यार्थी उपस्थित हैं। समाप्त करने पर बाकी अनुपस्थित गिने जाएँगे।`,
        resume: "उसे जारी रखें",
        restart: "उसे समाप्त करके नया शुरू करें",
    },

    matrixPage: {
        table: "हर सत्र में हर विद्यार्थी की स्थिति",
        month: monthOfYear,
        weekday,
        dayOfMonth,
        restOfMoment: (iso) => `${monthOfYear(iso)}, ${time(iso)}`,
        legend: "संकेत",
        notInClass: "कक्षा में नहीं",
        hint: "हर तारीख़ अपने सत्र पर ले जाती है, और हर नाम विद्यार्थी के चार्ट पर।",
        part: (first, last) => `${moment(first)} से ${moment(last)} तक के सत्र`,
        printPart: (first, last, all) =>
            `${number(all)} में से केवल विद्यार्थी ${number(first)} से ${number(last)} छपते हैं: जो स्क्रीन पर हैं। Excel और CSV फ़ाइलों में सब हैं।`,
    },

    overTimePage: {
        title: (className) => `समय के साथ ${className} की उपस्थिति`,
        describe: ({ count, first, last, least, most }) =>
            [
                plural(count, {
                    one: `${day(first)} से ${day(last)} तक # सत्र।`,
                    other: `${day(first)} से ${day(last)} तक # सत्र।`,
                }),
                least !== null &&
                    most !== null &&
                    `दर ${percent(least)} और ${percent(most)} के बीच है।`,
                "ऊपर का भाग दर दिखाता है, नीचे का भाग कितने उपस्थित, देर से, छुट्टी पर और अनुपस्थित थे। नीचे की तालिका में हर संख्या है।",
            ]
                .filter(Boolean)
                .join(" "),
        rateAxis: "दर",
        countAxis: "विद्यार्थी",
        session: (iso, counts, rate) =>
            [
                moment(iso),
                ...STATUSES.map(
                    (status) => `${reports.status[status]}: ${number(counts[status])}`,
                ),
                `दर: ${reports.rate(rate)}`,
            ].join("\n"),
        month,
        monthOfYear,
        day: dayAndMonth,
        number,
        table: "हर सत्र",
        when: "सत्र",
        total: "विद्यार्थी",
    },
};
