/**
 * The words of students' pages.
 *
 * @module
 */

import { countsOf, text as reports } from "/language/zh/reports.js";
import { moment, number, plural, sessionStart } from "/language/formats.js";

/** @import { Attended } from "/status.js" */

/**
 * How often a student was present, of the sessions from which they were not excused.
 *
 * @param {Attended} attended
 */
function rate({ present, total, excused }) {
    const times = `${number(total)} 次点名中出勤 ${number(present)} 次`;
    const without = plural(excused, { other: "请假 # 次" });
    if (excused && total) {
        return `${times}，${without}`;
    }
    return excused ? without : times;
}

const MINE = {
    present: "你已出勤",
    late: "你已出勤，但迟到",
    excused: "你已请假",
    absent: "你被标记为缺勤",
    none: "你尚未被标记",
    off: "没有进行中的点名",
};

/** @type {typeof import("/language/en/student.js").text} */
export const text = {
    ...reports,

    ownSession: {
        mine: {
            present: "你当时出勤",
            late: "你当时迟到",
            excused: "你当时请假",
            absent: "你当时缺勤",
        },
        markedAt: (iso) => `标记于 ${moment(iso)}`,
        unchanged: "你的标记此后没有更改。",
    },

    invitation: {
        from: (teacher) => `${teacher} 邀请你加入此班级。`,
        code: "激活码",
        codeHint: "由老师发放。",
        accept: "加入",
        decline: "谢绝",
        accepted: (className) => `你已加入 ${className}。`,
        declined: (className) => `你已谢绝加入 ${className}。`,
    },

    leaveClass: {
        leave: "退出班级",
        title: (className) => `退出 ${className}？`,
        body: "过往点名保留。只有老师可以重新添加你。",
    },

    student: {
        none: "你还没有加入班级。",
        join: "加入班级",
        waiting: "已向老师申请加入。",
        withdraw: {
            act: "撤回",
            label: (className) => `撤回加入 ${className} 的申请`,
            title: (className) => `撤回加入 ${className} 的申请？`,
            body: "老师将不再看到它。再次申请需要班级代码。",
            done: (className) => `加入 ${className} 的申请已撤回。`,
            answered: "老师已经答复过了。",
        },
        joined: (className) => `你已加入 ${className}。`,
        invited: (className) => `你受邀加入 ${className}。`,
        removed: (className) => `你已不在 ${className} 中。`,
        nextHint: "老师开始下一次点名后，本页会立即显示。",
        running: "点名进行中",
        since: (iso) => `始于 ${sessionStart(iso)}`,
        mine: MINE,
        was: {
            present: "点名已结束。你已出勤。",
            late: "点名已结束。你迟到了。",
            excused: "点名已结束。你已请假。",
            absent: "点名已结束。你缺勤了。",
            none: "点名已结束。",
            discarded: "此次点名已作废。",
        },
        announceStatus: (mine, className) => `${className}：${MINE[mine]}。`,
        announceStart: (className) => `${className}：点名已开始。`,
        checkInOpen: "签到已开放",
        announceCheckIn: (className) => `${className}：签到已开放。`,
        rate,
        rateLabel: "我的考勤",
        noSessions: "还没有过往点名",
        rateOfLatest: (attended, count) =>
            plural(count, { other: `${rate(attended)}（最近 # 次点名）` }),
        chart: (words) => `${words}；最早的点名在前`,
        bar: (iso, status) => `${moment(iso)}：${status}`,
        history: "我的过往点名",
    },

    ownReport: {
        link: "我的考勤",
        heading: "我的考勤",
        all: "所有班级",
        left: "已离开",
        none: "这段时间内没有你的点名记录。",
        noClass: "你还没有加入班级。",
        picture: (className) => `我在 ${className} 的考勤`,
        describe: (sessions, counts) => `${countsOf(sessions, counts)}。班级页面逐次显示。`,
        unavailable: "此班级的点名已无法显示。",
    },
};
