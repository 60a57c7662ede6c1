/**
 * The words that all pages share: the frame, the connection, waiting marks, and the statuses.
 *
 * @module
 */

import { moment, number, percent, plural, time } from "/language/formats.js";

/** Keeps a name or an address, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** @type {typeof import("/language/en/common.js").being} */
export const being = {
    present: "حضور",
    late: "تأخر",
    excused: "غياب بعذر",
    absent: "غياب",
    none: "بلا تسجيل",
};

/** @type {typeof import("/language/en/common.js").enumerated} */
export const enumerated = (parts) => parts.filter(Boolean).join("، ");

/** @type {typeof import("/language/en/common.js").text} */
export const text = {
    product: "الحضور",
    title: (view) => `${own(view)} – الحضور`,
    skip: "تخطَّ إلى المحتوى",
    mainMenu: "القائمة الرئيسية",
    classes: "الصفوف",
    myClasses: "صفوفي",
    office: "الإدارة",
    account: "الحساب",
    logOut: "خروج",
    language: "اللغة",
    loggedOut: "تم تسجيل الخروج.",
    loggedOutElsewhere: "تم تسجيل خروجك في علامة تبويب أخرى.",
    otherUser: (name) => `تم الدخول باسم ${own(name)} من علامة تبويب أخرى، لذا تم تسجيل خروجك هنا.`,
    logOutTitle: "هل تريد تسجيل الخروج الآن؟",
    logOutPending: (count) =>
        plural(count, {
            zero: "لا تسجيلات بانتظار الحفظ.",
            one: "لم يُحفظ تسجيل واحد بعد. يبقى على هذا الجهاز ويُرسل عند دخولك من هنا مرة أخرى.",
            two: "لم يُحفظ تسجيلان بعد. يبقيان على هذا الجهاز ويُرسلان عند دخولك من هنا مرة أخرى.",
            few: "لم تُحفظ # تسجيلات بعد. تبقى على هذا الجهاز وتُرسل عند دخولك من هنا مرة أخرى.",
            many: "لم يُحفظ # تسجيلًا بعد. تبقى على هذا الجهاز وتُرسل عند دخولك من هنا مرة أخرى.",
            other: "لم يُحفظ # تسجيل بعد. تبقى على هذا الجهاز وتُرسل عند دخولك من هنا مرة أخرى.",
        }),
    logOutLosing: (count) =>
        plural(count, {
            zero: "لا تسجيلات بانتظار الحفظ.",
            one: "لم يُحفظ تسجيل واحد بعد، وسيضيع.",
            two: "لم يُحفظ تسجيلان بعد، وسيضيعان.",
            few: "لم تُحفظ # تسجيلات بعد، وستضيع.",
            many: "لم يُحفظ # تسجيلًا بعد، وستضيع.",
            other: "لم يُحفظ # تسجيل بعد، وستضيع.",
        }),
    expired: "انتهت مدة دخولك. سجّل الدخول مرة أخرى للمتابعة من حيث توقفت.",
    loading: "جارٍ التحميل…",
    cancel: "إلغاء",
    close: "إغلاق",
    notices: "إشعارات",
    tryAgain: "إعادة المحاولة",
    more: "المزيد",
    back: "العودة إلى صفوفي",
    backTo: (className) => `إلى ${own(className)}`,
    required: "يُرجى ملء هذا الحقل.",
    showPassword: "إظهار",
    moment,
    number,
    rate: (rate) => (rate === null ? "–" : percent(rate)),
    loginName: ({ email, studentNumber }) =>
        email || (studentNumber ? `رقم الطالب ${own(studentNumber)}` : ""),

    connection: {
        connecting: "جارٍ الاتصال…",
        live: "مباشر",
        polling: "التحديث المباشر محجوب",
        trying: "إعادة الاتصال…",
        waiting: (seconds) => `إعادة الاتصال بعد ${number(seconds)} ث`,
        offline: "دون اتصال",
        tryNow: "حاول الآن",
        runningUnknown: "دون اتصال لا يمكن معرفة ما إذا كانت هناك حصة جارية.",
        label: "الاتصال",
        announce: {
            waiting: "انقطع الاتصال. تجري إعادة الاتصال تلقائيًّا.",
            offline: "هذا الجهاز غير متصل بالشبكة.",
            live: "عاد الاتصال. كل شيء محدَّث.",
            back: "عاد الاتصال.",
            sending: (count) =>
                plural(count, {
                    zero: "عاد الاتصال. لا تسجيلات للإرسال.",
                    one: "عاد الاتصال. يجري إرسال تسجيل واحد…",
                    two: "عاد الاتصال. يجري إرسال تسجيلين…",
                    few: "عاد الاتصال. يجري إرسال # تسجيلات…",
                    many: "عاد الاتصال. يجري إرسال # تسجيلًا…",
                    other: "عاد الاتصال. يجري إرسال # تسجيل…",
                }),
            sent: (count) =>
                plural(count, {
                    zero: "لا تسجيلات كانت تنتظر هنا.",
                    one: "حُفظ التسجيل الذي كان ينتظر هنا.",
                    two: "حُفظ التسجيلان اللذان كانا ينتظران هنا.",
                    few: "حُفظت # تسجيلات كانت تنتظر هنا.",
                    many: "حُفظ # تسجيلًا كانت تنتظر هنا.",
                    other: "حُفظ # تسجيل كانت تنتظر هنا.",
                }),
            polling: "تحجب هذه الشبكة الاتصالات المباشرة. تعمل الصفحة من دونها.",
        },
    },

    waiting: {
        label: "تسجيلات تنتظر",
        offline: (count) =>
            plural(count, {
                zero: "دون اتصال، لا تسجيلات تنتظر",
                one: "دون اتصال، تسجيل واحد ينتظر",
                two: "دون اتصال، تسجيلان ينتظران",
                few: "دون اتصال، # تسجيلات تنتظر",
                many: "دون اتصال، # تسجيلًا تنتظر",
                other: "دون اتصال، # تسجيل تنتظر",
            }),
        sending: (count) =>
            plural(count, {
                zero: "لا تسجيلات للإرسال",
                one: "يجري إرسال تسجيل واحد…",
                two: "يجري إرسال تسجيلين…",
                few: "يجري إرسال # تسجيلات…",
                many: "يجري إرسال # تسجيلًا…",
                other: "يجري إرسال # تسجيل…",
            }),
        unstored: (count) =>
            plural(count, {
                zero: "لا يستطيع هذا المتصفح تخزينها: ستضيع إذا أغلقت هذه الصفحة.",
                one: "لا يستطيع هذا المتصفح تخزينه: سيضيع إذا أغلقت هذه الصفحة.",
                two: "لا يستطيع هذا المتصفح تخزينهما: سيضيعان إذا أغلقت هذه الصفحة.",
                few: "لا يستطيع هذا المتصفح تخزينها: ستضيع إذا أغلقت هذه الصفحة.",
                many: "لا يستطيع هذا المتصفح تخزينها: ستضيع إذا أغلقت هذه الصفحة.",
                other: "لا يستطيع هذا المتصفح تخزينها: ستضيع إذا أغلقت هذه الصفحة.",
            }),
        polling:
            "تحجب هذه الشبكة الاتصالات المباشرة (WebSockets). تظهر التغييرات من الأجهزة الأخرى بعد ثوانٍ قليلة.",
        session: moment,
        problem: (count, names, code) =>
            code === "newer"
                ? plural(count, {
                      zero: `لم يتغير أي تسجيل: ${own(names)}.`,
                      one: `لم يتغير التسجيل: ${own(names)}.`,
                      two: `لم يتغير تسجيلان: ${own(names)}.`,
                      few: `لم تتغير # تسجيلات: ${own(names)}.`,
                      many: `لم يتغير # تسجيلًا: ${own(names)}.`,
                      other: `لم يتغير # تسجيل: ${own(names)}.`,
                  })
                : plural(count, {
                      zero: `لم يُحفظ أي تسجيل: ${own(names)}.`,
                      one: `لم يُحفظ التسجيل: ${own(names)}.`,
                      two: `لم يُحفظ تسجيلان: ${own(names)}.`,
                      few: `لم تُحفظ # تسجيلات: ${own(names)}.`,
                      many: `لم يُحفظ # تسجيلًا: ${own(names)}.`,
                      other: `لم يُحفظ # تسجيل: ${own(names)}.`,
                  }),
        why: {
            ended: "كانت الحصة قد انتهت. ما زال بإمكانك التصحيح فيها.",
            gone: "لم تعد الحصة موجودة، أو لم تعد من حصصك.",
            discarded: "استُبعدت الحصة، فلم تعد تُحتسب.",
            newer: "تغيّر هذا لاحقًا من جهاز آخر. يبقى التغيير الأحدث.",
        },
        wanted: (status, iso, saved) =>
            saved
                ? `${being[status]}، نُقر في ${time(iso)}؛ المحفوظ: ${being[saved]}`
                : `${being[status]}، نُقر في ${time(iso)}`,
        details: "عرض كل تسجيل",
        correct: "تصحيح هذه الحصة",
        show: "عرض هذه الحصة",
        open: "فتح الحصة الجارية",
        dismiss: "إخفاء",
    },

    status: {
        present: "حضور",
        late: "تأخر",
        excused: "بعذر",
        absent: "غياب",
        none: "بلا تسجيل",
    },

    resetNotice: {
        dismiss: "إخفاء",
        body: ({ way, at, by }) => {
            const whose = by ? ` (${own(by)})` : "";
            const set = {
                teacher: `عُيّنت كلمة مرور هذا الحساب برمز من معلّم${whose}: ${moment(at)}.`,
                office: `عُيّنت كلمة مرور هذا الحساب برمز من إدارة المدرسة${whose}: ${moment(at)}.`,
                command: `عُيّنت كلمة مرور هذا الحساب برمز من القائم على الخادم: ${moment(at)}.`,
                mail: `عُيّنت كلمة مرور هذا الحساب برمز أُرسل إلى بريده: ${moment(at)}.`,
            }[way];
            return `${set ?? `عُيّنت كلمة مرور هذا الحساب برمز: ${moment(at)}.`} إن لم تكن أنت من فعل ذلك، فأبلغ إدارة المدرسة.`;
        },
    },

    missing: {
        heading: "الصفحة غير موجودة",
        body: "هذه الصفحة غير موجودة، أو لم تعد موجودة.",
    },

    failed: "حدث خطأ ما",
};
