/**
 * The words of whoever is not logged in, and of the page that sets a password.
 *
 * @module
 */

import { text as common } from "/language/ar/common.js";
import { number } from "/language/formats.js";

/** Keeps a name or an address, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** @type {typeof import("/language/en/visitor.js").text} */
export const text = {
    ...common,

    login: {
        heading: "تسجيل الدخول",
        loginName: "البريد الإلكتروني أو رقم الطالب",
        password: "كلمة المرور",
        stay: "إبقاء الدخول على هذا الجهاز",
        stayHint: "حتى بعد إغلاق المتصفح. لا تفعل هذا أبدًا على جهاز مشترك.",
        submit: "دخول",
        code: "لديّ رمز",
        forgot: "هل نسيت كلمة المرور؟",
        signOn: "الدخول بحسابك المدرسي",
        orPassword: "أو بكلمة مرورك هنا:",
        office: "يدخل مسؤولو النظام بكلمة مرور",
        signingOn: "يجري تسجيل دخولك…",
        errorCode: (code) => `(${own(code)})`,
    },

    forgot: {
        heading: "هل نسيت كلمة المرور؟",
        byMail: "أدخل البريد الإلكتروني لحسابك ليصلك رابط تختار به كلمة مرور جديدة.",
        email: "البريد الإلكتروني",
        submit: "أرسلوا إليّ رابطًا",
        sent: (email) =>
            `إن كان هناك حساب بالعنوان ${own(email)}، فستصله رسالة فيها رابط. تحقق من مجلد الرسائل غير المرغوبة أيضًا.`,
        ask: "الحصول على رمز",
        askInstead: "أو الحصول على رمز",
        askBody:
            "للطلاب: اسأل معلّمك. للجميع: اسأل إدارة المدرسة. تحصل منهم على رمز تختار به كلمة مرور جديدة. لن يعرفوها.",
        back: "العودة إلى تسجيل الدخول",
    },

    claim: {
        heading: "لديّ رمز",
        body: "تسلّمت رمزًا أو وصلك بالبريد: لحساب جديد، أو لأنك نسيت كلمة المرور. استخدمه مرة واحدة لاختيار كلمة مرورك.",
        code: "الرمز",
        codeHint: "مثل \u20667KQM-2XHD-PW9T\u2069. لا فرق بين الحروف الكبيرة والصغيرة، ولا تهم الشرطات.",
        wrongLength: (expected, actual) =>
            `عدد الحروف والأرقام في الرمز: ${number(expected)}، وفي هذا: ${number(actual)}.`,
        password: "كلمة المرور الجديدة",
        submit: "اعتماد كلمة المرور",
        noCode: "لديك كلمة مرور بالفعل؟",
        logIn: "تسجيل الدخول",
        done: (name, loginName) => `أهلًا بك، ${own(name)}. من الآن سجّل الدخول بـ ${own(loginName)}.`,
        loggedInAs: "الدخول على هذا الجهاز باسم",
        notYou: "إن لم يكن هذا أنت، فسجّل خروجه أولًا. بعدها يمكنك استخدام رمزك.",
        logOut: "تسجيل الخروج واستخدام رمزي",
        stay: "إبقاء الدخول",
    },

    signUp: {
        heading: "إنشاء حساب",
        role: "أنا",
        student: "طالب",
        teacher: "معلّم",
        name: "الاسم",
        nameHint: "الاسم الذي يعرفك به صفك.",
        email: "البريد الإلكتروني",
        password: "كلمة المرور",
        code: "رمز المعلّمين",
        codeHint: "اتركه فارغًا إن لم تعطك مدرستك رمزًا.",
        studentCode: "رمز المدرسة",
        studentCodeHint: "الرمز الذي أعطتك إياه مدرستك.",
        submit: "إنشاء الحساب",
        orLogIn: "لديك حساب؟",
        logIn: "تسجيل الدخول",
        done: (name) => `أهلًا بك، ${own(name)}.`,
    },
};
