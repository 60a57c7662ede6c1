/**
 * The words of teachers' pages.
 *
 * @module
 */

import { being, enumerated } from "/language/ar/common.js";
import { text as sessions } from "/language/ar/sessions.js";
import { moment, number, plural, sessionStart, time } from "/language/formats.js";

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/**
 * How many students match a filter, and how many tiles are shown: a tile that no longer matches
 * stays in its place until the filter is changed.
 *
 * @param {string} counted in words @param {number} count @param {number} shown
 */
const withShown = (counted, count, shown) =>
    shown === count ? counted : `${counted}، الظاهر: ${number(shown)}`;

/** @type {typeof import("/language/en/teacher.js").text} */
export const text = {
    ...sessions,

    classList: {
        none: "ليست لديك صفوف بعد. أنشئ صفك الأول أعلاه.",
        name: "اسم صف جديد",
        create: "إنشاء صف",
        created: (name) => `أُنشئ ${own(name)}. أضف طلابه الآن.`,
        students: (count) => plural(count, {
            zero: "لا طلاب",
            one: "طالب واحد",
            two: "طالبان",
            few: "# طلاب",
            many: "# طالبًا",
            other: "# طالب",
        }),
        archived: (count) => `الصفوف المؤرشفة (${number(count)})`,
        archivedHeading: "الصفوف المؤرشفة",
        archivedHint: "تبقى حصصها السابقة وتقاريرها وملفاتها. لا يمكن تسجيل الحضور فيها.",
        noneArchived: "ليست لديك صفوف مؤرشفة.",
    },

    slips: {
        noneHeading: "لا رموز للعرض",
        none: "تُعرض الرموز مرة واحدة فقط. للطلاب الذين لم يفعّلوا حسابهم بعد، اطلب رموزًا جديدة من صفحة الصف.",
        toClass: "إلى الصف",
        heading: (count) => plural(count, {
            zero: "لا رموز للتسليم",
            one: "رمز واحد للتسليم",
            two: "رمزان للتسليم",
            few: "# رموز للتسليم",
            many: "# رمزًا للتسليم",
            other: "# رمز للتسليم",
        }),
        once: "لا تُعرض هذه الرموز مرة أخرى. اطبعها أو نزّلها الآن. إن ضاع أحدها، فاطلب رمزًا جديدًا من صفحة الصف.",
        careful: "من لديه الرمز يستطيع تفعيل الحساب. لا تسلّم البطاقة إلا لصاحبها.",
        print: "طباعة البطاقات",
        download: "تنزيل CSV",
        done: "تم",
        leaveTitle: "هل تريد ترك الرموز؟",
        leaveBody: "لم تُطبع ولم تُنزَّل، ولن تُعرض مرة أخرى.",
        leave: "ترك",
        sheet: "البطاقات",
        file: "الرموز",
        columns: ["الاسم", "البريد الإلكتروني", "رقم الطالب", "الرمز", "الرابط", "صالح حتى"],
        goTo: "افتح",
        choose: "واختر «لديّ رمز».",
        join: "سجّل الدخول، واستخدم هذا الرمز للانضمام إلى الصف.",
        code: "رمزك",
        logInWith: "بعد ذلك سجّل الدخول بـ",
        until: "الرمز صالح حتى",
        orLink: "أو افتح مباشرة",
    },

    unclaimed: {
        correct: "تصحيح",
        correctLabel: (name) => `تصحيح ${own(name)}`,
        title: (name) => `تصحيح ${own(name)}`,
        body: "يمكنك تصحيح الاسم أو حذف الحساب حتى يفعّله الطالب.",
        name: "الاسم",
        save: "حفظ",
        saved: "صُحّح الاسم.",
        remove: "حذف الحساب…",
        removeTitle: (name) => `هل تريد حذف حساب ${own(name)}؟`,
        removeBody: "يغادر الحساب كل الصفوف، ويتوقف رمزه، ويصبح بريده الإلكتروني متاحًا من جديد.",
        removeConfirm: "حذف الحساب",
        removed: "حُذف الحساب.",
    },

    recentImports: {
        what: ({ at, created, joined, invited, left, renamed }) => {
            const parts = enumerated([
                created && plural(created, {
                    zero: "لا حسابات جديدة",
                    one: "حساب جديد واحد",
                    two: "حسابان جديدان",
                    few: "# حسابات جديدة",
                    many: "# حسابًا جديدًا",
                    other: "# حساب جديد",
                }),
                joined && plural(joined, {
                    zero: "لا طلاب معروفون",
                    one: "طالب معروف واحد",
                    two: "طالبان معروفان",
                    few: "# طلاب معروفين",
                    many: "# طالبًا معروفًا",
                    other: "# طالب معروف",
                }),
                invited && plural(invited, {
                    zero: "لا دعوات",
                    one: "دعوة واحدة",
                    two: "دعوتان",
                    few: "# دعوات",
                    many: "# دعوة",
                    other: "# دعوة",
                }),
                left && plural(left, {
                    zero: "لم يغادر أحد",
                    one: "غادر طالب واحد",
                    two: "غادر طالبان",
                    few: "غادر # طلاب",
                    many: "غادر # طالبًا",
                    other: "غادر # طالب",
                }),
                renamed && plural(renamed, {
                    zero: "لا أسماء جديدة",
                    one: "اسم جديد واحد",
                    two: "اسمان جديدان",
                    few: "# أسماء جديدة",
                    many: "# اسمًا جديدًا",
                    other: "# اسم جديد",
                }),
            ]);
            return `استيراد ${sessionStart(at)}: ${parts}.`;
        },
        undo: "تراجع",
        undoLabel: (at) => `التراجع عن استيراد ${moment(at)}`,
        title: "هل تريد التراجع عن هذا الاستيراد؟",
        body: "يغادر كل من أُضيف به الصف والحصة الجارية، ويعود من غادروا بسببه. تُحذف الحسابات التي لم يفعّلها أحد بعد، وتتوقف رموزها. هذا ممكن خلال يوم.",
        confirm: "التراجع عن الاستيراد",
        done: (deleted) =>
            plural(deleted, {
                zero: "تم التراجع عن الاستيراد، ولم يُحذف أي حساب.",
                one: "تم التراجع عن الاستيراد، وحُذف حساب واحد.",
                two: "تم التراجع عن الاستيراد، وحُذف حسابان.",
                few: "تم التراجع عن الاستيراد، وحُذفت # حسابات.",
                many: "تم التراجع عن الاستيراد، وحُذف # حسابًا.",
                other: "تم التراجع عن الاستيراد، وحُذف # حساب.",
            }),
    },

    codes: {
        unclaimed: "لم يُفعَّل بعد",
        waiting: (count) =>
            plural(count, {
                zero: "فعّل كل الطلاب حساباتهم.",
                one: "طالب واحد لم يفعّل حسابه بعد.",
                two: "طالبان لم يفعّلا حسابيهما بعد.",
                few: "# طلاب لم يفعّلوا حساباتهم بعد.",
                many: "# طالبًا لم يفعّلوا حساباتهم بعد.",
                other: "# طالب لم يفعّلوا حساباتهم بعد.",
            }),
        others: (count) =>
            plural(count, {
                zero: "تسليم رموزهم كلها من شأنك.",
                one: "تسليم رمز واحد منهم من شأن معلّم آخر.",
                two: "تسليم رمزين منهم من شأن معلّمين آخرين.",
                few: "تسليم # رموز منهم من شأن معلّمين آخرين.",
                many: "تسليم # رمزًا منهم من شأن معلّمين آخرين.",
                other: "تسليم # رمز منهم من شأن معلّمين آخرين.",
            }),
        one: "رمز جديد",
        oneLabel: (name) => `رمز جديد: ${own(name)}`,
        oneTitle: (name) => `هل تريد رمزًا جديدًا لـ ${own(name)}؟`,
        oneBody: "أي رمز سابق لهذا الطالب يتوقف.",
        all: "رموز جديدة لكل الحسابات غير المفعَّلة",
        allTitle: (count) => plural(count, {
            zero: "لا أحد يحتاج إلى رمز جديد.",
            one: "هل تريد رمزًا جديدًا لطالب واحد؟",
            two: "هل تريد رمزين جديدين لطالبين؟",
            few: "هل تريد رموزًا جديدة لـ # طلاب؟",
            many: "هل تريد رموزًا جديدة لـ # طالبًا؟",
            other: "هل تريد رموزًا جديدة لـ # طالب؟",
        }),
        allBody: "تتوقف كل رموزهم السابقة، ومنها ما على البطاقات التي سُلّمت.",
        allConfirm: "الحصول على رموز جديدة",
        none: "لم يعد أي طالب يحتاج إلى رمز.",
        unprinted: (count) =>
            plural(count, {
                zero: "كل الرموز طُبعت أو نُزّلت.",
                one: "رمز واحد لم يُطبع ولم يُنزَّل بعد.",
                two: "رمزان لم يُطبعا ولم يُنزَّلا بعد.",
                few: "# رموز لم تُطبع ولم تُنزَّل بعد.",
                many: "# رمزًا لم تُطبع ولم تُنزَّل بعد.",
                other: "# رمز لم تُطبع ولم تُنزَّل بعد.",
            }),
        show: "عرض الرموز",
        failed: "تعذّر تحميل قائمة الحسابات غير المفعَّلة.",
    },

    pending: {
        heading: (count) => `ليسوا في الصف بعد (${number(count)})`,
        explanation:
            "كانت هذه الحسابات موجودة قبل استيرادك القائمة، وقد يكون شخص آخر أنشأ حسابًا بعنوان طالب. سلّم الرمز، أو أكّد الطلاب الذين تعرفهم.",
        unconfirmed: "غير مؤكَّد بعد",
        invited: "مدعو",
        confirm: "تأكيد",
        confirmLabel: (name) => `تأكيد ${own(name)}`,
        confirmed: (name) => `في الصف الآن: ${own(name)}.`,
        confirmAll: (count) => `تأكيد الكل (${number(count)})`,
        allConfirmed: (count) =>
            plural(count, {
                zero: "لم يُضف أي طالب إلى الصف.",
                one: "أصبح طالب واحد في الصف.",
                two: "أصبح طالبان في الصف.",
                few: "أصبح # طلاب في الصف.",
                many: "أصبح # طالبًا في الصف.",
                other: "أصبح # طالب في الصف.",
            }),
        withdraw: "سحب",
        withdrawLabel: (name) => `سحب دعوة ${own(name)}`,
        withdrawTitle: (name) => `هل تريد سحب دعوة ${own(name)}؟`,
        withdrawBody: "يتوقف رمزه لهذا الصف. يمكنك دعوته من جديد في أي وقت.",
        withdrawn: (name) => `سُحبت دعوة ${own(name)}.`,
        failed: "تعذّر تحميل قائمة الطلاب المدعوين.",
    },

    class: {
        importList: "استيراد قائمة",
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: "طلاب هذا الصف بصيغة CSV",
        xlsxLabel: "طلاب هذا الصف لبرنامج Excel (بصيغة XLSX)",
        start: "بدء حصة",
        resume: "فتح الحصة الجارية",
        rename: "تغيير الاسم",
        archive: "أرشفة الصف",
        archiveInstead: "أرشفته بدلًا من ذلك",
        archiveHint:
            "يختفي الصف المؤرشف من قائمتك ومن قوائم طلابه. تبقى حصصه السابقة وتقاريره وملفاته، ويمكنك إعادته في أي وقت.",
        archivedNow: (name) => `أُرشف ${own(name)}.`,
        archived:
            "هذا الصف مؤرشف. لا يمكن بدء حصة فيه، لكن حصصه السابقة وتقاريره وملفاته باقية.",
        unarchive: "إعادة إلى صفوفي",
        unarchived: (name) => `عاد ${own(name)} إلى صفوفك.`,
        delete: "حذف الصف…",
        deleteConfirm: "حذف الصف",
        renameTitle: "تغيير اسم هذا الصف",
        newName: "الاسم الجديد",
        save: "حفظ",
        renamed: "تغيّر اسم الصف.",
        deleteTitle: (name) => `هل تريد حذف ${own(name)}؟`,
        deleteBody: "لا يمكن إعادة صف محذوف. تُحذف معه حصصه السابقة وتقاريره وملفاته.",
        deleteSessions: (count) =>
            plural(count, {
                zero: "لا حصص تُحذف معه.",
                one: "تُحذف معه حصة واحدة ولا يمكن إعادتها.",
                two: "تُحذف معه حصتان ولا يمكن إعادتهما.",
                few: "تُحذف معه # حصص ولا يمكن إعادتها.",
                many: "تُحذف معه # حصة ولا يمكن إعادتها.",
                other: "تُحذف معه # حصة ولا يمكن إعادتها.",
            }),
        deleteType: "لحذف الصف اكتب اسمه:",
        deleteName: "اسم الصف",
        deleteWrongName: "هذا ليس اسم الصف.",
        deleted: (name) => `حُذف ${own(name)}.`,
        students: (count) => plural(count, {
            zero: "لا طلاب",
            one: "طالب واحد",
            two: "طالبان",
            few: "# طلاب",
            many: "# طالبًا",
            other: "# طالب",
        }),
        noStudents: "ليس في الصف طلاب بعد. أضف الطلاب بالاسم، أو الصق قائمة عناوين بريد إلكتروني.",
        filter: "البحث في هذا الصف",
        noMatch: "لا طالب يطابق هذا.",
        remove: "إزالة",
        removeLabel: (name) => `إزالة ${own(name)}`,
        removeTitle: (name) => `هل تريد إزالة ${own(name)} من هذا الصف؟`,
        removeBody: "إن كانت هناك حصة جارية، يُزال تسجيله فيها أيضًا. تبقى الحصص السابقة.",
        removed: (name) => `تمت إزالة ${own(name)}.`,
        add: "إضافة طلاب",
        search: "البحث بالاسم أو البريد الإلكتروني",
        searchHint:
            "أو برقم الطالب. يحتاج الطلاب إلى حساب: ينشئونه هنا، أو تستورد أنت قائمة.",
        searchHintAssistant: "أو برقم الطالب. يحتاج الطلاب إلى حساب: ينشئونه هنا.",
        found: (count) => plural(count, {
            zero: "لا نتائج",
            one: "عُثر على طالب واحد",
            two: "عُثر على طالبين",
            few: "عُثر على # طلاب",
            many: "عُثر على # طالبًا",
            other: "عُثر على # طالب",
        }),
        foundMany: (count) => `المعروض: أول ${number(count)}. اكتب المزيد للعثور على غيرهم.`,
        foundNone: "لا طالب بهذا الاسم أو البريد أو الرقم. هل أنشأ حسابًا؟",
        enrol: "إضافة",
        enrolLabel: (name) => `إضافة ${own(name)}`,
        enrolled: "في هذا الصف",
        enrolledNow: (name) => `تمت إضافة ${own(name)}.`,
        paste: "لصق قائمة عناوين بريد إلكتروني",
        pasteField: "عناوين البريد الإلكتروني",
        pasteHint: "عنوان في كل سطر، أو مفصولة بفواصل. قد تتضمن أسماء.",
        pasteSubmit: "إضافة الكل",
        pasteNothing: "لا بريد إلكتروني في هذا النص.",
        pasteProgress: (done, all) => `تم ${number(done)} من ${number(all)}…`,
        pasteResult: (added, failed) =>
            [
                plural(added, {
                    zero: "لم يُضف أي طالب.",
                    one: "أُضيف طالب واحد.",
                    two: "أُضيف طالبان.",
                    few: "أُضيف # طلاب.",
                    many: "أُضيف # طالبًا.",
                    other: "أُضيف # طالب.",
                }),
                failed &&
                    plural(failed, {
                        zero: "لا أسطر تحتاج إلى انتباهك.",
                        one: "سطر واحد يحتاج إلى انتباهك. ما زال في الحقل.",
                        two: "سطران يحتاجان إلى انتباهك. ما زالا في الحقل.",
                        few: "# أسطر تحتاج إلى انتباهك. ما زالت في الحقل.",
                        many: "# سطرًا تحتاج إلى انتباهك. ما زالت في الحقل.",
                        other: "# سطر تحتاج إلى انتباهك. ما زالت في الحقل.",
                    }),
            ]
                .filter(Boolean)
                .join(" "),
        outcome: {
            enrolled: "أُضيف",
            already: "في هذا الصف من قبل",
            invited: "مدعو. ينضم عندما يقبل",
            unknown: "لا طالب بهذا البريد الإلكتروني",
            wrong: "ليس بريدًا إلكترونيًّا",
        },
    },

    lateSetting: {
        current: (minutes) =>
            minutes === null
                ? "لا يُسجَّل تأخر الطلاب تلقائيًّا."
                : plural(minutes, {
                      zero: "يُحسب التأخر منذ البداية.",
                      one: "يُحسب التأخر بعد دقيقة واحدة من البداية.",
                      two: "يُحسب التأخر بعد دقيقتين من البداية.",
                      few: "يُحسب التأخر بعد # دقائق من البداية.",
                      many: "يُحسب التأخر بعد # دقيقة من البداية.",
                      other: "يُحسب التأخر بعد # دقيقة من البداية.",
                  }),
        button: "التأخر بعد…",
        title: "تسجيل التأخر تلقائيًّا",
        body: "من تنقر عليه بعد هذا الوقت يُسجَّل متأخرًا. ما زال بإمكانك اختيار أي حالة أخرى.",
        label: "الدقائق بعد البداية",
        hint: "عدد صحيح من 1 إلى 1440. اتركه فارغًا كي لا يُسجَّل التأخر تلقائيًّا.",
        save: "حفظ",
        changed: (minutes) =>
            minutes === null
                ? "منذ الحصة التالية لا يُسجَّل تأخر الطلاب تلقائيًّا."
                : plural(minutes, {
                      zero: "منذ الحصة التالية يُحسب التأخر منذ البداية.",
                      one: "منذ الحصة التالية يُحسب التأخر بعد دقيقة واحدة من البداية.",
                      two: "منذ الحصة التالية يُحسب التأخر بعد دقيقتين من البداية.",
                      few: "منذ الحصة التالية يُحسب التأخر بعد # دقائق من البداية.",
                      many: "منذ الحصة التالية يُحسب التأخر بعد # دقيقة من البداية.",
                      other: "منذ الحصة التالية يُحسب التأخر بعد # دقيقة من البداية.",
                  }),
    },

    roll: {
        since: (iso) => `منذ ${sessionStart(iso)}`,
        searchHint: "البحث عن طالب",
        shown: (count) => plural(count, {
            zero: "لا طالب يطابق البحث",
            one: "طالب واحد يطابق البحث",
            two: "طالبان يطابقان البحث",
            few: "# طلاب يطابقون البحث",
            many: "# طالبًا يطابقون البحث",
            other: "# طالب يطابقون البحث",
        }),
        roster: "قائمة الطلاب",
        help: "انقر على الطالب لتسجيل حضوره. انقر مرة أخرى، أو على النقاط، لاختيار حالة أخرى.",
        chooseFor: (name) => `اختيار حالة أخرى: ${own(name)}`,
        filters: "عرض",
        filter: {
            all: "الكل",
            none: "بلا تسجيل",
            present: "حضور",
            late: "تأخر",
            excused: "بعذر",
            absent: "غياب",
        },
        filtered: {
            none: (count, shown) =>
                withShown(
                    plural(count, {
                        zero: "لا طلاب بلا تسجيل",
                        one: "طالب واحد بلا تسجيل",
                        two: "طالبان بلا تسجيل",
                        few: "# طلاب بلا تسجيل",
                        many: "# طالبًا بلا تسجيل",
                        other: "# طالب بلا تسجيل",
                    }),
                    count,
                    shown,
                ),
            present: (count, shown) =>
                withShown(
                    plural(count, {
                        zero: "لا حضور",
                        one: "حضور طالب واحد",
                        two: "حضور طالبين",
                        few: "حضور # طلاب",
                        many: "حضور # طالبًا",
                        other: "حضور # طالب",
                    }),
                    count,
                    shown,
                ),
            late: (count, shown) =>
                withShown(
                    plural(count, {
                        zero: "لا تأخر",
                        one: "تأخر طالب واحد",
                        two: "تأخر طالبين",
                        few: "تأخر # طلاب",
                        many: "تأخر # طالبًا",
                        other: "تأخر # طالب",
                    }),
                    count,
                    shown,
                ),
            excused: (count, shown) =>
                withShown(
                    plural(count, {
                        zero: "لا غياب بعذر",
                        one: "غياب طالب واحد بعذر",
                        two: "غياب طالبين بعذر",
                        few: "غياب # طلاب بعذر",
                        many: "غياب # طالبًا بعذر",
                        other: "غياب # طالب بعذر",
                    }),
                    count,
                    shown,
                ),
            absent: (count, shown) =>
                withShown(
                    plural(count, {
                        zero: "لا غياب",
                        one: "غياب طالب واحد",
                        two: "غياب طالبين",
                        few: "غياب # طلاب",
                        many: "غياب # طالبًا",
                        other: "غياب # طالب",
                    }),
                    count,
                    shown,
                ),
        },
        projector: "شاشة العرض",
        end: "إنهاء الحصة",
        shortcuts: "اختصارات لوحة المفاتيح",
        saving: "يجري الحفظ…",
        waiting: "بانتظار الإرسال",
        markedAt: (status, iso) => `${sessions.status[status]} ${time(iso)}`,
        notSaved: "لم يُحفظ",
        lastChange: (name, status) => `${own(name)}: ${being[status]}`,
        undo: "تراجع",
        undone: (name) => `تم التراجع: ${own(name)}`,
        notUndone: (name, status) =>
            `لم يتم التراجع: تغيّرت حالة ${own(name)} من مكان آخر منذ ذلك (${being[status]}).`,
        already: (name) => `${own(name)}: الحضور مسجَّل من قبل.`,
        alreadyMarked: (name, status) =>
            status === "none"
                ? `${own(name)}: لا تسجيل.`
                : `${own(name)}: الحالة ${being[status]} من قبل.`,
        savedOne: (name, status) => `${own(name)}: ${being[status]}`,
        savedMany: (count, present, total) =>
            plural(count, {
                zero: `لم يُحفظ أي تسجيل. الحضور: ${number(present)} من ${number(total)}.`,
                one: `حُفظ تسجيل واحد. الحضور: ${number(present)} من ${number(total)}.`,
                two: `حُفظ تسجيلان. الحضور: ${number(present)} من ${number(total)}.`,
                few: `حُفظت # تسجيلات. الحضور: ${number(present)} من ${number(total)}.`,
                many: `حُفظ # تسجيلًا. الحضور: ${number(present)} من ${number(total)}.`,
                other: `حُفظ # تسجيل. الحضور: ${number(present)} من ${number(total)}.`,
            }),
        endTitle: "هل تريد إنهاء هذه الحصة؟",
        endBody: (present, total) =>
            `الحضور: ${number(present)} من ${number(total)}. يُحتسب الباقون غيابًا.`,
        endExcused: (count) =>
            plural(count, {
                zero: "لا أحد منهم بعذر.",
                one: "واحد منهم بعذر.",
                two: "اثنان منهم بعذر.",
                few: "# منهم بعذر.",
                many: "# منهم بعذر.",
                other: "# منهم بعذر.",
            }),
        endPending: (count) =>
            count
                ? plural(count, {
                      zero: "كل التسجيلات محفوظة.",
                      one: "لم يُحفظ تسجيل واحد بعد. تنتهي الحصة بعد حفظه.",
                      two: "لم يُحفظ تسجيلان بعد. تنتهي الحصة بعد حفظهما.",
                      few: "لم تُحفظ # تسجيلات بعد. تنتهي الحصة بعد حفظها.",
                      many: "لم يُحفظ # تسجيلًا بعد. تنتهي الحصة بعد حفظها.",
                      other: "لم يُحفظ # تسجيل بعد. تنتهي الحصة بعد حفظها.",
                  })
                : "",
        endOffline: (count) =>
            count
                ? plural(count, {
                      zero: "لا اتصال. تنتهي الحصة عند عودة الاتصال. أبقِ هذه الصفحة مفتوحة، أو ألغِ.",
                      one: "لا اتصال. يُرسل التسجيل المنتظر أولًا، وتنتهي الحصة عند عودة الاتصال. أبقِ هذه الصفحة مفتوحة، أو ألغِ.",
                      two: "لا اتصال. يُرسل التسجيلان المنتظران أولًا، وتنتهي الحصة عند عودة الاتصال. أبقِ هذه الصفحة مفتوحة، أو ألغِ.",
                      few: "لا اتصال. تُرسل # تسجيلات منتظرة أولًا، وتنتهي الحصة عند عودة الاتصال. أبقِ هذه الصفحة مفتوحة، أو ألغِ.",
                      many: "لا اتصال. يُرسل # تسجيلًا منتظرًا أولًا، وتنتهي الحصة عند عودة الاتصال. أبقِ هذه الصفحة مفتوحة، أو ألغِ.",
                      other: "لا اتصال. يُرسل # تسجيل منتظر أولًا، وتنتهي الحصة عند عودة الاتصال. أبقِ هذه الصفحة مفتوحة، أو ألغِ.",
                  })
                : "لا اتصال. تنتهي الحصة عند عودة الاتصال. أبقِ هذه الصفحة مفتوحة، أو ألغِ.",
        endConfirm: "إنهاء الحصة",
        endedHere: "انتهت الحصة.",
        endedElsewhere: "أُنهيت الحصة في نافذة أخرى.",
        notRunning: "لا حصة جارية لهذا الصف.",
        noStudents: "ليس في هذا الصف طلاب بعد.",
        noMatch: "لا طالب يطابق هذا البحث.",
        toClass: "إضافة طلاب",
        shortcutTable: [
            ["← ↑ → ↓", "الانتقال من طالب إلى طالب"],
            ["مفتاح المسافة أو Enter", "تسجيل الحضور؛ مرة أخرى: اختيار حالة أخرى"],
            ["p", "تسجيل الحضور، حتى بعد وقت التأخر"],
            ["l", "تسجيل التأخر"],
            ["e", "تسجيل الغياب بعذر"],
            ["a", "تسجيل الغياب"],
            ["n", "إلغاء التسجيل"],
            ["r", "تسجيل حضور الباقين"],
            ["/", "البحث"],
            ["Enter (في البحث)", "تسجيل النتيجة الوحيدة"],
            ["Esc (في البحث)", "مسح البحث ومغادرته"],
            ["u", "التراجع عن آخر تغيير"],
            ["?", "عرض هذه الاختصارات"],
        ],
        shortcutsOn: "استخدام اختصارات المفتاح الواحد \u2066p, l, e, a, n, r, /, u, ?\u2069",
    },

    projector: {
        title: (className) => `شاشة العرض: ${own(className)}`,
        fullScreen: "ملء الشاشة",
        leave: "إغلاق شاشة العرض",
        since: (iso) => `منذ ${sessionStart(iso)}`,
        waiting: "بانتظار أول اسم…",
        others: (late, excused) =>
            enumerated([
                late && `تأخر: ${number(late)}`,
                excused && `بعذر: ${number(excused)}`,
            ]),
        ended: "انتهت الحصة",
        arrivals: "وصلوا للتو",
        notRunning: "لا حصة جارية. تظهر هنا عندما تبدأ.",
    },
};
