/**
 * The words of the page that imports a list.
 *
 * @module
 */

import { number, plural } from "/language/formats.js";

/** @import { ColumnRole, SkipCode } from "/api-types.js" */

/** Keeps a name, which may be Latin, apart. @param {string} value */
const own = (value) => `\u2068${value}\u2069`;

/** What a column can be, in the order in which it is offered. @type {Record<ColumnRole, string>} */
const ROLES = {
    ignored: "غير مستخدم",
    name: "الاسم",
    givenName: "الاسم الأول",
    familyName: "اسم العائلة",
    familyFirst: "الاسم، العائلة أولًا",
    email: "بريد الطالب الإلكتروني",
    studentNumber: "رقم الطالب",
    contactEmail: "بريد الأسرة الإلكتروني",
    class: "الصف",
    role: "الدور، مثل معلّم",
    status: "الحالة، مثل غادر",
    joined: "وقت الانضمام",
    left: "وقت المغادرة",
    duration: "المدة",
};

/** @type {Record<SkipCode, string>} */
const SKIPPED = {
    teacher: "معلّم.",
    not_student: "ليس طالبًا.",
    left: "غادر.",
    test_student: "طالب تجريبي من منصة تعليمية.",
    total: "مجموع، أو نص تحت القائمة.",
    points: "درجات أو تواريخ من سجل الدرجات.",
    repeated_header: "سطر العناوين مكررًا.",
    duplicate: "الطالب نفسه كما في سطر سابق.",
    hidden: "مخفي في المصنف. لاستيراده أظهر السطر هناك.",
    filtered: "استبعده مرشّح المصنف. لاستيراده أزل المرشّح هناك.",
};

