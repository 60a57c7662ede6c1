/**
 * The words of reports and of past sessions, for teachers, students and the school office.
 *
 * @module
 */

import { being, text as common } from "/language/zh/common.js";
import {
    date,
    day,
    fieldDate,
    fullLastDay,
    moment,
    number,
    plural,
    size,
    time,
} from "/language/formats.js";

/** @type {typeof import("/language/en/reports.js").countsOf} */
export function countsOf(sessions, counts) {
    const [present, late, excused, absent] = [
        number(counts.present),
        number(counts.late),
        number(counts.excused),
        number(counts.absent),
    ];
    return plural(sessions, {
        other: `# 次点名：出勤 ${present}，迟到 ${late}，请假 ${excused}，缺勤 ${absent}`,
    });
}

/** @type {typeof import("/language/en/reports.js").text} */
export const text = {
    ...common,

    /** For where there is no room for a word. Every letter differs. */
    statusLetter: {
        present: "出",
        late: "迟",
        excused: "假",
        absent: "缺",
        none: "·",
    },

    teachers: {
        heading: "老师",
        you: "（您）",
        hint: "助教可以像您一样为此班级点名，但不能更改、导出或删除班级。",
        assistantHint: "所有老师都可以为此班级点名，由负责人管理班级。",
        youAssist: "您是此班级的助教：您可以点名，由负责人管理班级。",
        asAssistant: "您是助教",
        role: (role, until) => {
            if (role === "owner") {
                return "负责人";
            }
            if (!until) {
                return "助教";
            }
            const lastDay = fullLastDay(until);
            return lastDay
                ? `代课老师，至 ${day(lastDay)}（含当日）`
                : `代课老师，至 ${moment(until)}`;
        },
        add: "添加老师",
        addBody: "对方可以看到班级、学生和报表，并可以点名。",
        email: "老师的电子邮箱",
        until: "最后一天",
        untilHint: "用于代课老师。不填写则一直有效，直到您将其移除。",
        addConfirm: "添加",
        added: "老师已添加。",
        remove: "移除",
        removeLabel: (name) => `移除 ${name}`,
        removeTitle: (name) => `将 ${name} 从老师中移除？`,
        removeBody: "对方将看不到此班级。已作的标记保留。",
        removed: (name) => `${name} 已不再是此班级的老师。`,
        leave: "退出班级",
        leaveTitle: (className) => `退出 ${className}？`,
        leaveBody: "您将看不到此班级。您所作的标记保留。只有负责人可以重新添加您。",
        left: (className) => `您已不再是 ${className} 的老师。`,
        noLonger: "您已不再是此班级的老师。",
    },

    session: {
        student: "学生",
        status: "状态",
        file: "点名",
        times: (startedAt, endedAt) =>
            day(startedAt) === day(endedAt)
                ? `${moment(startedAt)} 至 ${time(endedAt)}`
                : `${moment(startedAt)} 至 ${moment(endedAt)}`,
        summary: ({ presentCount, absentCount, lateCount, excusedCount }) => {
            const present = lateCount
                ? `出勤 ${number(presentCount)} 人（其中迟到 ${number(lateCount)} 人）`
                : `出勤 ${number(presentCount)} 人`;
            const absent = excusedCount
                ? `缺席 ${number(absentCount)} 人（其中请假 ${number(excusedCount)} 人）`
                : `缺席 ${number(absentCount)} 人`;
            return `${present}，${absent}`;
        },
        noStudents: "此次点名时班级中没有学生。",
        deletedAccount: "已删除的账号",
        deletedStudent: (number) => `已删除的学生 ${number}`,
        filter: "在此次点名中查找",
        noMatch: "没有匹配的学生。",
        correct: "更改",
        correctLabel: (name) => `更改 ${name} 的标记`,
        correctedAt: (iso) => `更正于 ${moment(iso)}`,
        openAgain: "此次点名已重新进行。",
        openRoll: "打开进行中的点名",
    },

    correction: {
        title: (name) => `更改 ${name} 的标记`,
        soFar: (status, iso) =>
            iso
                ? `目前：${being[status]}，自 ${moment(iso)} 起`
                : `目前：${being[status]}`,
        to: "更改为",
        reason: "原因",
        reasonHint: "与更改一起保存，并向学生显示。之后不能修改。",
        save: "保存更改",
        saved: (name, status) => `${name} 现为${being[status]}。`,
        already: (name, status) =>
            `${name} 原本就是${being[status]}。没有任何更改，您填写的原因未保存。`,
        meanwhile: (name, status) =>
            `${name} 现为${being[status]}。此标记在另一个窗口中也已更改：请查看更改记录。`,
        changes: (count) => plural(count, { other: "结束后有 # 次更改" }),
        hint: "最新的在前。学生可以看到对自己标记的更改，但看不到是谁更改的。",
        earlier: (count) => plural(count, { other: "显示更早的 # 次更改" }),
        fromTo: "改为",
        by: (name, iso) => `${name}，${moment(iso)}`,
        reopened: "点名已重新打开",
        hadEnded: (iso) => `曾于 ${moment(iso)} 结束。`,
        ofMine: "结束后的更改",
        corrected: "已更正",
    },

    report: {
        link: "报表、总表和图表",
        heading: (className) => `考勤：${className}`,
        parts: "此班级的报表",
        students: "学生",
        matrix: "考勤总表",
        overTime: "趋势",
        from: "从",
        to: "到",
        wrongOrder: "早于开始日期。",
        order: "排序",
        orders: {
            name: "按姓名",
            absent: "缺勤最多的在前",
            rate: "出勤率最低的在前",
            absenceRun: "连续缺勤最多的在前",
            lastSeen: "最久未出勤的在前",
        },
        missed: "至少缺勤",
        missedHint: "次",
        find: "查找学生",
        span: (from, to) => {
            if (from && to) {
                return from === to
                    ? fieldDate(from)
                    : `${fieldDate(from)} 至 ${fieldDate(to)}`;
            }
            if (from) {
                return `自 ${fieldDate(from)} 起`;
            }
            return to ? `截至 ${fieldDate(to)}` : "所有点名";
        },
        count: (shown, all) =>
            shown === all
                ? plural(all, { other: "# 名学生" })
                : plural(all, { other: `${number(shown)} 名学生（共 # 名）` }),
        countMissed: (shown, all, times) => {
            const students = plural(all, { other: `${number(shown)} 名学生（共 # 名）` });
            return plural(times, { other: `缺勤 # 次或以上：${students}` });
        },
        noMatch: "没有匹配的学生。",
        none: "这段时间内没有已结束的点名。",
        noStudents: "这段时间内班级中没有学生。",
        student: "学生",
        sessions: "点名次数",
        rate: "出勤率",
        absenceRun: "连续",
        absenceRunLong: "连续缺勤",
        lastSeen: "最近出勤",
        never: "从未",
        left: "已离开",
        seen: date,
        table: "每名学生的考勤",
        pages: "页",
        page: (first, last, all) =>
            `第 ${number(first)} 至 ${number(last)} 名学生，共 ${number(all)} 名`,
        previous: "上一页",
        next: "下一页",
        failed: "无法加载报表。",
    },

    studentReport: {
        heading: (name, className) => `${name}，${className}`,
        picture: (name) => `${name} 的考勤`,
        describe: (sessions, counts) => `${countsOf(sessions, counts)}。下方列表逐次显示。`,
        cell: (iso, status) => `${moment(iso)}：${common.status[status]}`,
        rate: "出勤率",
        absenceRun: "连续缺勤",
        lastSeen: "最近出勤",
        chart: "逐次情况",
        list: "所有点名",
        none: "这段时间内没有此学生的点名记录。",
        left: "此学生已离开班级。",
        missing: "此班级的报表中没有这名学生。",
    },

    exports: {
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: (what) => `${what}（CSV）`,
        xlsxLabel: (what) => `${what}（Excel，XLSX）`,
        print: "打印",
        preparing: "服务器正在准备文件…",
        received: (bytes) => `正在下载：已接收 ${size(bytes)}…`,
        done: (name, bytes) => `${name} 已下载（${size(bytes)}）。`,
        busy: (seconds) =>
            plural(seconds, { other: "服务器正忙于准备其他文件。请 # 秒后重试。" }),
        broken: "下载中断。请检查网络后重试。",
        failed: (why) => `未下载。${why}`,
    },
};
