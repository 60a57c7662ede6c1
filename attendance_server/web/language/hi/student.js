/**
 * The words of students' pages.
 *
 * @module
 */

import { countsOf, text as reports } from "/language/hi/reports.js";
import { moment, number, plural, sessionStart } from "/language/formats.js";

/** @import { Attended } from "/status.js" */

/**
 * How often a student was present, of the sessions from which they were not excused.
 *
 * @param {Attended} attended
 */
function rate({ present, total, excused }) {
    const times = `${number(total)} में से ${number(present)} में उपस्थित`;
    const without = plural(excused, { one: "# सत्र में छुट्टी", other: "# सत्रों में छुट्टी" });
    if (excused && total) {
        return `${times}, ${without}`;
    }
    return excused ? without : times;
}

const MINE = {
    present: "आप उपस्थित हैं",
    late: "आप उपस्थित हैं, पर देर से",
    excused: "आप छुट्टी पर हैं",
    absent: "आप अनुपस्थित दर्ज हैं",
    none: "आप अभी दर्ज नहीं हैं",
    off: "कोई सत्र नहीं चल रहा",
};

/** @type {typeof import("/language/en/student.js").text} */
export const text = {
    ...reports,

    ownSession: {
        mine: {
            present: "आप उपस्थित थे",
            late: "आप देर से आए थे",
            excused: "आप छुट्टी पर थे",
            absent: "आप अनुपस्थित थे",
        },
        markedAt: (iso) => `दर्ज: ${moment(iso)}`,
        unchanged: "तब से आपकी प्रविष्टि नहीं बदली गई है।",
    },

    invitation: {
        from: (teacher) => `${teacher} ने आपको इस कक्षा में बुलाया है।`,
        code: "कोड",
        codeHint: "आपके शिक्षक इसे देते हैं।",
        accept: "शामिल हों",
        decline: "मना करें",
        accepted: (className) => `आप ${className} में शामिल हो गए हैं।`,
        declined: (className) => `आपने ${className} को मना कर दिया है।`,
    },

    leaveClass: {
        leave: "कक्षा छोड़ें",
        title: (className) => `${className} छोड़ें?`,
        body: "आपके पिछले सत्र रहेंगे। आपको फिर केवल शिक्षक जोड़ सकते हैं।",
    },

    student: {
        none: "आप अभी किसी कक्षा में नहीं हैं।",
        join: "कक्षा में शामिल हों",
        waiting: "आपके शिक्षक से पूछा गया है कि आपको आने दें।",
        withdraw: {
            act: "वापस लें",
            label: (className) => `${className} में शामिल होने का अपना अनुरोध वापस लें`,
            title: (className) => `${className} में शामिल होने का अपना अनुरोध वापस लें?`,
            body: "आपके शिक्षक को वह नहीं दिखेगा। दोबारा पूछने के लिए कक्षा का कोड चाहिए।",
            done: (className) => `${className} में शामिल होने का आपका अनुरोध वापस ले लिया गया है।`,
            answered: "आपके शिक्षक पहले ही जवाब दे चुके थे।",
        },
        joined: (className) => `आप ${className} में हैं।`,
        invited: (className) => `आपको ${className} में बुलाया गया है।`,
        removed: (className) => `आप अब ${className} में नहीं हैं।`,
        nextHint: "शिक्षक के अगला सत्र शुरू करते ही यह पृष्ठ उसे दिखाता है।",
        running: "सत्र चल रहा है",
        since: (iso) => `शुरू: ${sessionStart(iso)}`,
        mine: MINE,
        was: {
            present: "सत्र समाप्त हो गया। आप उपस्थित थे।",
            late: "सत्र समाप्त हो गया। आप देर से आए थे।",
            excused: "सत्र समाप्त हो गया। आप छुट्टी पर थे।",
            absent: "सत्र समाप्त हो गया। आप अनुपस्थित थे।",
            none: "सत्र समाप्त हो गया।",
            discarded: "यह सत्र हटा दिया गया।",
        },
        announceStatus: (mine, className) => `${className}: ${MINE[mine]}।`,
        announceStart: (className) => `${className}: सत्र शुरू हो गया है।`,
        checkInOpen: "चेक-इन खुला है",
        announceCheckIn: (className) => `${className}: चेक-इन खुला है।`,
        rate,
        rateLabel: "मेरी उपस्थिति",
        noSessions: "अभी कोई पिछला सत्र नहीं",
        rateOfLatest: (attended, count) =>
            plural(count, {
                one: `${rate(attended)} (पिछला # सत्र)`,
                other: `${rate(attended)} (पिछले # सत्र)`,
            }),
        chart: (words) => `${words}; सबसे पुराना सत्र पहले है`,
        bar: (iso, status) => `${moment(iso)}: ${status}`,
        history: "मेरे पिछले सत्र",
    },

    ownReport: {
        link: "मेरी उपस्थिति",
        heading: "मेरी उपस्थिति",
        all: "सभी कक्षाएँ",
        left: "छोड़ी हुई",
        none: "इस अवधि में आप किसी सत्र में नहीं थे।",
        noClass: "आप अभी किसी कक्षा में नहीं हैं।",
        picture: (className) => `${className} में मेरी उपस्थिति`,
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}। कक्षा के पृष्ठ पर हर सत्र दिखता है।`,
        unavailable: "इस कक्षा के सत्र अब नहीं दिखाए जा सकते।",
    },
};
