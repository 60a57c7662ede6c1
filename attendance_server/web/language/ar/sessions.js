/**
 * The words of a class's sessions, for teachers and the school office.
 *
 * @module
 */

import { text as reports } from "/language/ar/reports.js";
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

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** @type {typeof import("/language/en/sessions.js").text} */
export const text = {
    ...reports,

    resetCode: {
        button: "كلمة مرور جديدة",
        buttonLabel: (who) => `كلمة مرور جديدة: ${own(who)}`,
        title: (who) => `هل تريد رمزًا لكلمة مرور جديدة لـ ${own(who)}؟`,
        body: "يعمل مرة واحدة خلال 24 ساعة. حتى يُستخدم تبقى كلمة المرور القديمة صالحة، ولا يُسجَّل خروج أحد. تأكد ممن تعطيه إياه: من لديه الرمز يستطيع استخدام الحساب.",
        confirm: "عرض الرمز",
        issued: (who) => `رمز ${own(who)}`,
        done: "تم",
        use: (address, until) =>
            `افتح ${own(address)} واختر «لديّ رمز» وأدخله. لا يمكن عرضه مرة أخرى، ويعمل حتى ${until}.`,
    },

    oneSession: {
        title: (className) => `الحصة: ${own(className)}`,
        of: (total) => `من ${number(total)}`,
        ring: (present, total) => `الحضور: ${number(present)} من ${number(total)}`,
    },

    history: {
        heading: "الحصص السابقة",
        none: "لم تنتهِ أي حصة بعد.",
        more: "عرض حصص أقدم",
        present: (present, total, excused) =>
            excused
                ? `الحضور: ${number(present)} من ${number(total)}، بعذر: ${number(excused)}`
                : `الحضور: ${number(present)} من ${number(total)}`,
        when: "الحصة",
        attendance: "الحضور",
        rate: "النسبة",
        chart: (sessions) =>
            plural(sessions, {
                zero: "لا حصص لعرض حضورها",
                one: "الحضور في آخر حصة",
                two: "الحضور في آخر حصتين",
                few: "الحضور في آخر # حصص",
                many: "الحضور في آخر # حصة",
                other: "الحضور في آخر # حصة",
            }),
        bar: (iso, present, total) => `${day(iso)}: ${number(present)} من ${number(total)}`,
    },

    reopening: {
        button: "إعادة فتح الحصة",
        title: "هل تريد إعادة فتح هذه الحصة؟",
        body: "تستمر كأنها لم تنتهِ، بكل تسجيلاتها. يرى ذلك كل من في الصف فورًا. يمكن إعادة فتح الحصة خلال ساعة من نهايتها.",
        done: "الحصة جارية من جديد.",
    },

    discarding: {
        discarded: "استُبعدت هذه الحصة.",
        button: "استبعاد الحصة…",
        hint: "لحصة بدأت خطأً. لن تُحتسب في أي مكان، ويمكن استعادتها خلال 30 يومًا.",
        title: "هل تريد استبعاد هذه الحصة؟",
        body: "لن تحتسبها التقارير والقوائم، ولن يراها الطلاب. تجدها تحت الحصص السابقة للصف، ويمكنك استعادتها خلال 30 يومًا.",
        reason: "السبب",
        reasonHint: "يُحفظ مع الحصة. لا يراه الطلاب.",
        confirm: "استبعاد الحصة",
        done: (iso) => `استُبعدت الحصة. يمكن استعادتها حتى ${day(iso)}.`,
        by: (name, iso) => `استبعدها ${own(name)}، ${moment(iso)}`,
        until: (iso) => `يمكن استعادتها حتى ${moment(iso)}.`,
        tooLate: "لم تعد استعادتها ممكنة.",
        restore: "استعادة",
        restoreLabel: (iso) => `استعادة حصة ${moment(iso)}`,
        restored: "الحصة محتسَبة من جديد.",
        list: "الحصص المستبعدة",
        listHint: "لا تُحتسب في أي مكان.",
        more: "عرض الأقدم",
    },

    continuing: {
        stillRuns: (iso) => `ما زالت حصة من ${sessionStart(iso)} جارية.`,
        ending: (present, total) =>
            `الحضور فيها: ${number(present)} من ${number(total)}. إن أنهيتها، يُحتسب الباقون غيابًا.`,
        resume: "متابعتها",
        restart: "إنهاؤها وبدء حصة جديدة",
    },

    matrixPage: {
        table: "حالة كل طالب في كل حصة",
        month: monthOfYear,
        weekday,
        dayOfMonth,
        restOfMoment: (iso) => `${monthOfYear(iso)}، ${time(iso)}`,
        legend: "مفتاح الرموز",
        notInClass: "ليس في الصف",
        hint: "كل تاريخ رابط إلى حصته، وكل اسم رابط إلى رسم الطالب.",
        part: (first, last) => `الحصص من ${moment(first)} إلى ${moment(last)}`,
        printPart: (first, last, all) =>
            `لا يُطبع إلا الطلاب ${number(first)} إلى ${number(last)} من ${number(all)}: الظاهرون على الشاشة. تتضمن ملفات Excel وCSV كل الطلاب.`,
    },

    overTimePage: {
        title: (className) => `الحضور في ${own(className)} عبر الزمن`,
        describe: ({ count, first, last, least, most }) =>
            [
                plural(count, {
                    zero: `لا حصص من ${day(first)} إلى ${day(last)}.`,
                    one: `حصة واحدة من ${day(first)} إلى ${day(last)}.`,
                    two: `حصتان من ${day(first)} إلى ${day(last)}.`,
                    few: `# حصص من ${day(first)} إلى ${day(last)}.`,
                    many: `# حصة من ${day(first)} إلى ${day(last)}.`,
                    other: `# حصة من ${day(first)} إلى ${day(last)}.`,
                }),
                least !== null &&
                    most !== null &&
                    `النسبة بين ${percent(least)} و${percent(most)}.`,
                "يعرض الجزء العلوي النسبة، والجزء السفلي أعداد الحضور والتأخر والغياب بعذر والغياب. يسرد الجدول أدناه كل الأعداد.",
            ]
                .filter(Boolean)
                .join(" "),
        rateAxis: "النسبة",
        countAxis: "الطلاب",
        session: (iso, counts, rate) =>
            [
                moment(iso),
                ...STATUSES.map(
                    (status) => `${reports.status[status]}: ${number(counts[status])}`,
                ),
                `النسبة: ${reports.rate(rate)}`,
            ].join("\n"),
        month,
        monthOfYear,
        day: dayAndMonth,
        number,
        table: "كل حصة",
        when: "الحصة",
        total: "الطلاب",
    },
};
