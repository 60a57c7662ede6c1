/**
 * The words of reports and of past sessions, for teachers, students and the school office.
 *
 * @module
 */

import { being, text as common } from "/language/hi/common.js";
import {
    date,
    day,
    fieldDate,
    fullLastDay,
    moment,
    number,
    plural,
    size,
    time,
} from "/language/formats.js";

/** @type {typeof import("/language/en/reports.js").countsOf} */
export function countsOf(sessions, counts) {
    const each = [
        `उपस्थित ${number(counts.present)}`,
        `देर से ${number(counts.late)}`,
        `छुट्टी पर ${number(counts.excused)}`,
        `अनुपस्थित ${number(counts.absent)}`,
    ].join(", ");
    return plural(sessions, { one: `# सत्र: ${each}`, other: `# सत्र: ${each}` });
}

/** @type {typeof import("/language/en/reports.js").text} */
export const text = {
    ...common,

    statusLetter: {
        present: "उ",
        late: "दे",
        excused: "छु",
        absent: "अ",
        none: "·",
    },

    teachers: {
        heading: "शिक्षक",
        you: "(आप)",
        hint: "सहायक इस कक्षा में आप ही की तरह हाज़िरी लेते हैं। वे उसे बदल, निर्यात या मिटा नहीं सकते।",
        assistantHint: "ये सब इस कक्षा में हाज़िरी लेते हैं। प्रभारी उसे सँभालते हैं।",
        youAssist: "आप इस कक्षा में सहायक हैं: आप हाज़िरी लेते हैं, और प्रभारी उसे सँभालते हैं।",
        asAssistant: "आप सहायक हैं",
        role: (role, until) => {
            if (role === "owner") {
                return "प्रभारी";
            }
            if (!until) {
                return "सहायक";
            }
            const lastDay = fullLastDay(until);
            return lastDay
                ? `स्थानापन्न, ${day(lastDay)} तक (वह दिन भी)`
                : `स्थानापन्न, ${moment(until)} तक`;
        },
        add: "शिक्षक जोड़ें",
        addBody: "वे कक्षा, उसके विद्यार्थी और रिपोर्टें देखते हैं, और हाज़िरी लेते हैं।",
        email: "शिक्षक का ई-मेल पता",
        until: "आख़िरी दिन",
        untilHint: "स्थानापन्न के लिए। इसके बिना वे तब तक रहते हैं, जब तक आप उन्हें न हटाएँ।",
        addConfirm: "जोड़ें",
        added: "शिक्षक जोड़ दिए गए हैं।",
        remove: "हटाएँ",
        removeLabel: (name) => `${name} को हटाएँ`,
        removeTitle: (name) => `${name} को शिक्षकों से हटाएँ?`,
        removeBody: "उन्हें यह कक्षा अब नहीं दिखेगी। उन्होंने जो दर्ज किया, वह रहेगा।",
        removed: (name) => `${name} अब इस कक्षा के शिक्षक नहीं हैं।`,
        leave: "कक्षा छोड़ें",
        leaveTitle: (className) => `${className} छोड़ें?`,
        leaveBody:
            "आपको यह कक्षा अब नहीं दिखेगी। आपने जो दर्ज किया, वह रहेगा। आपको फिर केवल प्रभारी जोड़ सकते हैं।",
        left: (className) => `आप अब ${className} के शिक्षक नहीं हैं।`,
        noLonger: "आप अब इस कक्षा के शिक्षक नहीं हैं।",
    },

    session: {
        student: "विद्यार्थी",
        status: "स्थिति",
        file: "सत्र",
        times: (startedAt, endedAt) =>
            day(startedAt) === day(endedAt)
                ? `${moment(startedAt)} से ${time(endedAt)}`
                : `${moment(startedAt)} से ${moment(endedAt)}`,
        summary: ({ presentCount, absentCount, lateCount, excusedCount }) => {
            const present = lateCount
                ? `उपस्थित ${number(presentCount)} (देर से ${number(lateCount)})`
                : `उपस्थित ${number(presentCount)}`;
            const absent = excusedCount
                ? `अनुपस्थित ${number(absentCount)} (छुट्टी पर ${number(excusedCount)})`
                : `अनुपस्थित ${number(absentCount)}`;
            return `${present}, ${absent}`;
        },
        noStudents: "इस सत्र में कोई विद्यार्थी नहीं था।",
        deletedAccount: "मिटाया गया खाता",
        deletedStudent: (number) => `मिटाया गया विद्यार्थी ${number}`,
        filter: "इस सत्र में खोजें",
        noMatch: "कोई विद्यार्थी मेल नहीं खाता।",
        correct: "बदलें",
        correctLabel: (name) => `${name} की प्रविष्टि बदलें`,
        correctedAt: (iso) => `सुधारा गया: ${moment(iso)}`,
        openAgain: "यह सत्र फिर चल रहा है।",
        openRoll: "चल रहा सत्र खोलें",
    },

    correction: {
        title: (name) => `${name} की प्रविष्टि बदलें`,
        soFar: (status, iso) =>
            iso ? `अब तक: ${being[status]}, ${moment(iso)} से` : `अब तक: ${being[status]}`,
        to: "इसमें बदलें",
        reason: "कारण",
        reasonHint: "बदलाव के साथ सहेजा जाता है और विद्यार्थी को दिखता है। बाद में बदला नहीं जा सकता।",
        save: "बदलाव सहेजें",
        saved: (name, status) => `${name}: अब ${being[status]}।`,
        already: (name, status) =>
            `${name}: पहले से ${being[status]}। कुछ नहीं बदला, और आपका कारण सहेजा नहीं गया।`,
        meanwhile: (name, status) =>
            `${name}: अब ${being[status]}। प्रविष्टि दूसरी विंडो में भी बदली गई थी: बदलाव देखें।`,
        changes: (count) =>
            plural(count, {
                one: "समाप्ति के बाद # बदलाव",
                other: "समाप्ति के बाद # बदलाव",
            }),
        hint: "सबसे नया पहले। विद्यार्थी अपनी प्रविष्टि के बदलाव देखते हैं, पर यह नहीं कि किसने किए।",
        earlier: (count) =>
            plural(count, {
                one: "# पुराना बदलाव दिखाएँ",
                other: "# पुराने बदलाव दिखाएँ",
            }),
        fromTo: "→",
        by: (name, iso) => `${name}, ${moment(iso)}`,
        reopened: "सत्र फिर खोला गया",
        hadEnded: (iso) => `वह ${moment(iso)} को समाप्त हुआ था।`,
        ofMine: "समाप्ति के बाद बदलाव",
        corrected: "सुधारा गया",
    },

    report: {
        link: "रिपोर्ट, तालिका और चार्ट",
        heading: (className) => `उपस्थिति: ${className}`,
        parts: "इस कक्षा की रिपोर्टें",
        students: "विद्यार्थी",
        matrix: "तालिका",
        overTime: "समय के साथ",
        from: "से",
        to: "तक",
        wrongOrder: "यह पहले दिन से पहले है।",
        order: "क्रम",
        orders: {
            name: "नाम से",
            absent: "सबसे अधिक अनुपस्थित पहले",
            rate: "सबसे कम दर पहले",
            absenceRun: "लगातार सबसे लंबी अनुपस्थिति पहले",
            lastSeen: "सबसे लंबे समय से न दिखे पहले",
        },
        missed: "अनुपस्थित, कम से कम",
        missedHint: "बार",
        find: "विद्यार्थी खोजें",
        span: (from, to) => {
            if (from && to) {
                return from === to
                    ? `${fieldDate(from)} को`
                    : `${fieldDate(from)} से ${fieldDate(to)} तक`;
            }
            if (from) {
                return `${fieldDate(from)} से`;
            }
            return to ? `${fieldDate(to)} तक` : "सभी सत्र";
        },
        count: (shown, all) =>
            shown === all
                ? plural(all, { one: "# विद्यार्थी", other: "# विद्यार्थी" })
                : plural(all, {
                      one: `# में से ${number(shown)} विद्यार्थी`,
                      other: `# में से ${number(shown)} विद्यार्थी`,
                  }),
        countMissed: (shown, all, times) => {
            const students = plural(all, {
                one: `# में से ${number(shown)} विद्यार्थी`,
                other: `# में से ${number(shown)} विद्यार्थी`,
            });
            return plural(times, {
                one: `कम से कम # बार अनुपस्थित: ${students}`,
                other: `# या अधिक बार अनुपस्थित: ${students}`,
            });
        },
        noMatch: "कोई विद्यार्थी मेल नहीं खाता।",
        none: "इस अवधि में कोई सत्र समाप्त नहीं हुआ।",
        noStudents: "इस अवधि में इस कक्षा में कोई विद्यार्थी नहीं था।",
        student: "विद्यार्थी",
        sessions: "सत्र",
        rate: "दर",
        absenceRun: "लगातार",
        absenceRunLong: "लगातार अनुपस्थित",
        lastSeen: "पिछली बार",
        never: "कभी नहीं",
        left: "छोड़ दी",
        seen: date,
        table: "हर विद्यार्थी की उपस्थिति",
        pages: "पृष्ठ",
        page: (first, last, all) =>
            `${number(all)} में से विद्यार्थी ${number(first)} से ${number(last)}`,
        previous: "पिछला",
        next: "अगला",
        failed: "रिपोर्ट नहीं खुल सकी।",
    },

    studentReport: {
        heading: (name, className) => `${name}, ${className}`,
        picture: (name) => `${name} की उपस्थिति`,
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}। नीचे की सूची में हर सत्र है।`,
        cell: (iso, status) => `${moment(iso)}: ${common.status[status]}`,
        rate: "दर",
        absenceRun: "लगातार अनुपस्थित",
        lastSeen: "पिछली बार",
        chart: "सत्र दर सत्र",
        list: "सभी सत्र",
        none: "इस अवधि में वे किसी सत्र में नहीं थे।",
        left: "यह विद्यार्थी कक्षा छोड़ चुका है।",
        missing: "यह विद्यार्थी इस कक्षा की रिपोर्टों में नहीं है।",
    },

    exports: {
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: (what) => `${what}, CSV में`,
        xlsxLabel: (what) => `${what}, Excel (XLSX) के लिए`,
        print: "छापें",
        preparing: "सर्वर फ़ाइल तैयार कर रहा है…",
        received: (bytes) => `डाउनलोड हो रहा है: अब तक ${size(bytes)}…`,
        done: (name, bytes) => `${name} डाउनलोड हो गई है (${size(bytes)})।`,
        busy: (seconds) =>
            plural(seconds, {
                one: "सर्वर दूसरी फ़ाइलें तैयार कर रहा है। # सेकंड में फिर कोशिश करें।",
                other: "सर्वर दूसरी फ़ाइलें तैयार कर रहा है। # सेकंड में फिर कोशिश करें।",
            }),
        broken: "डाउनलोड बीच में रुक गया। नेटवर्क देखें और फिर कोशिश करें।",
        failed: (why) => `डाउनलोड नहीं हुआ। ${why}`,
    },
};
