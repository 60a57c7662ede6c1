/**
 * The words of the list of students in an ended session.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** @type {typeof import("/language/en/summary.js").summary} */
export const summary = {
    list: "الطلاب في هذه الحصة",
    soFar: "الملخص حتى الآن",
    soFarHint: "الغائبون أولًا. تتبع القائمة كل علامة.",
    toRoll: "العودة إلى الكشف",
    filters: "عرض",
    filter: {
        all: "الكل",
        missing: "لم يحضروا",
        unmarked: "بلا تسجيل",
        late: "تأخر",
        excused: "بعذر",
        present: "حضور",
        corrected: "مصحَّح",
    },
    neverMarked: "بلا تسجيل",
    none: "لا طالب في هذه المجموعة.",

    copy: "نسخ العناوين",
    copied: (count) =>
        plural(count, {
            zero: "لم يُنسخ أي عنوان.",
            one: "نُسخ عنوان واحد.",
            two: "نُسخ عنوانان.",
            few: "نُسخت # عناوين.",
            many: "نُسخ # عنوانًا.",
            other: "نُسخ # عنوان.",
        }),
    without: (count) =>
        plural(count, {
            zero: "لكل الطلاب عناوين.",
            one: "طالب واحد ليس له عنوان.",
            two: "طالبان ليس لهما عنوان.",
            few: "# طلاب ليس لهم عنوان.",
            many: "# طالبًا ليس لهم عنوان.",
            other: "# طالب ليس لهم عنوان.",
        }),
    noAddress: "ليس لأي من هؤلاء الطلاب عنوان.",
    copyTitle: "انسخ هذه العناوين",
    copyHint:
        "لا يسمح هذا المتصفح للصفحة بالنسخ. العناوين محدَّدة: انسخها من القائمة أو بالمفتاحين Ctrl+C.",
    addresses: "العناوين",
    done: "تم",

    choose: (name) => `اختيار ${own(name)}`,
    chooseShown: "اختيار كل الظاهرين",
    chosen: (count) => plural(count, {
        zero: "لا طلاب مختارون",
        one: "طالب واحد مختار",
        two: "طالبان مختاران",
        few: "# طلاب مختارون",
        many: "# طالبًا مختارون",
        other: "# طالب مختارون",
    }),
    change: "تغيير التسجيلات…",
    chooseNone: "إلغاء الاختيار",
    changeTitle: (count) =>
        plural(count, {
            zero: "لا تسجيلات للتغيير",
            one: "تغيير تسجيل طالب واحد",
            two: "تغيير تسجيل طالبين",
            few: "تغيير تسجيل # طلاب",
            many: "تغيير تسجيل # طالبًا",
            other: "تغيير تسجيل # طالب",
        }),
    save: "حفظ التغييرات",
    saved: (count) => plural(count, {
        zero: "لم يتغير أي تسجيل.",
        one: "تغيّر تسجيل واحد.",
        two: "تغيّر تسجيلان.",
        few: "تغيّرت # تسجيلات.",
        many: "تغيّر # تسجيلًا.",
        other: "تغيّر # تسجيل.",
    }),
    unchanged: (count) =>
        plural(count, {
            zero: "لم تكن هذه الحالة لأي طالب من قبل.",
            one: "كانت هذه الحالة لطالب واحد من قبل.",
            two: "كانت هذه الحالة لطالبين من قبل.",
            few: "كانت هذه الحالة لـ # طلاب من قبل.",
            many: "كانت هذه الحالة لـ # طالبًا من قبل.",
            other: "كانت هذه الحالة لـ # طالب من قبل.",
        }),
    nothingChanged: "كانت هذه حالتهم جميعًا من قبل. لم يتغير شيء، ولم يُحفظ السبب.",
};
