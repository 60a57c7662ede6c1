/**
 * The words of the page of one's account.
 *
 * @module
 */

import { text as reports } from "/language/ar/reports.js";
import { plural } from "/language/formats.js";

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** @type {typeof import("/language/en/account.js").text} */
export const text = {
    ...reports,

    devices: {
        heading: "الأجهزة",
        body: "يبقى دخولك قائمًا على هذه الأجهزة. سجّل الخروج من الأجهزة التي لا تعرفها أو لم تعد تستخدمها.",
        none: "لا يبقى دخولك قائمًا على أي جهاز: على هذا الجهاز حتى تسجّل الخروج أو تغلق كل علامات التبويب.",
        current: "هذا الجهاز",
        unknown: "متصفح غير معروف",
        lastUsed: (when) => `آخر استخدام: ${when}`,
        since: (when) => `تسجيل الدخول: ${when}`,
        end: "تسجيل الخروج",
        endOne: (device) => `تسجيل الخروج: ${own(device)}`,
        ended: (device) => `تم تسجيل الخروج: ${own(device)}.`,
        endOthers: "تسجيل الخروج من كل الأجهزة الأخرى",
        endOthersTitle: "هل تريد تسجيل الخروج من كل الأجهزة الأخرى؟",
        endOthersBody: (count) =>
            plural(count, {
                zero: "لا أجهزة أخرى للخروج منها.",
                one: "يتم تسجيل خروجك فورًا من جهاز آخر واحد.",
                two: "يتم تسجيل خروجك فورًا من جهازين آخرين.",
                few: "يتم تسجيل خروجك فورًا من # أجهزة أخرى.",
                many: "يتم تسجيل خروجك فورًا من # جهازًا آخر.",
                other: "يتم تسجيل خروجك فورًا من # جهاز آخر.",
            }),
        endedOthers: "تم تسجيل خروجك من كل الأجهزة الأخرى.",
    },

    accountPage: {
        heading: "الحساب",
        name: "الاسم",
        email: "البريد الإلكتروني",
        studentNumber: "رقم الطالب",
        role: "الدور",
        roles: { TEACHER: "معلّم", STUDENT: "طالب", ADMIN: "إدارة المدرسة" },
        rename: "تغيير اسمك",
        newName: "اسمك",
        save: "حفظ",
        renamed: "تغيّر اسمك.",
        languageBody: "للصفحات والملفات والبريد، على كل أجهزتك.",
        password: "تغيير كلمة المرور",
        oldPassword: "كلمة المرور الحالية",
        newPassword: "كلمة المرور الجديدة",
        newPasswordHint: (rules) => `${rules} يتم تسجيل خروجك من كل مكان آخر.`,
        change: "تغيير كلمة المرور",
        changed: "تغيّرت كلمة مرورك.",
        delete: "حذف الحساب",
        deleteAdmin: "لا يمكن التراجع عن هذا. لا يمكن حذف مسؤول النظام الوحيد.",
        deleteTeacher:
            "تنتقل صفوفك إلى معلّم مساعد ليس بديلًا. تُحذف الصفوف التي ليس فيها مساعد. تبقى الحصص السابقة لدى المدرسة.",
        deleteStudent: "تغادر كل صفوفك. تحتفظ الحصص السابقة بحضورك، لكن ليس باسمك.",
        deleteTitle: "هل تريد حذف حسابك؟",
        deletePassword: "كلمة مرورك",
        deleted: "حُذف حسابك.",
    },

    ownData: {
        heading: "كل ما يخصني",
        body: "ملف واحد (JSON) فيه كل ما يخزنه هذا الخادم عنك: حسابك وصفوفك وحصصك.",
        button: "تنزيل كل ما يخصني",
    },
};
