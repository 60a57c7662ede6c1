/**
 * The words with which teachers let students check in.
 *
 * @module
 */

import { list, number, plural, time } from "/language/formats.js";

/** @import { Flag } from "/api-types.js" */

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** @type {typeof import("/language/en/check-in-teacher.js").errors} */
export const errors = {
    check_in_off: "لا يستطيع الطلاب تسجيل وصولهم في هذا الصف وفق إعداداته.",
    join_request_not_found: "سبق الرد على هذا الطلب.",
};

/**
 * What is odd about a check-in. `names`: the other students whom it concerns.
 *
 * @type {Record<Flag, (names: string[]) => string>}
 */
const FLAGS = {
    sharedDevice: (names) =>
        names.length ? `من جهاز مشترك مع: ${own(list(names))}` : "من جهاز طالب آخر",
    newDevice: () => "من جهاز ظهر أول مرة قبل أقل من 12 ساعة",
    otherNetwork: () => "من خارج شبكة القاعة",
    typed: () => "كتب الحروف، بينما يمسح الآخرون الرمز",
    alwaysTogether: (names) =>
        names.length
            ? `دائمًا بفارق ثوانٍ عن: ${own(list(names))}`
            : "دائمًا بفارق ثوانٍ عن طالب آخر",
    overHeadCount: () => "فوق العدد الذي أحصيته",
};

