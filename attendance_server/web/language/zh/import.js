/**
 * The words of the page that imports a list.
 *
 * @module
 */

import { number, plural } from "/language/formats.js";

/** @import { ColumnRole, SkipCode } from "/api-types.js" */

/** What a column can be, in the order in which it is offered. @type {Record<ColumnRole, string>} */
const ROLES = {
    ignored: "不使用",
    name: "姓名",
    givenName: "名",
    familyName: "姓",
    familyFirst: "姓名（姓在前）",
    email: "学生邮箱",
    studentNumber: "学号",
    contactEmail: "家长邮箱",
    class: "班级",
    role: "身份，如教师",
    status: "状态，如已离校",
    joined: "加入时间",
    left: "离开时间",
    duration: "时长",
};

/** @type {Record<SkipCode, string>} */
const SKIPPED = {
    teacher: "教师。",
    not_student: "不是学生。",
    left: "已离开。",
    test_student: "学习平台的测试学生。",
    total: "合计，或名单下方的文字。",
    points: "成绩册的分数或日期。",
    repeated_header: "重复的表头。",
    duplicate: "与前面某一行是同一名学生。",
    hidden: "在工作簿中被隐藏。如需导入，请在其中取消隐藏该行。",
    filtered: "被工作簿的筛选排除。如需导入，请在其中取消筛选。",
};

