/**
 * The words with which teachers let students check in.
 *
 * @module
 */

import { list, number, plural, time } from "/language/formats.js";

/** @import { Flag } from "/api-types.js" */

/** @type {typeof import("/language/en/check-in-teacher.js").errors} */
export const errors = {
    check_in_off: "此班级的设置不允许学生自行签到。",
    join_request_not_found: "此申请已处理。",
};

/**
 * What is odd about a check-in. `names`: the other students whom it concerns.
 *
 * @type {Record<Flag, (names: string[]) => string>}
 */
const FLAGS = {
    sharedDevice: (names) =>
        names.length ? `与${list(names)}使用同一台设备` : "使用了另一名学生的设备",
    newDevice: () => "使用的设备首次出现不到 12 小时",
    otherNetwork: () => "来自教室网络之外",
    typed: () => "手动输入签到码，而其他人扫码",
    alwaysTogether: (names) =>
        names.length ? `总是与${list(names)}相隔几秒签到` : "总是与另一名学生相隔几秒签到",
    overHeadCount: () => "超出您清点的人数",
};

/** @type {typeof import("/language/en/check-in-teacher.js").words} */
export const words = {
    heading: "签到",

    door: {
        picture: "签到二维码",
        orType: "扫码，或在此地址输入",
        open: "开放签到",
        close: "关闭签到",
        lost: "连接已断开。恢复后二维码会重新显示。",
        lostHint: "旧的二维码已不能用于签到。",
    },

    panel: {
        hint: "学生用投影上的二维码自行签到。",
        isOpen: (until) => (until ? `签到开放至 ${time(until)}` : "签到已开放"),
        isClosed: "签到已关闭",
        letters: (letters) => `签到码：${letters}`,
        open: "开放签到",
        close: "关闭签到",
        project: "显示二维码",
        callOut: "抽点",
        headCount: "清点人数",
        counted: (count, present) => {
            const over = present - count;
            const counted = plural(count, { other: "您清点了 # 名学生。" });
            return over > 0
                ? plural(over, { other: `${counted}标记为出勤的多 # 名。` })
                : counted;
        },
        headCountTitle: "您看到多少名学生？",
        headCountBody: "请清点教室里的人数。此后超出该人数的签到会被标出。",
        headCountLabel: "教室里的学生人数",
        headCountHint: "留空则撤回清点的人数。",
        headCountSave: "保存",
        headCountWrong: "请输入 0 到 10000 的整数，或留空。",
    },

    flagged: {
        heading: (count) => plural(count, { other: "# 条签到需要查看" }),
        held: "尚未标记",
        tileHeld: "确认？",
        tileFlagged: "待查看",
        tileHand: "已举手",
        accept: "接受",
        acceptLabel: (name) => `接受 ${name}`,
        decline: "缺勤",
        declineLabel: (name) => `缺勤：${name}`,
        reasons: (flags, names) => flags.map((flag) => FLAGS[flag]?.(names) ?? flag).join("；"),
        announce: (name) => `请查看 ${name} 的签到。`,
    },

    hands: {
        heading: (count) => plural(count, { other: "# 人举手" }),
        since: (iso) => `始于 ${time(iso)}`,
        accept: "出勤",
        acceptLabel: (name) => `出勤：${name}`,
        decline: "缺勤",
        declineLabel: (name) => `缺勤：${name}`,
        announce: (name) => `${name} 举手。`,
    },

    joining: {
        heading: (count) => plural(count, { other: "# 条加入申请" }),
        accept: "同意",
        acceptLabel: (name) => `同意加入：${name}`,
        decline: "拒绝",
        declineLabel: (name) => `拒绝 ${name}`,
        announce: (name) => `${name} 申请加入班级。`,
        accepted: (name) => `${name} 已加入班级。`,
    },

    called: {
        heading: "抽点",
        hint: "请叫出这些名字，并抬头确认。",
        none: "已签到的学生都已抽点过。",
        accept: "在",
        acceptLabel: (name) => `在：${name}`,
        decline: "不在",
        declineLabel: (name) => `不在：${name}`,
    },

    notForTeachers: {
        heading: "签到供学生使用",
        hint: (name) => `这台设备当前登录的是 ${name}。请退出登录，再让学生登录。`,
    },

    setting: {
        button: "签到…",
        title: "学生签到",
        current: ({ allowed, openAtStart }) =>
            allowed
                ? openAtStart
                    ? "点名一开始，学生即可自行签到。"
                    : "您在点名中开放签到后，学生即可自行签到。"
                : "学生不能自行签到。",
        allowed: "允许学生自行签到",
        openAtStart: "每次点名自动开放",
        openAtStartHint: "否则由您在点名中开放。",
        closeAfter: "自动关闭（分钟后）",
        closeAfterHint: "留空则由您手动关闭，或随点名结束而关闭。",
        step: "更换二维码（每隔几秒）",
        stepHint: "3 到 60。间隔越短，转发照片的时间越少。",
        codeStep: "更换签到码（每隔几秒）",
        codeStepHint: "10 到 300。要留足输入的时间。",
        join: "允许其他人申请加入",
        joinHint: "不在班级中、但有正确签到码的学生。您点一下即可同意。",
        save: "保存",
        saved: "新设置从您下次开放签到时起生效。",
    },

    afterwards: {
        heading: "签到情况",
        summary: (count, scanned, typed) =>
            plural(count, {
                other: `# 名学生已签到：扫码 ${number(scanned)} 名，输入 ${number(typed)} 名。`,
            }),
        noFlags: "没有异常。",
        flagged: (count) => plural(count, { other: "# 条需要查看" }),
        way: { scanned: "扫码", typed: "输入", hand: "举手" },
        came: (way, iso) => `${way}，${time(iso)}`,
        headCount: (count, present) =>
            `您清点的人数为 ${number(count)}，标记为出勤的有 ${number(present)} 名。`,
        called: "已抽点",
        decided: "由老师决定",
    },
};
