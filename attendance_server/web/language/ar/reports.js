/**
 * The words of reports and of past sessions, for teachers, students and the school office.
 *
 * @module
 */

import { being, text as common } from "/language/ar/common.js";
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

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** @type {typeof import("/language/en/reports.js").countsOf} */
export function countsOf(sessions, counts) {
    const [present, late, excused, absent] = [
        number(counts.present),
        number(counts.late),
        number(counts.excused),
        number(counts.absent),
    ];
    const each = `حضور ${present}، تأخر ${late}، بعذر ${excused}، غياب ${absent}`;
    return plural(sessions, {
        zero: `لا حصص: ${each}`,
        one: `حصة واحدة: ${each}`,
        two: `حصتان: ${each}`,
        few: `# حصص: ${each}`,
        many: `# حصة: ${each}`,
        other: `# حصة: ${each}`,
    });
}

/** @type {typeof import("/language/en/reports.js").text} */
export const text = {
    ...common,

    statusLetter: {
        present: "ح",
        late: "ت",
        excused: "ع",
        absent: "غ",
        none: "·",
    },

    teachers: {
        heading: "المعلّمون",
        you: "(أنت)",
        hint: "يسجّل المساعدون الحضور في هذا الصف مثلك. لا يستطيعون تغييره أو تصديره أو حذفه.",
        assistantHint: "يسجّلون كلهم الحضور في هذا الصف. يديره مالكه.",
        youAssist: "أنت مساعد في هذا الصف: تسجّل الحضور، ويديره مالكه.",
        asAssistant: "أنت مساعد",
        role: (role, until) => {
            if (role === "owner") {
                return "المالك";
            }
            if (!until) {
                return "مساعد";
            }
            const lastDay = fullLastDay(until);
            return lastDay
                ? `بديل حتى نهاية ${day(lastDay)}`
                : `بديل حتى ${moment(until)}`;
        },
        add: "إضافة معلّم",
        addBody: "يرى الصف وطلابه وتقاريره، ويسجّل الحضور.",
        email: "بريد المعلّم الإلكتروني",
        until: "آخر يوم",
        untilHint: "للمعلّم البديل. من دونه يبقى حتى تزيله.",
        addConfirm: "إضافة",
        added: "أُضيف المعلّم.",
        remove: "إزالة",
        removeLabel: (name) => `إزالة ${own(name)}`,
        removeTitle: (name) => `هل تريد إزالة ${own(name)} من المعلّمين؟`,
        removeBody: "لن يرى هذا الصف بعد الآن. يبقى ما سجّله.",
        removed: (name) => `تمت الإزالة من معلّمي هذا الصف: ${own(name)}.`,
        leave: "مغادرة الصف",
        leaveTitle: (className) => `هل تريد مغادرة ${own(className)}؟`,
        leaveBody: "لن ترى هذا الصف بعد الآن. يبقى ما سجّلته. لا يستطيع إضافتك من جديد إلا مالكه.",
        left: (className) => `لم تعد من معلّمي ${own(className)}.`,
        noLonger: "لم تعد من معلّمي هذا الصف.",
    },

    session: {
        student: "الطالب",
        status: "الحالة",
        file: "الحصة",
        times: (startedAt, endedAt) =>
            day(startedAt) === day(endedAt)
                ? `${moment(startedAt)} إلى ${time(endedAt)}`
                : `${moment(startedAt)} إلى ${moment(endedAt)}`,
        summary: ({ presentCount, absentCount, lateCount, excusedCount }) => {
            const present = lateCount
                ? `الحضور: ${number(presentCount)} (منهم مع تأخر: ${number(lateCount)})`
                : `الحضور: ${number(presentCount)}`;
            const absent = excusedCount
                ? `الغياب: ${number(absentCount)} (منهم بعذر: ${number(excusedCount)})`
                : `الغياب: ${number(absentCount)}`;
            return `${present}، ${absent}`;
        },
        noStudents: "لم يكن في هذه الحصة طلاب.",
        deletedAccount: "حساب محذوف",
        deletedStudent: (number) => `طالب محذوف ${own(number)}`,
        filter: "البحث في هذه الحصة",
        noMatch: "لا طالب يطابق هذا.",
        correct: "تغيير",
        correctLabel: (name) => `تغيير تسجيل ${own(name)}`,
        correctedAt: (iso) => `صُحّح ${moment(iso)}`,
        openAgain: "هذه الحصة جارية من جديد.",
        openRoll: "فتح الحصة الجارية",
    },

    correction: {
        title: (name) => `تغيير تسجيل ${own(name)}`,
        soFar: (status, iso) =>
            iso
                ? `حتى الآن: ${being[status]}، منذ ${moment(iso)}`
                : `حتى الآن: ${being[status]}`,
        to: "تغييره إلى",
        reason: "السبب",
        reasonHint: "يُحفظ مع التغيير ويراه الطالب. لا يمكن تعديله لاحقًا.",
        save: "حفظ التغيير",
        saved: (name, status) => `${own(name)}: الحالة الآن ${being[status]}.`,
        already: (name, status) =>
            `${own(name)}: كانت الحالة ${being[status]} من قبل. لم يتغير شيء، ولم يُحفظ السبب.`,
        meanwhile: (name, status) =>
            `${own(name)}: الحالة الآن ${being[status]}. تغيّر التسجيل في نافذة أخرى أيضًا: راجع التغييرات.`,
        changes: (count) => plural(count, {
            zero: "لا تغييرات بعد النهاية",
            one: "تغيير واحد بعد النهاية",
            two: "تغييران بعد النهاية",
            few: "# تغييرات بعد النهاية",
            many: "# تغييرًا بعد النهاية",
            other: "# تغيير بعد النهاية",
        }),
        hint: "الأحدث أولًا. يرى الطلاب تغييرات تسجيلهم، لكن لا يرون من أجراها.",
        earlier: (count) => plural(count, {
            zero: "لا تغييرات أقدم",
            one: "عرض تغيير أقدم واحد",
            two: "عرض تغييرين أقدم",
            few: "عرض # تغييرات أقدم",
            many: "عرض # تغييرًا أقدم",
            other: "عرض # تغيير أقدم",
        }),
        fromTo: "إلى",
        by: (name, iso) => `${own(name)}، ${moment(iso)}`,
        reopened: "أُعيد فتح الحصة",
        hadEnded: (iso) => `كانت قد انتهت ${moment(iso)}.`,
        ofMine: "تغييرات بعد النهاية",
        corrected: "مصحَّح",
    },

    report: {
        link: "التقرير والجدول الشامل والرسوم",
        heading: (className) => `الحضور: ${own(className)}`,
        parts: "تقارير هذا الصف",
        students: "الطلاب",
        matrix: "الجدول الشامل",
        overTime: "عبر الزمن",
        from: "من",
        to: "إلى",
        wrongOrder: "هذا قبل اليوم الأول.",
        order: "الترتيب",
        orders: {
            name: "حسب الاسم",
            absent: "الأكثر غيابًا أولًا",
            rate: "أدنى نسبة أولًا",
            absenceRun: "أطول غياب متتالٍ أولًا",
            lastSeen: "الأقدم حضورًا أولًا",
        },
        missed: "الغياب على الأقل",
        missedHint: "مرات",
        find: "البحث عن طالب",
        span: (from, to) => {
            if (from && to) {
                return from === to
                    ? `في ${fieldDate(from)}`
                    : `من ${fieldDate(from)} إلى ${fieldDate(to)}`;
            }
            if (from) {
                return `منذ ${fieldDate(from)}`;
            }
            return to ? `حتى ${fieldDate(to)}` : "كل الحصص";
        },
        count: (shown, all) =>
            shown === all
                ? plural(all, {
                      zero: "لا طلاب",
                      one: "طالب واحد",
                      two: "طالبان",
                      few: "# طلاب",
                      many: "# طالبًا",
                      other: "# طالب",
                  })
                : plural(all, {
                      zero: `${number(shown)}، ولا طلاب`,
                      one: `${number(shown)} من طالب واحد`,
                      two: `${number(shown)} من طالبين`,
                      few: `${number(shown)} من # طلاب`,
                      many: `${number(shown)} من # طالبًا`,
                      other: `${number(shown)} من # طالب`,
                  }),
        countMissed: (shown, all, times) => {
            const students = plural(all, {
                zero: `${number(shown)}، ولا طلاب`,
                one: `${number(shown)} من طالب واحد`,
                two: `${number(shown)} من طالبين`,
                few: `${number(shown)} من # طلاب`,
                many: `${number(shown)} من # طالبًا`,
                other: `${number(shown)} من # طالب`,
            });
            return plural(times, {
                zero: `بأي عدد من الغيابات: ${students}`,
                one: `غياب مرة على الأقل: ${students}`,
                two: `غياب مرتين أو أكثر: ${students}`,
                few: `غياب # مرات أو أكثر: ${students}`,
                many: `غياب # مرة أو أكثر: ${students}`,
                other: `غياب # مرة أو أكثر: ${students}`,
            });
        },
        noMatch: "لا طالب يطابق هذا.",
        none: "لم تنتهِ أي حصة في هذه الفترة.",
        noStudents: "لم يكن في هذا الصف طلاب في هذه الفترة.",
        student: "الطالب",
        sessions: "الحصص",
        rate: "النسبة",
        absenceRun: "متتالٍ",
        absenceRunLong: "الغياب المتتالي",
        lastSeen: "آخر حضور",
        never: "أبدًا",
        left: "غادر",
        seen: date,
        table: "حضور كل طالب",
        pages: "الصفحات",
        page: (first, last, all) =>
            `الطلاب ${number(first)} إلى ${number(last)} من ${number(all)}`,
        previous: "السابق",
        next: "التالي",
        failed: "تعذّر تحميل التقرير.",
    },

    studentReport: {
        heading: (name, className) => `${own(name)}، ${own(className)}`,
        picture: (name) => `حضور ${own(name)}`,
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}. تعرض القائمة أدناه كل واحدة منها.`,
        cell: (iso, status) => `${moment(iso)}: ${common.status[status]}`,
        rate: "النسبة",
        absenceRun: "الغياب المتتالي",
        lastSeen: "آخر حضور",
        chart: "حصة بعد حصة",
        list: "كل الحصص",
        none: "لم يكن هذا الطالب في أي حصة في هذه الفترة.",
        left: "غادر هذا الطالب الصف.",
        missing: "هذا الطالب ليس في تقارير هذا الصف.",
    },

    exports: {
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: (what) => `${own(what)} بصيغة CSV`,
        xlsxLabel: (what) => `${own(what)} لبرنامج Excel (بصيغة XLSX)`,
        print: "طباعة",
        preparing: "يُعدّ الخادم الملف…",
        received: (bytes) => `يجري التنزيل: ${own(size(bytes))} حتى الآن…`,
        done: (name, bytes) => `نُزّل ${own(name)} (${own(size(bytes))}).`,
        busy: (seconds) =>
            plural(seconds, {
                zero: "كان الخادم مشغولًا بإعداد ملفات أخرى. حاول الآن.",
                one: "الخادم مشغول بإعداد ملفات أخرى. حاول بعد ثانية واحدة.",
                two: "الخادم مشغول بإعداد ملفات أخرى. حاول بعد ثانيتين.",
                few: "الخادم مشغول بإعداد ملفات أخرى. حاول بعد # ثوانٍ.",
                many: "الخادم مشغول بإعداد ملفات أخرى. حاول بعد # ثانية.",
                other: "الخادم مشغول بإعداد ملفات أخرى. حاول بعد # ثانية.",
            }),
        broken: "انقطع التنزيل. تحقق من الشبكة وحاول مرة أخرى.",
        failed: (why) => `لم يتم التنزيل. ${why}`,
    },
};
