/**
 * The words with which students check in.
 *
 * @module
 */

import { number, time } from "/language/formats.js";

/** @type {typeof import("/language/en/check-in-student.js").errors} */
export const errors = {
    check_in_closed: "تسجيل الوصول غير مفتوح الآن. اطلب من معلّمك فتحه.",
    check_in_code_wrong: "هذه الحروف خاطئة أو قديمة. اكتب الحروف الظاهرة على الشاشة الآن.",
    too_many_tries: "تكرر الخطأ كثيرًا. انتظر قليلًا، أو اسأل معلّمك.",
    teacher_must_confirm: "اطلب من معلّمك التأكيد.",
    join_requested: "أُرسل إلى معلّمك طلب لإدخالك الصف.",
};

/** @type {typeof import("/language/en/check-in-student.js").words} */
export const words = {
    heading: "تسجيل الوصول",
    checking: "يجري تسجيل وصولك…",
    marked: {
        present: "سُجِّل حضورك",
        late: "سُجِّل حضورك، مع تأخر",
        excused: "غيابك مسجَّل بعذر",
        absent: "سجّل معلّمك غيابك",
    },

    held: "اطلب من معلّمك التأكيد",
    heldHint:
        "يرى معلّمك اسمك، ويؤكد بنقرة واحدة. السبب المعتاد أن طالبًا آخر سجّل وصوله من هذا الجهاز.",
    requested: "أُرسل إلى معلّمك طلب لإدخالك الصف",
    requestedHint: "أبقِ هذه الصفحة مفتوحة. ستخبرك عند قبولك.",
    joined: "انضممت إلى الصف",
    tooOld: "هذا الرمز قديم",
    tooOldHint:
        "يتغير الرمز على الشاشة كل بضع ثوانٍ. امسح الرمز الظاهر الآن، أو اكتب الحروف التي تحته.",
    tooOften: "محاولات كثيرة",
    failed: {
        check_in_closed: "تسجيل الوصول غير مفتوح",
        no_active_session: "لا حصة جارية",
        not_enrolled: "لست في هذا الصف",
        class_not_found: "لست في هذا الصف",
        declined: "لم يقبل معلّمك دخولك الصف",
    },

    failedHint: {
        check_in_closed: "معلّمك هو من يفتحه. تلاحظ هذه الصفحة ذلك بنفسها.",
        no_active_session: "معلّمك هو من يبدؤها. تلاحظ هذه الصفحة ذلك بنفسها.",
        not_enrolled: "هل تعرض الشاشة رمز صف آخر؟ إن لم يكن كذلك، فاطلب من معلّمك إضافتك.",
        class_not_found: "لم يعد هذا الصف موجودًا.",
        declined: "اسأله عن السبب.",
    },

    again: "إعادة المحاولة",
    toClass: "حضوري في هذا الصف",
    letters: "الحروف تحت الرمز",
    lettersHint: "ستة من الحروف والأرقام، كما تظهر على الشاشة.",
    misread: "لا يحتوي أي رمز على 0 أو O أو 1 أو I. انظر مرة أخرى.",
    wrongLength: (expected, actual) =>
        `عدد الحروف والأرقام المطلوب: ${number(expected)}، والمكتوب: ${number(actual)}.`,
    how: "امسح الرمز الظاهر على الشاشة بتطبيق الكاميرا في هاتفك، أو اكتب الحروف التي تحته.",
    submit: "سجّل وصولك",
    scan: "المسح بالكاميرا",
    stop: "إيقاف الكاميرا",
    camera: "صورة الكاميرا",
    cameraRefused: "لا يمكن استخدام الكاميرا. اسمح بها في المتصفح، أو اكتب الحروف بدلًا من ذلك.",
    hand: "ارفع يدك",
    handHint: "ليس لديك هاتف يمسح الرمز، أو لا يعمل؟ يرى معلّمك اسمك.",
    handRaised: (iso) => `يدك مرفوعة منذ ${time(iso)}. يراها معلّمك.`,
};