/** @type {typeof import("/language/en/import.js").importWords} */
export const importWords = {
    heading: "导入名单",
    title: (className) => `导入名单：${className}`,
    lead: "从电子表格添加学生。您会先看到预览：确认之前不会有任何更改。",
    how: "文件的格式要求",
    rules: [
        "Excel（XLSX 或 XLS）、OpenDocument、CSV 或其他文本，不超过 2 MB 和 10,000 名学生；Moodle、Canvas、Google、Teams、Zoom、OneRoster 以及许多学校系统导出的文件也可以。",
        "其中一行是列名，顺序不限：姓名，以及邮箱或学号（或两者都有）。姓和名可以分为两列，也可以有家长邮箱。您会看到各列被识别为什么，并可以更改。",
        "列名下面每行一名学生。没有账号的学生会获得账号和激活码，激活码由您发放。",
    ],
    sampleCaption: "例如：",
    sample: [
        ["姓名", "邮箱", "学号"],
        ["Ada Lovelace", "ada@school.example", "S-1042"],
        ["Alan Turing", "alan@school.example", "S-1043"],
    ],
    download: "下载示例",
    sampleFile: "示例名单",
    choose: "选择文件",
    chooseOther: "选择其他文件",
    drop: "或拖放到这里。",
    dropNow: "松开以放下文件",
    oneOnly: "您选择了多个文件。请每次选择一个。",
    unreadable: "无法读取此文件。请在其他程序中关闭它，再重新选择。",
    checking: (file) => `正在检查 ${file}…`,
    checked: (file, count) => plural(count, { other: `${file}：# 行` }),
    needsChoice: (file) => `${file} 需要您作出选择。`,
    notChecked: (file) => `${file} 未检查。`,
    preview: "导入结果预览",
    lineByLine: "逐行查看",
    filter: "显示",
    show: {
        all: (count) => `全部 ${number(count)}`,
        wrong: (count) => `有误 ${number(count)}`,
        new: (count) => `新学生 ${number(count)}`,
        known: (count) => `已有账号 ${number(count)}`,
        unproven: (count) => `待确认 ${number(count)}`,
        enrolled: (count) => `已在班级 ${number(count)}`,
        skipped: (count) => `已跳过 ${number(count)}`,
    },

    becomes: {
        wrong: "有误",
        new: "新学生",
        known: "已有账号",
        unproven: "待确认",
        enrolled: "已在班级",
        skipped: "已跳过",
    },

    meaning:
        "新学生会获得账号，以及用于激活的激活码。已有账号的学生直接加入班级。待确认的学生在输入激活码或经您确认后加入。",
    table: "文件的各行及其导入结果",
    line: "行",
    student: "学生",
    outcome: "结果",
    number: String,
    noName: "没有姓名",
    knownAs: (name) => `账号的姓名保持不变：${name}`,
    shown: (shown, all) =>
        shown < all
            ? plural(all, { other: `共 # 行，显示前 ${number(shown)} 行` })
            : plural(all, { other: "# 行" }),
    more: (count) => `再显示 ${number(count)} 行`,
    noLines: "没有这样的行。",
    fix: (count) =>
        plural(count, {
            other: "有 # 行有误，因此名单不能按原样导入。请更正文件并保存，再重新选择。",
        }),
    orOnlyRight: (right) => plural(right, { other: "或只导入正确的 # 行，其余的以后再导入。" }),
    submitRight: (right) => plural(right, { other: "只导入 # 名学生" }),
    saveWrong: "保存有误的行",
    wrongFile: "有误的行",
    wrongColumns: ["行", "姓名", "邮箱", "学号", "原因"],
    noStudents: "此名单的每一行都被跳过，没有可导入的学生。",
    nothing: "名单上的所有人都已在班级中，没有可导入的内容。",
    submit: (count) => plural(count, { other: "导入 # 名学生" }),
    allOrNone: (fresh) =>
        fresh
            ? "如果出现任何错误，则不会导入任何学生。导入后会立即显示新学生的激活码。"
            : "如果出现任何错误，则不会导入任何学生。",
    importing: "正在导入。请不要关闭本页…",
    done: (joined, fresh, unconfirmed = 0) =>
        [
            fresh
                ? plural(joined, {
                      other: `# 名学生已加入班级，其中 ${number(fresh)} 名是新学生。`,
                  })
                : plural(joined, { other: "# 名学生已加入班级。" }),
            unconfirmed && plural(unconfirmed, { other: "# 名学生尚待确认。" }),
        ]
            .filter(Boolean)
            .join(""),
    changed: "检查此文件之后情况有变化，因此没有导入。这是新的预览。",
    unknown:
        "服务器没有响应。学生要么全部导入，要么都没有导入：请重新检查文件以确认。如果已导入，请在班级页面为他们获取新的激活码。",
    checkAgain: "重新检查",
    nothingChanged: "没有任何更改。",

    roles: ROLES,
    columns: {
        heading: "文件的读取方式",
        lead: "这是名单的前几行。如果某一列识别有误，请选择正确的内容。",
        remembered: "各列采用您上次为具有这些表头的文件所作的选择。",
        scroll: "文件的各列",
        caption: "各列的内容及其前几行",
        what: (header) => `“${header}”列的内容`,
        unnamed: (place) => `第 ${number(place)} 列`,
        check: "请检查",
        confirm: "各列正确",
        choose: "选择…",
        sheet: "工作表",
        sheetRows: (sheet, rows) => plural(rows, { other: `${sheet}（# 行）` }),
        header: "列名所在的行",
        noHeader: "没有",
        row: (row) => `第 ${number(row)} 行`,
        encoding: "哪一种显示的姓名是正确的？",
        noSpecialNames: "没有含特殊字符的姓名。",
    },

    missing: {
        name: "没有完整姓名的列。请在某一列上方选择“姓名”，或在两列上方分别选择“名”和“姓”。",
        login: "没有邮箱或学号的列。如果有，请选择该列；如果没有，请生成学号。",
        both: "没有能说明学生是谁的列。请在各列上方选择其内容：名单需要姓名，以及邮箱或学号。",
    },

    makeNumbers: "为没有学号的人生成学号",
    makeNumbersHint: "适用于既没有邮箱也没有学号的学生：他们用凭条上的学号登录。",
    makeNames: "根据邮箱地址生成姓名",
    makeNamesHint:
        "例如由 ada.okafor@school.example 生成 Ada Okafor。账号激活之前可以更正姓名。",
    getsNumber: "将获得学号",
    skippedBecause: SKIPPED,
    leftOut: (count) => plural(count, { other: "有 # 行有误，未导入。" }),
};
