/**
 * The words of the page that lists who was absent often.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/absences.js").absences} */
export const absences = {
    link: "الأكثر غيابًا",
    heading: "الأكثر غيابًا",
    hint: "يُجمع الغياب في كل صفوفك المستخدمة. لا يُحتسب الغياب بعذر.",
    schoolHint: "يُجمع الغياب في كل الصفوف المستخدمة. لا يُحتسب الغياب بعذر.",
    filesHint: "لا تتضمن الملفات إلا الصفوف التي تملكها.",
    table: "الطلاب الأكثر غيابًا",
    file: "الغياب",
    schoolClasses: "الصفوف",
    times: "الغياب",
    from: "من هذه الصفوف",
    once: (count) =>
        plural(count, {
            zero: "لم يغب أي طالب.",
            one: "غاب طالب واحد مرة على الأقل.",
            two: "غاب طالبان مرة على الأقل.",
            few: "غاب # طلاب مرة على الأقل.",
            many: "غاب # طالبًا مرة على الأقل.",
            other: "غاب # طالب مرة على الأقل.",
        }),
    often: (count, times) =>
        plural(count, {
            zero: `لا طلاب غابوا بهذا العدد أو أكثر: ${times}.`,
            one: `طالب واحد بلغ عدد غياباته ${times} أو أكثر.`,
            two: `طالبان بلغ عدد غيابات كل منهما ${times} أو أكثر.`,
            few: `# طلاب بلغ عدد غيابات كل منهم ${times} أو أكثر.`,
            many: `# طالبًا بلغ عدد غيابات كل منهم ${times} أو أكثر.`,
            other: `# طالب بلغ عدد غيابات كل منهم ${times} أو أكثر.`,
        }),
    none: "لم يغب أي طالب بهذا القدر في هذه الفترة.",
};
