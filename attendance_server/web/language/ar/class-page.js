/**
 * The words with which a teacher starts a session, adds the first students of a class and finds its
 * settings.
 *
 * @module
 */

import { sessionStart } from "/language/formats.js";

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** @type {typeof import("/language/en/class-page.js").startWords} */
export const startWords = {
    start: (className) => `بدء حصة: ${own(className)}`,
    resume: (iso) => `متابعة، منذ ${sessionStart(iso)}`,
    resumeOf: (iso, className) => `متابعة، منذ ${sessionStart(iso)}: ${own(className)}`,
    addStudents: "إضافة طلاب",
    addStudentsTo: (className) => `إضافة طلاب إلى ${own(className)}`,
    emptyTitle: "هل تبدأ دون طلاب؟",
    emptyBody: "ليس في هذا الصف طلاب بعد. يمكنك إضافتهم أثناء الحصة أيضًا.",
    emptyConfirm: "البدء على أي حال",
};

/** @type {typeof import("/language/en/class-page.js").addWords} */
export const addWords = {
    heading: "أضف طلابك",
    body: "من ملف من Excel أو Moodle أو Canvas أو Google أو Teams أو نظام آخر، أو برمز الصف، أو بالاسم.",
};

/** @type {typeof import("/language/en/class-page.js").settingsWords} */
export const settingsWords = {
    heading: "إعدادات هذا الصف",
    link: "الإعدادات",
    name: "الاسم",
    late: "التأخر",
    checkIn: "تسجيل الوصول",
};
