/** The words for lessons that were begun without a network. @module */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/own-lessons.js").ownLessons} */
export const ownLessons = {
    begun: "لا توجد شبكة. تجري الحصة على هذا الجهاز، وتُحفظ عند عودة الشبكة.",
    ended: "انتهت الحصة على هذا الجهاز. تُحفظ عند عودة الشبكة.",
    waiting: (count) =>
        plural(count, {
            zero: "دون اتصال، لا حصص تنتظر",
            one: "دون اتصال، حصة واحدة تنتظر",
            two: "دون اتصال، حصتان تنتظران",
            few: "دون اتصال، # حصص تنتظر",
            many: "دون اتصال، # حصة تنتظر",
            other: "دون اتصال، # حصة تنتظر",
        }),
    copy: "نسخ القائمة",
    copied: "تم النسخ.",
    notCopied: "لا يسمح هذا المتصفح للصفحة بالنسخ. حدّد النص بدلًا من ذلك.",
};
