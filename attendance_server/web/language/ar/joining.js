/**
 * The words with which students join a class by themselves, and those of a student without one.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** @type {typeof import("/language/en/joining.js").errors} */
export const errors = {
    class_code_wrong: "لا صف له هذا الرمز. انظر مرة أخرى، أو اطلب من معلّمك الرمز الحالي.",
    too_many_tries: "تكرر الخطأ كثيرًا. انتظر قليلًا، أو اسأل معلّمك.",
};

/** @type {typeof import("/language/en/joining.js").words} */
export const words = {
    heading: "الانضمام إلى صف",
    code: "رمز الصف",
    codeHint: "ثمانية من الحروف والأرقام، كما يعرضها معلّمك. يمكنك أيضًا لصق الرابط.",
    misread: "لا يحتوي أي رمز على 0 أو O أو 1 أو I. انظر مرة أخرى.",
    wrongLength: (expected, actual) =>
        `عدد الحروف والأرقام المطلوب: ${number(expected)}، والمكتوب: ${number(actual)}.`,
    submit: "انضمام",
    as: (name) => `تنضم باسم ${own(name)}.`,
    notYou: "ليس هذا أنت؟",
    joined: (className) => `أنت في ${own(className)}.`,
    asked: "أُرسل الطلب إلى معلّمك",
    askedHint: (className) =>
        `عندما يقبلك معلّمك يظهر ${own(className)} بين صفوفك. تلاحظ هذه الصفحة ذلك بنفسها.`,
    refused: (className) => `لم يقبلك معلّمك في ${own(className)}. اسأله عن السبب.`,
    forStudents: "لا ينضم إلى صف برمز إلا الطلاب",
    forStudentsHint: "سجّل الخروج، ثم ادخل أو أنشئ حسابًا بصفة طالب.",

    welcome: {
        heading: "أهلًا بك. لست في أي صف بعد.",
        enter: "هل عرض معلّمك رمزًا؟ أدخله.",
        link: "هل عرض معلّمك رمز QR أو أرسل رابطًا؟",
        linkHint: "امسحه بتطبيق الكاميرا في هاتفك، أو افتح الرابط. سيعيدك إلى هنا.",
        show: "لا هذا ولا ذاك؟ أرِ معلّمك هذا.",
        showHint: "يضيفك معلّمك به، ويظهر الصف هنا من تلقاء نفسه.",
        showNumber: "رقمك الطلابي",
        showEmail: "بريدك الإلكتروني",
    },
};
