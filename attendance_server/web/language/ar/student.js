/**
 * The words of students' pages.
 *
 * @module
 */

import { countsOf, text as reports } from "/language/ar/reports.js";
import { moment, number, plural, sessionStart } from "/language/formats.js";

/** @import { Attended } from "/status.js" */

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/**
 * How often a student was present, of the sessions from which they were not excused.
 *
 * @param {Attended} attended
 */
function rate({ present, total, excused }) {
    const times = `الحضور: ${number(present)} من ${number(total)}`;
    const without = plural(excused, {
        zero: "لا حصص بعذر",
        one: "حصة واحدة بعذر",
        two: "حصتان بعذر",
        few: "# حصص بعذر",
        many: "# حصة بعذر",
        other: "# حصة بعذر",
    });
    if (excused && total) {
        return `${times}، ${without}`;
    }
    return excused ? without : times;
}

const MINE = {
    present: "حضورك مسجَّل",
    late: "حضورك مسجَّل، مع تأخر",
    excused: "غيابك مسجَّل بعذر",
    absent: "غيابك مسجَّل",
    none: "لم تُسجَّل حالتك بعد",
    off: "لا حصة جارية",
};

/** @type {typeof import("/language/en/student.js").text} */
export const text = {
    ...reports,

    ownSession: {
        mine: {
            present: "سُجِّل حضورك",
            late: "سُجِّل تأخرك",
            excused: "سُجِّل غيابك بعذر",
            absent: "سُجِّل غيابك",
        },
        markedAt: (iso) => `وقت التسجيل: ${moment(iso)}`,
        unchanged: "لم يتغير تسجيلك منذ ذلك.",
    },

    invitation: {
        from: (teacher) => `دعوة إلى هذا الصف من ${own(teacher)}.`,
        code: "الرمز",
        codeHint: "يسلّمه لك معلّمك.",
        accept: "انضمام",
        decline: "رفض",
        accepted: (className) => `انضممت إلى ${own(className)}.`,
        declined: (className) => `رفضت الدعوة إلى ${own(className)}.`,
    },

    leaveClass: {
        leave: "مغادرة الصف",
        title: (className) => `هل تريد مغادرة ${own(className)}؟`,
        body: "تبقى حصصك السابقة. لا يستطيع إضافتك من جديد إلا المعلّم.",
    },

    student: {
        none: "لست في أي صف بعد.",
        join: "الانضمام إلى صف",
        waiting: "أُرسل إلى معلّمك طلب لإدخالك.",
        withdraw: {
            act: "سحب",
            label: (className) => `سحب طلب الانضمام إلى ${own(className)}`,
            title: (className) => `هل تريد سحب طلب الانضمام إلى ${own(className)}؟`,
            body: "لن يراه معلّمك بعد ذلك. لتطلب من جديد تحتاج إلى رمز الصف.",
            done: (className) => `سُحب طلب انضمامك إلى ${own(className)}.`,
            answered: "كان معلّمك قد أجاب من قبل.",
        },
        joined: (className) => `أنت في ${own(className)}.`,
        invited: (className) => `لديك دعوة إلى ${own(className)}.`,
        removed: (className) => `لم تعد في ${own(className)}.`,
        nextHint: "تعرض هذه الصفحة الحصة التالية حالما يبدؤها معلّمك.",
        running: "حصة جارية",
        since: (iso) => `منذ ${sessionStart(iso)}`,
        mine: MINE,
        was: {
            present: "انتهت الحصة. سُجِّل حضورك.",
            late: "انتهت الحصة. سُجِّل تأخرك.",
            excused: "انتهت الحصة. سُجِّل غيابك بعذر.",
            absent: "انتهت الحصة. سُجِّل غيابك.",
            none: "انتهت الحصة.",
            discarded: "استُبعدت هذه الحصة.",
        },
        announceStatus: (mine, className) => `${own(className)}: ${MINE[mine]}.`,
        announceStart: (className) => `${own(className)}: بدأت حصة.`,
        checkInOpen: "تسجيل الوصول مفتوح",
        announceCheckIn: (className) => `${own(className)}: تسجيل الوصول مفتوح.`,
        rate,
        rateLabel: "حضوري",
        noSessions: "لا حصص سابقة بعد",
        rateOfLatest: (attended, count) =>
            plural(count, {
                zero: `${rate(attended)} (لا حصص)`,
                one: `${rate(attended)} (آخر حصة)`,
                two: `${rate(attended)} (آخر حصتين)`,
                few: `${rate(attended)} (آخر # حصص)`,
                many: `${rate(attended)} (آخر # حصة)`,
                other: `${rate(attended)} (آخر # حصة)`,
            }),
        chart: (words) => `${words}؛ الأقدم أولًا`,
        bar: (iso, status) => `${moment(iso)}: ${status}`,
        history: "حصصي السابقة",
    },

    ownReport: {
        link: "حضوري",
        heading: "حضوري",
        all: "كل الصفوف",
        left: "غادرتَه",
        none: "لم تكن في أي حصة في هذه الفترة.",
        noClass: "لست في أي صف بعد.",
        picture: (className) => `حضوري في ${own(className)}`,
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}. تعرض صفحة الصف كل واحدة منها.`,
        unavailable: "لم يعد عرض حصص هذا الصف ممكنًا.",
    },
};
