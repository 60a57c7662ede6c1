/**
 * The words of what keeps a class up to date.
 *
 * @module
 */

import { enumerated } from "/language/ar/common.js";
import { day, moment, number, plural, time } from "/language/formats.js";

/** @import { Change } from "/api-types.js" */

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** @type {typeof import("/language/en/upkeep.js").keyWords} */
export const keyWords = {
    heading: "مفاتيح الرفع الليلي",
    ofClass:
        "يستطيع برنامج من المدرسة إبقاء هذا الصف مطابقًا لقوائمها. له مفتاح بدل كلمة المرور، لا يصلح لغير ذلك.",
    ofSchool:
        "يستطيع برنامج من المدرسة إبقاء كل الصفوف مطابقة لقوائمها. له مفتاح بدل كلمة المرور، لا يصلح لغير ذلك.",
    none: "لا يوجد مفتاح.",
    make: "إنشاء مفتاح",
    makeTitle: "إنشاء مفتاح",
    name: "ما الغرض منه؟",
    nameHint: "يظهر هذا الاسم في قائمة المفاتيح وفي السجل وسجل التدقيق.",
    madeTitle: "انسخ هذا المفتاح الآن",
    madeBody: "لا يُعرض إلا هذه المرة. من لديه المفتاح يستطيع تغيير من في الصف.",
    key: "المفتاح",
    close: "نسختُه",
    about: (at, by, used) =>
        enumerated([
            by ? `أُنشئ ${moment(at)} من قِبل ${own(by)}` : `أُنشئ ${moment(at)}`,
            used ? `آخر استخدام ${moment(used)}` : "لم يُستخدم بعد",
        ]),
    end: "إنهاء",
    endLabel: (name) => `إنهاء المفتاح ${own(name)}`,
    endTitle: (name) => `هل تريد إنهاء المفتاح ${own(name)}؟`,
    endBody: "يُرفض الرفع به من الآن.",
    ended: "أُنهي المفتاح.",
};

/** @type {Record<Change, string>} */
const CHANGES = {
    new: "يُنشأ له حساب",
    moved: "ينضم إلى الصف",
    renamed: "يأخذ هذا الاسم",
    left: "يغادر الصف",
    invited: "يُدعى",
    unchanged: "يبقى",
    wrong: "فيه خطأ",
};

/** @type {typeof import("/language/en/upkeep.js").syncWords} */
export const syncWords = {
    heading: "هل هذا هو الصف كله؟",
    lead: "يمكن أن يصبح الصف كما في هذه القائمة. عندها يغادره الطلاب الذين ليسوا فيها؛ وتبقى حساباتهم وحصصهم السابقة.",
    compare: "مقارنة بالصف",
    comparing: "تجري المقارنة…",
    same: "الصف مطابق للقائمة بالفعل.",
    changes: CHANGES,
    summary: (counts) => {
        const parts = enumerated([
            counts.new && plural(counts.new, {
                zero: "لا حسابات جديدة",
                one: "حساب جديد واحد",
                two: "حسابان جديدان",
                few: "# حسابات جديدة",
                many: "# حسابًا جديدًا",
                other: "# حساب جديد",
            }),
            counts.moved && plural(counts.moved, {
                zero: "لا طلاب ينضمون",
                one: "طالب واحد ينضم",
                two: "طالبان ينضمان",
                few: "# طلاب ينضمون",
                many: "# طالبًا ينضمون",
                other: "# طالب ينضمون",
            }),
            counts.renamed && plural(counts.renamed, {
                zero: "لا أسماء جديدة",
                one: "اسم جديد واحد",
                two: "اسمان جديدان",
                few: "# أسماء جديدة",
                many: "# اسمًا جديدًا",
                other: "# اسم جديد",
            }),
            counts.invited && plural(counts.invited, {
                zero: "لا دعوات",
                one: "دعوة واحدة",
                two: "دعوتان",
                few: "# دعوات",
                many: "# دعوة",
                other: "# دعوة",
            }),
            counts.left && plural(counts.left, {
                zero: "لا طلاب يغادرون",
                one: "طالب واحد يغادر",
                two: "طالبان يغادران",
                few: "# طلاب يغادرون",
                many: "# طالبًا يغادرون",
                other: "# طالب يغادرون",
            }),
            counts.unchanged && `دون تغيير: ${number(counts.unchanged)}`,
        ]);
        return `${parts}.`;
    },

    wrong: (count) =>
        plural(count, {
            zero: "لا أسطر خاطئة.",
            one: "سطر واحد خاطئ. صحّح الملف أولًا: يُنفَّذ كله أو لا شيء منه.",
            two: "سطران خاطئان. صحّح الملف أولًا: يُنفَّذ كله أو لا شيء منه.",
            few: "# أسطر خاطئة. صحّح الملف أولًا: يُنفَّذ كله أو لا شيء منه.",
            many: "# سطرًا خاطئًا. صحّح الملف أولًا: يُنفَّذ كله أو لا شيء منه.",
            other: "# سطر خاطئ. صحّح الملف أولًا: يُنفَّذ كله أو لا شيء منه.",
        }),
    before: (before) => `الاسم الحالي: ${own(before)}`,
    list: "ما الذي يتغير",
    more: (count) =>
        plural(count, {
            zero: "ولا طلاب آخرون",
            one: "وطالب آخر",
            two: "وطالبان آخران",
            few: "و# طلاب آخرين",
            many: "و# طالبًا آخر",
            other: "و# طالب آخر",
        }),
    allowLeft: (left) =>
        plural(left, {
            zero: "نعم، لا أحد يغادر",
            one: "نعم، يغادر طالب واحد",
            two: "نعم، يغادر طالبان",
            few: "نعم، يغادر # طلاب",
            many: "نعم، يغادر # طالبًا",
            other: "نعم، يغادر # طالب",
        }),
    allowLeftHint: "هذا أكثر من ثلث الصف. هل القائمة كاملة؟",
    update: "تحديث الصف",
    updating: "يجري تحديث الصف…",
    undo: "يمكن التراجع عن هذا خلال يوم، من صفحة الصف.",
    done: "أصبح الصف مطابقًا للقائمة.",
};

