/**
 * What is wrong with a roster file or a line of it, by the server's codes.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/file-problems.js").fileProblems} */
export const fileProblems = {
    empty_file: "الملف فارغ.",
    incomplete: "لم يصل الملف كاملًا. اختره مرة أخرى.",
    not_text: "هذا ليس قائمة ولا مصنفًا. احفظه بصيغة XLSX أو CSV، واختر الملف الناتج.",
    damaged_workbook: "هذا المصنف تالف. افتحه واحفظه بصيغة XLSX أو CSV، واختر الملف الناتج.",
    protected_workbook: "هذا المصنف محمي بكلمة مرور. احفظه من دونها بصيغة XLSX أو CSV، واختر الملف الناتج.",
    pdf_file: "هذا ملف PDF. افتح القائمة في البرنامج الذي أنشأها، واحفظها بصيغة XLSX أو CSV، واختر الملف الناتج.",
    picture_file: "هذه صورة. اكتب القائمة في جدول بيانات، واختر ذلك الملف.",
    numbers_file:
        "هذا مستند Numbers. اختر في Numbers: «ملف ‹ تصدير إلى ‹ Excel أو CSV»، واختر الملف الناتج.",
    word_file: "هذا مستند نصي. انسخ جدوله إلى جدول بيانات، واحفظه بصيغة XLSX أو CSV، واختر الملف الناتج.",
    presentation_file: "هذا عرض تقديمي. انسخ جدوله إلى جدول بيانات، واحفظه بصيغة XLSX أو CSV، واختر الملف الناتج.",
    contacts_file: "هذه جهات اتصال. صدّرها بصيغة XLSX أو CSV، واختر الملف الناتج.",
    database_file: "هذه قاعدة بيانات. صدّر الجدول بصيغة XLSX أو CSV، واختر الملف الناتج.",
    archive_file: "هذا ملف مضغوط. فكّ ضغطه، واختر القائمة التي فيه.",
    unknown_file: "لا يمكن قراءة هذا النوع من الملفات. احفظ القائمة بصيغة XLSX أو CSV، واختر الملف الناتج.",
    without_users: "ليس في هذا الجزء من OneRoster أسماء. اختر users.csv، أو ملف zip كله.",
    no_values:
        "العناوين صيغ حسابية، وليست نتائجها في الملف. افتحه في برنامج جداول البيانات، واحفظه، واختره مرة أخرى.",
    no_sheet: "ليس في هذا المصنف أي ورقة.",
    missing_columns:
        "لم يُتعرَّف على أعمدة للأسماء وللبريد الإلكتروني أو أرقام الطلاب. اخترها.",
    duplicate_column: ({ column }) => `يتكرر العمود «\u2068${column}\u2069» مرتين.`,
    unmatched_quotes: ({ line = 0 }) => `علامات الاقتباس في السطر ${number(line)} غير متطابقة.`,
    no_students: "لا طالب تحت السطر الذي يسمّي الأعمدة.",
    too_many_students: ({ maximum = 0 }) =>
        `أسطر هذه القائمة أكثر من ${number(maximum)}. قسّمها.`,
    too_complex: "هذا الملف أعقد من أن يُقرأ. أزل كل شيء سوى القائمة، في ورقة واحدة.",
    unknown_sheet: "هذه الورقة ليست في الملف.",
    unknown_column: ({ column }) => `العمود «\u2068${column}\u2069» ليس في الملف.`,
    unknown_encoding: "لا يمكن قراءة الملف بهذا الترميز.",
    several_sheets: "توجد قوائم في عدة أوراق. اختر واحدة.",
    unclear_columns: ({ column }) =>
        column
            ? `تحقق مما في العمود «\u2068${column}\u2069»: قد تحتوي أعمدة أخرى على الشيء نفسه.`
            : "تحقق مما في الأعمدة.",
    no_report: "هذا ليس تقرير حضور اجتماع من Teams أو Zoom.",
    unclear_dates: "اختر ما يأتي أولًا في التواريخ: اليوم أم الشهر.",
    unclear_encoding: "تحقق من الأسماء ذات الحروف الخاصة: لا يبيّن الملف كيف كُتب.",
};

/** @type {typeof import("/language/en/file-problems.js").lineProblems} */
export const lineProblems = {
    "name name_kept": "للحساب اسم آخر يحتفظ به صاحبه.",
    "email email_kept": "للحساب بريد آخر يحتفظ به.",
    "name empty": "الاسم ناقص.",
    "name invisible": "ليس في الاسم محارف مرئية.",
    "name too_long": ({ maximum = 0 }) => `محارف الاسم أكثر من ${number(maximum)}.`,
    "name lost_characters":
        "فُقدت حروف من الاسم. اختر أين كُتبت الأسماء على نحو صحيح، أو صحّح الاسم في الملف.",
    "name control_characters": "في الاسم محارف لا يمكن استخدامها.",
    "name direction_characters": "في الاسم محارف لا يمكن استخدامها.",
    "email empty": "لا بريد إلكتروني ولا رقم طالب.",
    "email invalid_email": "هذا ليس بريدًا إلكترونيًّا.",
    "email duplicate_email": ({ line = 0 }) => `للسطر ${number(line)} البريد الإلكتروني نفسه.`,
    "email teacher_email": "هذا البريد الإلكتروني لمعلّم.",
    "email unproven_email":
        "يوجد حساب بالفعل. يُدعى صاحبه، وينضم برمز تسلّمه إلى الطالب، أو عندما تؤكد أن الحساب له.",
    "email self_signup":
        "أنشأ صاحب هذا الحساب حسابه بنفسه. ينضم برمز تسلّمه إلى الطالب، أو عندما تؤكد أن الحساب له.",
    "email email_ignored": "ليس للحساب ذي رقم الطالب هذا بريد إلكتروني، ولا يضاف هذا إليه.",
    "studentNumber too_long": ({ maximum = 0 }) => `محارف رقم الطالب أكثر من ${number(maximum)}.`,
    "studentNumber invisible": "ليس في رقم الطالب محارف مرئية.",
    "studentNumber invalid_number": "لا يحتوي رقم الطالب على @.",
    "studentNumber control_characters": "في رقم الطالب محارف لا يمكن استخدامها.",
    "studentNumber direction_characters": "في رقم الطالب محارف لا يمكن استخدامها.",
    "studentNumber duplicate_number": ({ line = 0 }) => `للسطر ${number(line)} رقم الطالب نفسه.`,
    "studentNumber other_account": "رقم الطالب لحساب غير الحساب ذي هذا البريد الإلكتروني.",
    "studentNumber other_number": "للحساب ذي هذا البريد الإلكتروني رقم طالب آخر.",
    "contactEmail invalid_email": "عنوان الاتصال ليس بريدًا إلكترونيًّا.",
};
