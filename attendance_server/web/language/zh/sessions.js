/**
 * The words of a class's sessions, for teachers and the school office.
 *
 * @module
 */

import { text as reports } from "/language/zh/reports.js";
import {
    day,
    dayAndMonth,
    dayOfMonth,
    moment,
    month,
    monthOfYear,
    number,
    percent,
    plural,
    sessionStart,
    time,
    weekday,
} from "/language/formats.js";
import { STATUSES } from "/status.js";

/** @type {typeof import("/language/en/sessions.js").text} */
export const text = {
    ...reports,

    resetCode: {
        button: "新密码",
        buttonLabel: (who) => `${who} 的新密码`,
        title: (who) => `为 ${who} 生成设置新密码的激活码？`,
        body: "激活码只能使用一次，24 小时内有效。在使用之前，旧密码仍然有效，也不会有人被退出登录。请确认交给了正确的人：拿到激活码的人就可以使用该账号。",
        confirm: "显示激活码",
        issued: (who) => `${who} 的激活码`,
        done: "完成",
        use: (address, until) =>
            `打开 ${address}，选择“我有激活码”并输入。此码不会再次显示，有效期至 ${until}。`,
    },

    oneSession: {
        title: (className) => `点名：${className}`,
        of: (total) => `/ ${number(total)}`,
        ring: (present, total) => `出勤 ${number(present)} 人，共 ${number(total)} 人`,
    },

    history: {
        heading: "过往点名",
        none: "还没有已结束的点名。",
        more: "显示更早的点名",
        present: (present, total, excused) =>
            excused
                ? `出勤 ${number(present)} / ${number(total)}，请假 ${number(excused)}`
                : `出勤 ${number(present)} / ${number(total)}`,
        when: "点名",
        attendance: "出勤",
        rate: "出勤率",
        chart: (sessions) => plural(sessions, { other: "最近 # 次点名的出勤情况" }),
        bar: (iso, present, total) => `${day(iso)}：${number(present)} / ${number(total)}`,
    },

    reopening: {
        button: "重新打开点名",
        title: "重新打开此次点名？",
        body: "点名将继续进行，如同没有结束，所有标记保留。班级中的所有人会立即看到。点名结束后一小时内可以重新打开。",
        done: "点名已重新进行。",
    },

    discarding: {
        discarded: "此次点名已作废。",
        button: "作废点名…",
        hint: "用于误开的点名。作废后不计入任何统计，30 天内可以恢复。",
        title: "作废此次点名？",
        body: "报表和列表不再计入此次点名，学生也看不到。您可以在班级的过往点名下方找到它，并在 30 天内恢复。",
        reason: "原因",
        reasonHint: "与点名一起保存。学生看不到。",
        confirm: "作废点名",
        done: (iso) => `点名已作废，可在 ${day(iso)} 之前恢复。`,
        by: (name, iso) => `由 ${name} 作废，${moment(iso)}`,
        until: (iso) => `可在 ${moment(iso)} 之前恢复。`,
        tooLate: "已无法恢复。",
        restore: "恢复",
        restoreLabel: (iso) => `恢复 ${moment(iso)} 的点名`,
        restored: "此次点名已重新计入。",
        list: "已作废的点名",
        listHint: "不计入任何统计。",
        more: "显示更早的",
    },

    continuing: {
        stillRuns: (iso) => `有一次点名仍在进行（始于 ${sessionStart(iso)}）。`,
        ending: (present, total) =>
            `其中 ${number(present)} 名学生出勤，共 ${number(total)} 名。如果结束，其余学生按缺勤计。`,
        resume: "继续该点名",
        restart: "结束并开始新的点名",
    },

    matrixPage: {
        table: "每名学生在每次点名中的状态",
        month: monthOfYear,
        weekday,
        dayOfMonth,
        restOfMoment: (iso) => `${monthOfYear(iso)}，${time(iso)}`,
        legend: "图例",
        notInClass: "不在班级",
        hint: "点日期可打开当次点名，点姓名可打开该学生的图表。",
        part: (first, last) => `${moment(first)} 至 ${moment(last)} 的点名`,
        printPart: (first, last, all) =>
            `只打印屏幕上的学生：第 ${number(first)} 至 ${number(last)} 名，共 ${number(all)} 名。Excel 和 CSV 文件包含全部学生。`,
    },

    overTimePage: {
        title: (className) => `${className} 的考勤趋势`,
        describe: ({ count, first, last, least, most }) =>
            [
                plural(count, { other: `${day(first)} 至 ${day(last)}，共 # 次点名。` }),
                least !== null &&
                    most !== null &&
                    `出勤率在 ${percent(least)} 到 ${percent(most)} 之间。`,
                "上半部分显示出勤率，下半部分显示出勤、迟到、请假和缺勤的人数。下方表格列出所有数字。",
            ]
                .filter(Boolean)
                .join(""),
        rateAxis: "出勤率",
        countAxis: "学生",
        session: (iso, counts, rate) =>
            [
                moment(iso),
                ...STATUSES.map((status) => `${reports.status[status]}：${number(counts[status])}`),
                `出勤率：${reports.rate(rate)}`,
            ].join("\n"),
        month,
        monthOfYear,
        day: dayAndMonth,
        number,
        table: "各次点名",
        when: "点名",
        total: "学生",
    },
};