/** @type {typeof import("/language/en/upkeep.js").meetingWords} */
export const meetingWords = {
    heading: "حصة عن بُعد",
    summary: "استيراد تقرير حضور من Teams أو Zoom",
    lead: "يصبح التقرير حصة سابقة يمكن تصحيحها كأي حصة أخرى.",
    choose: "اختيار تقرير",
    chooseOther: "اختيار تقرير آخر",
    drop: "الملف كما يحفظه Teams أو Zoom. يمكنك أيضًا إفلاته على هذه الصفحة.",
    sources: { teams: "Teams", zoom: "Zoom" },
    checking: (fileName) => `تجري قراءة ${own(fileName)}…`,
    when: (start, end) => `${day(start)}، ${time(start)} إلى ${time(end)}`,
    whenUnknown: "لا يذكر التقرير متى كانت الحصة.",
    started: "بداية الحصة",
    ended: "نهاية الحصة",
    minMinutes: "الدقائق اللازمة للحضور",
    minMinutesHint: "من بقي أقل من ذلك يُسجَّل غيابه.",
    lateAfter: "التأخر بعد (دقائق)",
    lateAfterHint: "من بداية الحصة؛ فارغ: لا تأخر.",
    dates: "التواريخ في التقرير",
    dayFirst: "اليوم، الشهر",
    monthFirst: "الشهر، اليوم",
    unclearDates: "قد تكون التواريخ بأي من الترتيبين. يُرجى الاختيار.",
    again: "تطبيق",
    counts: ({ present, late, absent, others }) =>
        enumerated([
            plural(present, {
                zero: "الحضور: #",
                one: "الحضور: #",
                two: "الحضور: #",
                few: "الحضور: #",
                many: "الحضور: #",
                other: "الحضور: #",
            }),
            late && plural(late, {
                zero: "التأخر: #",
                one: "التأخر: #",
                two: "التأخر: #",
                few: "التأخر: #",
                many: "التأخر: #",
                other: "التأخر: #",
            }),
            plural(absent, {
                zero: "الغياب: #",
                one: "الغياب: #",
                two: "الغياب: #",
                few: "الغياب: #",
                many: "الغياب: #",
                other: "الغياب: #",
            }),
            others && plural(others, {
                zero: "لا أحد من خارج الصف",
                one: "شخص واحد من خارج الصف",
                two: "شخصان من خارج الصف",
                few: "# أشخاص من خارج الصف",
                many: "# شخصًا من خارج الصف",
                other: "# شخص من خارج الصف",
            }),
        ]),
    student: "الطالب",
    status: "الحالة",
    there: "مدة البقاء",
    stay: (minutes, joined, left) =>
        enumerated([
            `${number(minutes)} د`,
            joined !== null && (left ? `${time(joined)} إلى ${time(left)}` : time(joined)),
        ]),
    found: {
        email: "بالبريد الإلكتروني",
        number: "برقم الطالب",
        name: "بالاسم",
        no: "ليس في التقرير",
    },

    others: "لم يُعثر عليهم في الصف",
    othersHint:
        "معلّمون وضيوف، وطلاب اسمهم في الاجتماع غير واضح. صحّح تسجيلاتهم بعد الاستيراد.",
    add: "إضافة هذه الحصة",
    imported: "سبق استيراد هذا التقرير.",
    show: "عرض تلك الحصة",
    replace: "استبدال تلك الحصة",
    added: "أُضيفت الحصة.",
    working: "تجري إضافة الحصة…",
};
