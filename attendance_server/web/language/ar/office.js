/**
 * The words of the school office.
 *
 * @module
 */

import { moment, plural } from "/language/formats.js";

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** @type {typeof import("/language/en/office.js").office} */
export const office = {
    heading: "إدارة المدرسة",
    parts: "أقسام إدارة المدرسة",
    people: "الأشخاص",
    classes: "الصفوف",
    audit: "سجل التدقيق",
    more: "عرض المزيد",
    roles: { TEACHER: "معلّم", STUDENT: "طالب", ADMIN: "إدارة المدرسة" },

    list: {
        search: "البحث بالاسم أو البريد الإلكتروني",
        show: "عرض",
        everyone: "الجميع",
        kinds: {
            TEACHER: "المعلّمون",
            STUDENT: "الطلاب",
            ADMIN: "إدارة المدرسة",
            disabled: "الحسابات المعطَّلة",
        },
        none: "لا حساب يطابق البحث.",
        found: (count, more) =>
            more
                ? plural(count, {
                      zero: "لا حسابات",
                      one: "الحساب الأول",
                      two: "أول حسابين",
                      few: "أول # حسابات",
                      many: "أول # حسابًا",
                      other: "أول # حساب",
                  })
                : plural(count, {
                      zero: "لا حسابات",
                      one: "حساب واحد",
                      two: "حسابان",
                      few: "# حسابات",
                      many: "# حسابًا",
                      other: "# حساب",
                  }),
    },

    state: {
        unclaimed: "لم يُفعَّل بعد",
        disabled: "معطَّل",
        merging: "انقطع الدمج",
    },

    person: {
        created: "تاريخ الإنشاء",
        role: "الدور",
        email: "البريد الإلكتروني",
        state: "الحالة",
        active: "مستخدم",
        disabledSince: (at) => `معطَّل منذ ${moment(at)}`,
        merging:
            "كان هذا الحساب يُدمج في حساب آخر، وانقطع ذلك. يبقى معطَّلًا حتى يُدمجا مرة أخرى.",
        teaches: "صفوف التدريس",
        attends: "صفوف الدراسة",
        log: "ما جرى لهذا الحساب",
        deeds: "ما فعله هذا الشخص",
        correct: "تصحيح الاسم والبريد الإلكتروني",
        name: "الاسم",
        save: "حفظ",
        saved: "تغيّر الحساب.",
        toTeacher: "تحويل إلى حساب معلّم",
        toTeacherBody:
            "يتم تسجيل خروج الشخص، ويغادر كل الصفوف التي هو طالب فيها. تحتفظ الحصص السابقة بتسجيلاتها.",
        toStudent: "تحويل إلى حساب طالب",
        toStudentBody: "يتم تسجيل خروج الشخص. لا يمكن لمعلّم لديه صفوف أن يصبح طالبًا.",
        roleChanged: "تغيّر الدور.",
        disable: "تعطيل الحساب",
        disableBody:
            "يتم تسجيل خروج الشخص فورًا، ولا يستطيع الدخول حتى يُعاد تفعيل الحساب. تبقى الصفوف والتسجيلات.",
        disabled: "عُطّل الحساب.",
        enable: "إلغاء تعطيل الحساب",
        enabled: "يمكن استخدام الحساب من جديد.",
        merge: "دمج في حساب آخر…",
        mergeTitle: (who) => `دمج حساب ${own(who)}`,
        mergeBody:
            "ابحث عن الحساب الذي يبقى. يحتفظ باسمه وبريده وكلمة مروره، وتنتقل إليه الصفوف والتسجيلات والتصحيحات. ثم يُحذف هذا الحساب. إن كان لكليهما تسجيل في حصة، فالحضور مقدَّم على التأخر ثم الغياب بعذر ثم الغياب.",
        mergeSearch: "الحساب الذي يبقى",
        mergeConfirm: (one, other) => `هل تريد دمج ${own(one)} في ${own(other)}؟`,
        mergeNote: "لا يمكن التراجع عن هذا.",
        mergeButton: "دمج",
        merged: "دُمج الحسابان.",
        remove: "حذف الحساب…",
        removeTitle: (who) => `هل تريد حذف حساب ${own(who)}؟`,
        removeStudent:
            "يغادر الطالب كل الصفوف. تحتفظ الحصص السابقة بالتسجيلات، لكن ليس بالاسم. لا يمكن التراجع عن هذا.",
        removeOther: "لا يمكن التراجع عن هذا. يجب نقل صفوف المعلّم أولًا.",
        removeConfirm: "حذف الحساب",
        removed: "حُذف الحساب.",
    },

    classList: {
        search: "البحث باسم الصف",
        archived: "الصفوف المؤرشفة",
        none: "لا صف يطابق البحث.",
        about: (students, teacher) =>
            plural(students, {
                zero: `لا طلاب، ${own(teacher ?? "معلّم محذوف")}`,
                one: `طالب واحد، ${own(teacher ?? "معلّم محذوف")}`,
                two: `طالبان، ${own(teacher ?? "معلّم محذوف")}`,
                few: `# طلاب، ${own(teacher ?? "معلّم محذوف")}`,
                many: `# طالبًا، ${own(teacher ?? "معلّم محذوف")}`,
                other: `# طالب، ${own(teacher ?? "معلّم محذوف")}`,
            }),
    },

    class: {
        students: "الطلاب",
        owner: "المالك",
        move: "نقل إلى معلّم آخر…",
        moveTitle: (className) => `نقل ${own(className)} إلى معلّم آخر`,
        moveBody:
            "يرى المالك الجديد كل الحصص السابقة. لا يعود الصف للمالك الحالي؛ وتستمر الحصة الجارية مع المالك الجديد.",
        moveSearch: "المالك الجديد",
        moveConfirm: (className, teacher) => `هل تريد نقل ${own(className)} إلى ${own(teacher)}؟`,
        moveButton: "نقل",
        moved: (teacher) => `مالك الصف الآن: ${own(teacher)}.`,
    },

    choose: {
        none: "لا أحد يطابق البحث.",
        choose: "اختيار",
        chooseLabel: (who) => `اختيار ${own(who)}`,
    },

    log: {
        lead: "من فعل ماذا. لا يمكن تغيير المدخلات، وتُحفظ للمدة المضبوطة في الخادم.",
        action: "الإجراء",
        every: "كل الإجراءات",
        outcome: "النتيجة",
        any: "أي نتيجة",
        done: "نُفّذ",
        refused: "رُفض",
        actions: {
            "account.signup": "إنشاء حساب",
            "account.login": "تسجيل دخول",
            "account.sign-on": "تسجيل دخول بالحساب المدرسي",
            "account.logout": "تسجيل خروج",
            "account.refresh": "تجديد دخول جهاز",
            "account.device": "تسجيل خروج من جهاز",
            "account.claim": "تفعيل حساب",
            "account.password": "تغيير كلمة مرور",
            "account.forgot": "طلب بريد لكلمة مرور جديدة",
            "account.reset-code": "إصدار رمز لكلمة مرور جديدة",
            "account.change": "تغيير حساب",
            "account.merge": "دمج حسابين",
            "account.delete": "حذف حساب",
            "account.export": "أخذ البيانات الشخصية في ملف",
            "class.create": "إنشاء صف",
            "class.change": "تغيير صف",
            "class.delete": "حذف صف",
            "class.move": "نقل صف",
            "class.add-teacher": "إضافة معلّم إلى صف",
            "class.remove-teacher": "إزالة معلّم من صف",
            "class.enrol": "إضافة طالب إلى صف",
            "class.confirm": "تأكيد حساب طالب مدعو",
            "class.decline": "رفض دعوة",
            "class.withdraw": "سحب دعوة",
            "class.refuse-join": "رفض طلب انضمام",
            "class.unenrol": "إزالة طالب من صف",
            "key.create": "إنشاء مفتاح API",
            "key.end": "إنهاء مفتاح API",
            "roster.import": "استيراد قائمة طلاب",
            "roster.sync": "تحديث صف وفق قائمة طلاب",
            "roster.undo": "التراجع عن استيراد",
            "roster.codes": "إصدار رموز",
            "report.file": "أخذ ملف",
            "report.school": "أخذ حضور المدرسة كلها",
            "session.import": "استيراد تقرير اجتماع بوصفه حصة",
            "session.correct": "تصحيح تسجيل",
            "session.reopen": "إعادة فتح حصة",
            "session.discard": "استبعاد حصة",
            "session.restore": "استعادة حصة",
        },
        only: "المدخلات الخاصة بحساب أو صف واحد فقط.",
        all: "عرض كل المدخلات",
        none: "لا مدخل يطابق البحث.",
        file: "سجل التدقيق",
        table: "سجل التدقيق",
        when: "الوقت",
        who: "من",
        about: "عن",
        changes: "التغييرات",
        unknown: "غير معروف",
        deleted: "حساب محذوف",
        outcomes: { ok: "نُفّذ", started: "غير معروفة", "broken off": "انقطع" },
        refusedWith: (code) => `رُفض (${own(code)})`,
        targets: {
            userId: "الحساب",
            intoId: "في",
            studentId: "الطالب",
            teacherId: "المعلّم",
            classId: "الصف",
            sessionId: "الحصة",
            importId: "الاستيراد",
            keyId: "مفتاح API",
            key: "اسم مفتاح API",
            dryRun: "تجربة دون تنفيذ",
            days: "الأيام",
            way: "مصدره",
        },
        fields: {
            name: "الاسم",
            givenName: "الاسم الأول",
            familyName: "اسم العائلة",
            email: "البريد الإلكتروني",
            role: "الدور",
            disabledAt: "معطَّل",
            teacherId: "المالك",
            mark: "التسجيل",
        },
        notDisabled: "لا",
    },
};