/** @type {typeof import("/language/en/import.js").importWords} */
export const importWords = {
    heading: "استيراد قائمة",
    title: (className) => `استيراد قائمة: ${own(className)}`,
    lead: "أضف الطلاب من جدول بيانات. ترى معاينة أولًا: لا يتغير شيء حتى تؤكد.",
    how: "كيف يجب أن يكون الملف",
    rules: [
        "Excel (بصيغة XLSX أو XLS) أو OpenDocument أو CSV أو نص آخر، حتى 2 ميغابايت و10,000 طالب: وكذلك كما تصدّره Moodle وCanvas وGoogle وTeams وZoom وOneRoster وكثير من أنظمة المدارس.",
        "سطر واحد يسمّي الأعمدة، بأي ترتيب: الاسم، والبريد الإلكتروني أو رقم الطالب أو كلاهما. قد يكون الاسم الأول واسم العائلة في عمودين، وقد يوجد بريد للأسرة. ترى كيف فُهمت الأعمدة، ويمكنك تغيير ذلك.",
        "تحته طالب واحد في كل سطر. من ليس له حساب يُنشأ له حساب، مع رمز تسلّمه إليه.",
    ],
    sampleCaption: "مثال:",
    sample: [
        ["الاسم", "البريد الإلكتروني", "رقم الطالب"],
        ["ليلى حداد", "layla@school.example", "S-1042"],
        ["عمر ناصر", "omar@school.example", "S-1043"],
    ],
    download: "تنزيل نموذج",
    sampleFile: "قائمة نموذجية",
    choose: "اختيار ملف",
    chooseOther: "اختيار ملف آخر",
    drop: "أو أفلته هنا.",
    dropNow: "أفلت الملف",
    oneOnly: "اخترت عدة ملفات. اختر ملفًا واحدًا في كل مرة.",
    unreadable: "لا يمكن قراءة هذا الملف. أغلقه في البرامج الأخرى واختره مرة أخرى.",
    checking: (file) => `يجري فحص ${own(file)}…`,
    checked: (file, count) => plural(count, {
        zero: `${own(file)}: لا أسطر`,
        one: `${own(file)}: سطر واحد`,
        two: `${own(file)}: سطران`,
        few: `${own(file)}: # أسطر`,
        many: `${own(file)}: # سطرًا`,
        other: `${own(file)}: # سطر`,
    }),
    needsChoice: (file) => `يحتاج الملف ${own(file)} إلى اختيار.`,
    notChecked: (file) => `لم يُفحص الملف ${own(file)}.`,
    preview: "ما الذي سيحدث",
    lineByLine: "سطرًا سطرًا",
    filter: "عرض",
    show: {
        all: (count) => `الكل ${number(count)}`,
        wrong: (count) => `خطأ ${number(count)}`,
        new: (count) => `جديد ${number(count)}`,
        known: (count) => `معروف ${number(count)}`,
        unproven: (count) => `غير مؤكَّد ${number(count)}`,
        enrolled: (count) => `في الصف ${number(count)}`,
        skipped: (count) => `متروك ${number(count)}`,
    },

    becomes: {
        wrong: "خطأ",
        new: "جديد",
        known: "معروف",
        unproven: "غير مؤكَّد",
        enrolled: "في الصف",
        skipped: "متروك",
    },

    meaning:
        "يُنشأ للطلاب الجدد حساب، ورمز لتفعيله. الطلاب المعروفون لديهم حساب، وينضمون إلى الصف. ينضم غير المؤكَّدين عندما يُدخلون رمزهم أو تؤكدهم أنت.",
    table: "أسطر الملف، وما سيحدث لكل منها",
    line: "السطر",
    student: "الطالب",
    outcome: "ما سيحدث",
    number: String,
    noName: "بلا اسم",
    knownAs: (name) => `يبقى اسم الحساب: ${own(name)}`,
    shown: (shown, all) =>
        shown < all
            ? plural(all, {
                  zero: `أول ${number(shown)}، ولا أسطر`,
                  one: `أول ${number(shown)} من سطر واحد`,
                  two: `أول ${number(shown)} من سطرين`,
                  few: `أول ${number(shown)} من # أسطر`,
                  many: `أول ${number(shown)} من # سطرًا`,
                  other: `أول ${number(shown)} من # سطر`,
              })
            : plural(all, {
                  zero: "لا أسطر",
                  one: "سطر واحد",
                  two: "سطران",
                  few: "# أسطر",
                  many: "# سطرًا",
                  other: "# سطر",
              }),
    more: (count) => `عرض ${number(count)} أخرى`,
    noLines: "لا توجد أسطر كهذه.",
    fix: (count) =>
        plural(count, {
            zero: "لا أسطر خاطئة.",
            one: "سطر واحد خاطئ، لذا لا تُستورد القائمة كما هي. صحّح الملف واحفظه واختره مرة أخرى.",
            two: "سطران خاطئان، لذا لا تُستورد القائمة كما هي. صحّح الملف واحفظه واختره مرة أخرى.",
            few: "# أسطر خاطئة، لذا لا تُستورد القائمة كما هي. صحّح الملف واحفظه واختره مرة أخرى.",
            many: "# سطرًا خاطئًا، لذا لا تُستورد القائمة كما هي. صحّح الملف واحفظه واختره مرة أخرى.",
            other: "# سطر خاطئ، لذا لا تُستورد القائمة كما هي. صحّح الملف واحفظه واختره مرة أخرى.",
        }),
    orOnlyRight: (right) =>
        plural(right, {
            zero: "لا أسطر صحيحة للاستيراد.",
            one: "أو استورد السطر الصحيح، والبقية لاحقًا.",
            two: "أو استورد السطرين الصحيحين، والبقية لاحقًا.",
            few: "أو استورد # أسطر صحيحة، والبقية لاحقًا.",
            many: "أو استورد # سطرًا صحيحًا، والبقية لاحقًا.",
            other: "أو استورد # سطر صحيح، والبقية لاحقًا.",
        }),
    submitRight: (right) =>
        plural(right, {
            zero: "لا أحد للاستيراد",
            one: "استيراد طالب واحد فقط",
            two: "استيراد طالبين فقط",
            few: "استيراد # طلاب فقط",
            many: "استيراد # طالبًا فقط",
            other: "استيراد # طالب فقط",
        }),
    saveWrong: "حفظ الأسطر الخاطئة",
    wrongFile: "الأسطر الخاطئة",
    wrongColumns: ["السطر", "الاسم", "البريد الإلكتروني", "رقم الطالب", "السبب"],
    noStudents: "كل أسطر هذه القائمة متروكة، فلا أحد للاستيراد.",
    nothing: "كل من في هذه القائمة موجود في الصف. لا شيء للاستيراد.",
    submit: (count) =>
        plural(count, {
            zero: "لا أحد للاستيراد",
            one: "استيراد طالب واحد",
            two: "استيراد طالبين",
            few: "استيراد # طلاب",
            many: "استيراد # طالبًا",
            other: "استيراد # طالب",
        }),
    allOrNone: (fresh) =>
        fresh
            ? "إن حدث أي خطأ، فلا يُستورد أي طالب. تُعرض رموز الطلاب الجدد بعد ذلك مباشرة."
            : "إن حدث أي خطأ، فلا يُستورد أي طالب.",
    importing: "يجري الاستيراد. يُرجى إبقاء هذه الصفحة مفتوحة…",
    done: (joined, fresh, unconfirmed = 0) =>
        [
            fresh
                ? plural(joined, {
                      zero: `لم ينضم أي طالب إلى الصف، الجدد: ${number(fresh)}.`,
                      one: `انضم طالب واحد إلى الصف، الجدد: ${number(fresh)}.`,
                      two: `انضم طالبان إلى الصف، الجدد منهما: ${number(fresh)}.`,
                      few: `انضم # طلاب إلى الصف، الجدد منهم: ${number(fresh)}.`,
                      many: `انضم # طالبًا إلى الصف، الجدد منهم: ${number(fresh)}.`,
                      other: `انضم # طالب إلى الصف، الجدد منهم: ${number(fresh)}.`,
                  })
                : plural(joined, {
                      zero: "لم ينضم أي طالب إلى الصف.",
                      one: "انضم طالب واحد إلى الصف.",
                      two: "انضم طالبان إلى الصف.",
                      few: "انضم # طلاب إلى الصف.",
                      many: "انضم # طالبًا إلى الصف.",
                      other: "انضم # طالب إلى الصف.",
                  }),
            unconfirmed &&
                plural(unconfirmed, {
                    zero: "كل الطلاب مؤكَّدون.",
                    one: "طالب واحد غير مؤكَّد بعد.",
                    two: "طالبان غير مؤكَّدين بعد.",
                    few: "# طلاب غير مؤكَّدين بعد.",
                    many: "# طالبًا غير مؤكَّدين بعد.",
                    other: "# طالب غير مؤكَّدين بعد.",
                }),
        ]
            .filter(Boolean)
            .join(" "),
    changed: "تغيّر شيء منذ فحص هذا الملف، لذا لم يُستورد شيء. هذه هي المعاينة الجديدة.",
    unknown:
        "لم يُجب الخادم. إما أن كل الطلاب استُوردوا أو لم يُستورد أحد: افحص الملف مرة أخرى لتعرف. إن كانوا قد استُوردوا، فاطلب لهم رموزًا جديدة من صفحة الصف.",
    checkAgain: "إعادة الفحص",
    nothingChanged: "لم يتغير شيء.",

    roles: ROLES,
    columns: {
        heading: "كيف يُقرأ الملف",
        lead: "هذه أول أسطر القائمة. إن فُهم عمود على غير معناه، فاختر ما هو.",
        remembered: "الأعمدة كما اخترتها لآخر ملف بهذه العناوين.",
        scroll: "أعمدة الملف",
        caption: "ما هو كل عمود، وأول أسطره",
        what: (header) => `ما هو «${own(header)}»`,
        unnamed: (place) => `العمود ${number(place)}`,
        check: "تحقق من هذا",
        confirm: "الأعمدة صحيحة",
        choose: "اختر…",
        sheet: "الورقة",
        sheetRows: (sheet, rows) =>
            plural(rows, {
                zero: `${own(sheet)} (بلا أسطر)`,
                one: `${own(sheet)} (سطر واحد)`,
                two: `${own(sheet)} (سطران)`,
                few: `${own(sheet)} (# أسطر)`,
                many: `${own(sheet)} (# سطرًا)`,
                other: `${own(sheet)} (# سطر)`,
            }),
        header: "أسماء الأعمدة في",
        noHeader: "لا سطر",
        row: (row) => `السطر ${number(row)}`,
        encoding: "أين كُتبت الأسماء على نحو صحيح؟",
        noSpecialNames: "لا اسم فيه حروف خاصة.",
    },

    missing: {
        name: "لا عمود فيه أسماء كاملة. اختر «الاسم» فوق عمود واحد، أو «الاسم الأول» و«اسم العائلة» فوق عمودين.",
        login: "لا عمود فيه بريد إلكتروني أو أرقام طلاب. إن وُجد، فاختر ما هو. وإلا فدع الخادم ينشئ أرقام طلاب.",
        both: "لا أعمدة تبيّن من هم الطلاب. اختر فوق الأعمدة ما هي: تحتاج القائمة إلى أسماء، وإلى بريد إلكتروني أو أرقام طلاب.",
    },

    makeNumbers: "إنشاء رقم طالب لكل من ليس له رقم",
    makeNumbersHint: "للطلاب الذين ليس لهم بريد إلكتروني ولا رقم: يدخلون بالرقم الذي على بطاقتهم.",
    makeNames: "إنشاء أسماء من البريد الإلكتروني",
    makeNamesHint:
        "مثل Ada Okafor من ada.okafor@school.example. يمكنك تصحيح الاسم حتى يُفعَّل الحساب.",
    getsNumber: "يحصل على رقم طالب",
    skippedBecause: SKIPPED,
    leftOut: (count) =>
        plural(count, {
            zero: "لم يُترك أي سطر خاطئ.",
            one: "تُرك سطر خاطئ واحد.",
            two: "تُرك سطران خاطئان.",
            few: "تُركت # أسطر خاطئة.",
            many: "تُرك # سطرًا خاطئًا.",
            other: "تُرك # سطر خاطئ.",
        }),
};
