/**
 * What is wrong with a roster file or a line of it, by the server's codes.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/file-problems.js").fileProblems} */
export const fileProblems = {
    empty_file: "文件是空的。",
    incomplete: "文件没有完整送达。请重新选择。",
    not_text: "这既不是名单，也不是工作簿。请另存为 XLSX 或 CSV，再选择该文件。",
    damaged_workbook: "此工作簿已损坏。请打开它，另存为 XLSX 或 CSV，再选择该文件。",
    protected_workbook: "此工作簿有密码。请去掉密码，另存为 XLSX 或 CSV，再选择该文件。",
    pdf_file: "这是 PDF。请在制作名单的程序中打开名单，另存为 XLSX 或 CSV，再选择该文件。",
    picture_file: "这是图片。请将名单录入电子表格，再选择该文件。",
    numbers_file: "这是 Numbers 文稿。请在 Numbers 中选择“文件 › 导出为 › Excel 或 CSV”，再选择该文件。",
    word_file: "这是文本文档。请将其中的表格复制到电子表格，另存为 XLSX 或 CSV，再选择该文件。",
    presentation_file: "这是演示文稿。请将其中的表格复制到电子表格，另存为 XLSX 或 CSV，再选择该文件。",
    contacts_file: "这是通讯录。请导出为 XLSX 或 CSV，再选择该文件。",
    database_file: "这是数据库。请将表格导出为 XLSX 或 CSV，再选择该文件。",
    archive_file: "这是压缩包。请解压后选择其中的名单。",
    unknown_file: "无法读取这种文件。请将名单另存为 XLSX 或 CSV，再选择该文件。",
    without_users: "OneRoster 的这一部分没有姓名。请选择 users.csv，或整个 zip 文件。",
    no_values: "邮箱地址是公式，文件中没有保存计算结果。请用电子表格程序打开并保存，再重新选择。",
    no_sheet: "此工作簿没有工作表。",
    missing_columns: "未能识别姓名列以及邮箱或学号列。请选择这些列。",
    duplicate_column: ({ column }) => `“${column}”列出现了两次。`,
    unmatched_quotes: ({ line = 0 }) => `第 ${number(line)} 行的引号不成对。`,
    no_students: "列名行下面没有学生。",
    too_many_students: ({ maximum = 0 }) => `此名单超过 ${number(maximum)} 行。请拆分。`,
    too_complex: "此文件过于复杂，无法读取。请只保留名单，放在一个工作表中。",
    unknown_sheet: "文件中没有此工作表。",
    unknown_column: ({ column }) => `文件中没有“${column}”列。`,
    unknown_encoding: "无法用此编码读取文件。",
    several_sheets: "多个工作表中都有名单。请选择一个。",
    unclear_columns: ({ column }) =>
        column
            ? `请检查“${column}”列的内容：其他列可能也是同样的内容。`
            : "请检查各列的内容。",
    no_report: "这不是 Teams 或 Zoom 会议的出席报告。",
    unclear_dates: "请选择日期中是日在前还是月在前。",
    unclear_encoding: "请检查含有特殊字符的姓名：文件没有说明其编码。",
};

/** @type {typeof import("/language/en/file-problems.js").lineProblems} */
export const lineProblems = {
    "name name_kept": "账号中是另一个姓名，将予以保留。",
    "email email_kept": "账号中是另一个邮箱地址，将予以保留。",
    "name empty": "缺少姓名。",
    "name invisible": "姓名中没有可见的字符。",
    "name too_long": ({ maximum = 0 }) => `姓名超过 ${number(maximum)} 个字符。`,
    "name lost_characters": "姓名中有字符丢失。请选择姓名显示正确的编码，或在文件中更正姓名。",
    "name control_characters": "姓名含有不能使用的字符。",
    "name direction_characters": "姓名含有不能使用的字符。",
    "email empty": "既没有邮箱地址，也没有学号。",
    "email invalid_email": "这不是有效的电子邮箱地址。",
    "email duplicate_email": ({ line = 0 }) => `第 ${number(line)} 行有相同的邮箱地址。`,
    "email teacher_email": "这是一位老师的邮箱地址。",
    "email unproven_email":
        "已有此账号。其所有者会收到邀请，输入您发给学生的激活码，或由您确认账号属于该学生后，即可加入。",
    "email self_signup":
        "此账号由使用者自行注册。输入您发给学生的激活码，或由您确认账号属于该学生后，即可加入。",
    "email email_ignored": "使用此学号的账号没有邮箱地址，这里的地址不会添加进去。",
    "studentNumber too_long": ({ maximum = 0 }) => `学号超过 ${number(maximum)} 个字符。`,
    "studentNumber invisible": "学号中没有可见的字符。",
    "studentNumber invalid_number": "学号中没有 @。",
    "studentNumber control_characters": "学号含有不能使用的字符。",
    "studentNumber direction_characters": "学号含有不能使用的字符。",
    "studentNumber duplicate_number": ({ line = 0 }) => `第 ${number(line)} 行有相同的学号。`,
    "studentNumber other_account": "此学号与此邮箱地址属于不同的账号。",
    "studentNumber other_number": "使用此邮箱地址的账号有另一个学号。",
    "contactEmail invalid_email": "联系邮箱不是有效的电子邮箱地址。",
};