/** @type {typeof import("/language/en/check-in-teacher.js").words} */
export const words = {
    heading: "تسجيل الوصول",

    door: {
        picture: "رمز QR لتسجيل الوصول",
        orType: "امسح الرمز، أو اكتب الحروف في",
        open: "فتح تسجيل الوصول",
        close: "إغلاق تسجيل الوصول",
        lost: "لا اتصال. يعود الرمز مع عودته.",
        lostHint: "الرمز القديم لا يُدخل أحدًا.",
    },

    panel: {
        hint: "يسجّل الطلاب وصولهم بأنفسهم، بالرمز الظاهر على الشاشة.",
        isOpen: (until) =>
            until ? `تسجيل الوصول مفتوح حتى ${time(until)}` : "تسجيل الوصول مفتوح",
        isClosed: "تسجيل الوصول مغلق",
        letters: (letters) => `الحروف: ${own(letters)}`,
        open: "فتح تسجيل الوصول",
        close: "إغلاق تسجيل الوصول",
        project: "عرض الرمز",
        callOut: "مناداة أسماء",
        headCount: "عدّ الحاضرين",
        counted: (count, present) => {
            const over = present - count;
            const counted = plural(count, {
                zero: "لم تعدّ أي طالب.",
                one: "عددت طالبًا واحدًا.",
                two: "عددت طالبين.",
                few: "عددت # طلاب.",
                many: "عددت # طالبًا.",
                other: "عددت # طالب.",
            });
            return over > 0
                ? plural(over, {
                      zero: `${counted} لا زيادة في تسجيلات الحضور.`,
                      one: `${counted} سُجِّل حضور طالب واحد زيادةً.`,
                      two: `${counted} سُجِّل حضور طالبين زيادةً.`,
                      few: `${counted} سُجِّل حضور # طلاب زيادةً.`,
                      many: `${counted} سُجِّل حضور # طالبًا زيادةً.`,
                      other: `${counted} سُجِّل حضور # طالب زيادةً.`,
                  })
                : counted;
        },
        headCountTitle: "كم طالبًا ترى؟",
        headCountBody:
            "عُدّ الموجودين في القاعة. يُنبَّه من الآن إلى كل تسجيل وصول يتجاوز هذا العدد.",
        headCountLabel: "الطلاب في القاعة",
        headCountHint: "اتركه فارغًا لإلغاء العدد.",
        headCountSave: "حفظ",
        headCountWrong: "اكتب عددًا صحيحًا من 0 إلى 10000، أو اترك الحقل فارغًا.",
    },

    flagged: {
        heading: (count) => plural(count, {
            zero: "لا تسجيلات وصول للمراجعة",
            one: "تسجيل وصول واحد للمراجعة",
            two: "تسجيلا وصول للمراجعة",
            few: "# تسجيلات وصول للمراجعة",
            many: "# تسجيل وصول للمراجعة",
            other: "# تسجيل وصول للمراجعة",
        }),
        held: "لم يُسجَّل بعد",
        tileHeld: "تأكيد؟",
        tileFlagged: "للمراجعة",
        tileHand: "يد مرفوعة",
        accept: "قبول",
        acceptLabel: (name) => `قبول ${own(name)}`,
        decline: "غياب",
        declineLabel: (name) => `غياب: ${own(name)}`,
        reasons: (flags, names) => flags.map((flag) => FLAGS[flag]?.(names) ?? flag).join(". "),
        announce: (name) => `راجع تسجيل الوصول: ${own(name)}.`,
    },

    hands: {
        heading: (count) => plural(count, {
            zero: "لا أيدي مرفوعة",
            one: "يد واحدة مرفوعة",
            two: "يدان مرفوعتان",
            few: "# أيدٍ مرفوعة",
            many: "# يدًا مرفوعة",
            other: "# يد مرفوعة",
        }),
        since: (iso) => `منذ ${time(iso)}`,
        accept: "حضور",
        acceptLabel: (name) => `حضور: ${own(name)}`,
        decline: "غياب",
        declineLabel: (name) => `غياب: ${own(name)}`,
        announce: (name) => `يد مرفوعة: ${own(name)}.`,
    },

    joining: {
        heading: (count) => plural(count, {
            zero: "لا طلبات انضمام",
            one: "طلب انضمام واحد",
            two: "طلبا انضمام",
            few: "# طلبات انضمام",
            many: "# طلب انضمام",
            other: "# طلب انضمام",
        }),
        accept: "إدخال",
        acceptLabel: (name) => `إدخال: ${own(name)}`,
        decline: "رفض",
        declineLabel: (name) => `رفض ${own(name)}`,
        announce: (name) => `طلب انضمام إلى الصف: ${own(name)}.`,
        accepted: (name) => `تمت الإضافة إلى الصف: ${own(name)}.`,
    },

    called: {
        heading: "مناداة أسماء",
        hint: "نادِ هذه الأسماء، وانظر.",
        none: "نودي كل من سجّل وصوله.",
        accept: "موجود",
        acceptLabel: (name) => `موجود: ${own(name)}`,
        decline: "غير موجود",
        declineLabel: (name) => `غير موجود: ${own(name)}`,
    },

    notForTeachers: {
        heading: "تسجيل الوصول للطلاب",
        hint: (name) =>
            `الدخول على هذا الجهاز باسم ${own(name)}. سجّل الخروج، ودع الطالب يسجّل الدخول.`,
    },

    setting: {
        button: "تسجيل الوصول…",
        title: "تسجيل وصول الطلاب",
        current: ({ allowed, openAtStart }) =>
            allowed
                ? openAtStart
                    ? "يستطيع الطلاب تسجيل وصولهم بأنفسهم منذ بداية الحصة."
                    : "يستطيع الطلاب تسجيل وصولهم بأنفسهم بعد أن تفتحه في الحصة."
                : "لا يستطيع الطلاب تسجيل وصولهم بأنفسهم.",
        allowed: "يُسمح للطلاب بتسجيل وصولهم بأنفسهم",
        openAtStart: "فتحه مع كل حصة",
        openAtStartHint: "وإلا فتحته أنت أثناء الحصة.",
        closeAfter: "إغلاقه بعد (دقائق)",
        closeAfterHint: "اتركه فارغًا لتغلقه بنفسك، أو مع نهاية الحصة.",
        step: "رمز QR جديد كل (ثوانٍ)",
        stepHint: "من 3 إلى 60. كلما قصرت المدة ضاق الوقت لإرسال صورة.",
        codeStep: "حروف جديدة كل (ثوانٍ)",
        codeStepHint: "من 10 إلى 300. يجب أن تبقى مدة تكفي لكتابتها.",
        join: "يُسمح لغيرهم بطلب الانضمام",
        joinHint: "طلاب ليسوا في الصف، لكن لديهم رمزًا صحيحًا. تُدخلهم بنقرة واحدة.",
        save: "حفظ",
        saved: "تسري الإعدادات الجديدة منذ المرة التالية التي تفتح فيها تسجيل الوصول.",
    },

    afterwards: {
        heading: "تسجيلات الوصول",
        summary: (count, scanned, typed) =>
            plural(count, {
                zero: `لم يسجّل أي طالب وصوله. بالمسح: ${number(scanned)}، بالكتابة: ${number(typed)}.`,
                one: `سجّل طالب واحد وصوله. بالمسح: ${number(scanned)}، بالكتابة: ${number(typed)}.`,
                two: `سجّل طالبان وصولهما. بالمسح: ${number(scanned)}، بالكتابة: ${number(typed)}.`,
                few: `سجّل # طلاب وصولهم. بالمسح: ${number(scanned)}، بالكتابة: ${number(typed)}.`,
                many: `سجّل # طالبًا وصولهم. بالمسح: ${number(scanned)}، بالكتابة: ${number(typed)}.`,
                other: `سجّل # طالب وصولهم. بالمسح: ${number(scanned)}، بالكتابة: ${number(typed)}.`,
            }),
        noFlags: "لا شيء غير عادي فيها.",
        flagged: (count) => plural(count, {
            zero: "لا شيء للمراجعة",
            one: "واحد للمراجعة",
            two: "اثنان للمراجعة",
            few: "# للمراجعة",
            many: "# للمراجعة",
            other: "# للمراجعة",
        }),
        way: { scanned: "بالمسح", typed: "بالكتابة", hand: "برفع اليد" },
        came: (way, iso) => `${way} في ${time(iso)}`,
        headCount: (count, present) =>
            `العدد الذي أحصيته: ${number(count)}؛ المسجَّل حضورهم: ${number(present)}.`,
        called: "نودي",
        decided: "بقرار من معلّم",
    },
};
