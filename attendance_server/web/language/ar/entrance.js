/**
 * The words of the doors for new users, and of why a log-in is asked for.
 *
 * @module
 */

/** @type {typeof import("/language/en/entrance.js").entrance} */
export const entrance = {
    newHere: "أول مرة هنا؟",
    teacher: "أنا معلّم",
    teacherBody: "أنشئ حسابًا وصفًّا، وسجّل الحضور خلال دقيقة.",
    student: "أنا طالب",
    studentBody: "انضم إلى صفك برمز أو بطاقة أو ببريدك الإلكتروني.",
    slip: "هل أعطاك معلّمك بطاقة عليها رمز؟ لديك حساب إذًا.",
    enterCode: "أدخل رمزك",
    needed: "سجّل الدخول لتصل إلى الصفحة التي فتحتها.",
};
