/**
 * The words with which teachers let students join a class by themselves.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** @type {typeof import("/language/en/class-code.js").words} */
export const words = {
    heading: "رمز الصف",
    hint: "يُدخل الطلاب الرمز أو يفتحون الرابط فيصبحون في الصف. لا تحتاج إلى قائمة ولا إلى عناوين.",
    rule: "من لديه الرمز",
    rules: {
        off: "لا يستطيع استخدامه",
        atOnce: "ينضم فورًا",
        ask: "ينضم بعد قبولك",
    },
    readOnly: {
        off: "الرمز معطَّل. يستطيع مالك الصف تشغيله.",
        atOnce: "ينضم الطلاب الذين لديهم الرمز فورًا.",
        ask: "ينضم الطلاب الذين لديهم الرمز بعد قبولك.",
    },
    enterAt: (address) => `يسجّل الطلاب الدخول في ${own(address)} ويختارون «الانضمام إلى صف».`,
    code: "رمز هذا الصف",
    picture: "رمز QR فيه رابط الانضمام إلى هذا الصف",
    copyLink: "نسخ الرابط",
    copied: "نُسخ الرابط.",
    notCopied: (link) => `تعذّر نسخ الرابط. الرابط هو ${link}`,
    showLarge: "عرض كبير",
    close: "إغلاق",
    renew: "رمز جديد…",
    renewTitle: "هل تريد استبدال الرمز؟",
    renewBody: "يتوقف الرمز القديم ورابطه فورًا. يبقى الطلاب الذين انضموا.",
    renewConfirm: "استبدال",
    renewed: "للصف رمز جديد.",
    saved: "تم الحفظ.",
    requests: (count) =>
        plural(count, {
            zero: "لا طلبات انضمام",
            one: "طالب واحد يطلب الانضمام",
            two: "طالبان يطلبان الانضمام",
            few: "# طلاب يطلبون الانضمام",
            many: "# طالبًا يطلبون الانضمام",
            other: "# طالب يطلبون الانضمام",
        }),
    accept: "قبول",
    refuse: "رفض",
    acceptLabel: (name) => `قبول: ${own(name)}`,
    refuseLabel: (name) => `رفض: ${own(name)}`,
    accepted: (name) => `تمت الإضافة إلى الصف: ${own(name)}.`,
    refused: (name) => `رُفض الطلب: ${own(name)}.`,
};
