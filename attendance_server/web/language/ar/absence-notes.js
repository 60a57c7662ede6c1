/**
 * The words for notes with an absence, for those who write them and those who decide.
 *
 * @module
 */

import { fieldDate, plural } from "/language/formats.js";

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** @type {typeof import("/language/en/absence-notes.js").errors} */
export const errors = {
    note_not_found: "لم يعد هذا العذر موجودًا.",
    note_decided: "بتّ معلّمك في هذا العذر، ولم يعد سحبه ممكنًا.",
    too_many_notes: "كثير من أعذارك ينتظر الرد. اسحب أحدها أولًا.",
};

/** @type {typeof import("/language/en/absence-notes.js").words} */
export const words = {
    days: (from, until) =>
        from === until ? fieldDate(from) : `من ${fieldDate(from)} إلى ${fieldDate(until)}`,
    state: {
        waiting: "لم يُبتّ فيه بعد",
        accepted: "قُبل العذر",
        declined: "لم يُقبل",
        withdrawn: "سُحب",
    },

    own: {
        heading: "الغياب",
        hint: "هل غبت أو ستغيب؟ أخبر معلّمك بالسبب.",
        write: "تقديم عذر غياب",
        title: "تقديم عذر غياب",
        from: "أول يوم",
        until: "آخر يوم",
        order: "يجب ألا يسبق آخر يوم أول يوم.",
        reason: "السبب",
        reasonHint: "لا يقرؤه إلا معلّموك في هذا الصف وأنت.",
        send: "إرسال إلى معلّمي",
        sent: "وصل عذرك إلى معلّمك.",
        withdraw: "سحب",
        withdrawLabel: (days) => `سحب: ${days}`,
        withdrawn: "سُحب عذرك.",
        accepted: "قبل معلّمك عذرك.",
        declined: "لم يقبل معلّمك عذرك.",
    },

    taught: {
        heading: "أعذار من الطلاب",
        waiting: (count) =>
            plural(count, {
                zero: "لا أعذار بانتظار قرارك",
                one: "عذر واحد بانتظار قرارك",
                two: "عذران بانتظار قرارك",
                few: "# أعذار بانتظار قرارك",
                many: "# عذرًا بانتظار قرارك",
                other: "# عذر بانتظار قرارك",
            }),
        decided: (count) =>
            plural(count, {
                zero: "لا أعذار بُتّ فيها",
                one: "عذر واحد بُتّ فيه",
                two: "عذران بُتّ فيهما",
                few: "# أعذار بُتّ فيها",
                many: "# عذرًا بُتّ فيها",
                other: "# عذر بُتّ فيها",
            }),
        accept: "قبول",
        decline: "رفض",
        acceptLabel: (name) => `قبول العذر: ${own(name)}`,
        declineLabel: (name) => `رفض العذر: ${own(name)}`,
        accepted: (name, count) =>
            count
                ? plural(count, {
                      zero: `${own(name)}: قُبل العذر.`,
                      one: `${own(name)}: قُبل العذر. أصبح غياب واحد بعذر.`,
                      two: `${own(name)}: قُبل العذر. أصبح غيابان بعذر.`,
                      few: `${own(name)}: قُبل العذر. أصبحت # غيابات بعذر.`,
                      many: `${own(name)}: قُبل العذر. أصبح # غيابًا بعذر.`,
                      other: `${own(name)}: قُبل العذر. أصبح # غياب بعذر.`,
                  })
                : `${own(name)}: قُبل العذر.`,
        declined: (name) => `${own(name)}: لم يُقبل العذر.`,
    },
};
