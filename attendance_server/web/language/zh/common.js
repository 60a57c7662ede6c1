/**
 * The words that all pages share: the frame, the connection, waiting marks, and the statuses.
 *
 * @module
 */

import { moment, number, percent, plural, time } from "/language/formats.js";

/** @type {typeof import("/language/en/common.js").being} */
export const being = {
    present: "出勤",
    late: "迟到",
    excused: "请假",
    absent: "缺勤",
    none: "未标记",
};

/** @type {typeof import("/language/en/common.js").enumerated} */
export const enumerated = (parts) => parts.filter(Boolean).join("，");

/** @type {typeof import("/language/en/common.js").text} */
export const text = {
    product: "考勤",
    title: (view) => `${view} – 考勤`,
    skip: "跳到正文",
    mainMenu: "主菜单",
    classes: "班级",
    myClasses: "我的班级",
    office: "教务处",
    account: "账号",
    logOut: "退出登录",
    language: "语言",
    loggedOut: "已退出登录。",
    loggedOutElsewhere: "您已在另一个标签页中退出登录。",
    otherUser: (name) => `${name} 在另一个标签页中登录，因此这里已退出登录。`,
    logOutTitle: "现在退出登录？",
    logOutPending: (count) =>
        plural(count, {
            other: "还有 # 条标记未保存。它们会留在这台设备上，等您再次在这里登录时发送。",
        }),
    logOutLosing: (count) => plural(count, { other: "还有 # 条标记未保存，退出后将会丢失。" }),
    expired: "登录已过期。请重新登录，即可继续刚才的操作。",
    loading: "正在加载…",
    cancel: "取消",
    close: "关闭",
    notices: "通知",
    tryAgain: "重试",
    more: "更多",
    back: "返回我的班级",
    backTo: (className) => `返回 ${className}`,
    required: "请填写此项。",
    showPassword: "显示",
    moment,
    number,
    rate: (rate) => (rate === null ? "–" : percent(rate)),
    loginName: ({ email, studentNumber }) =>
        email || (studentNumber ? `学号 ${studentNumber}` : ""),

    connection: {
        connecting: "正在连接…",
        live: "实时",
        polling: "实时更新受阻",
        trying: "正在重新连接…",
        waiting: (seconds) => `${number(seconds)} 秒后重新连接`,
        offline: "离线",
        tryNow: "立即重试",
        runningUnknown: "没有连接，无法得知是否有进行中的点名。",
        label: "连接",
        announce: {
            waiting: "连接已断开，正在自动重新连接。",
            offline: "这台设备已离线。",
            live: "已恢复连接，所有内容均为最新。",
            back: "已恢复连接。",
            sending: (count) => plural(count, { other: "已恢复连接，正在发送 # 条标记…" }),
            sent: (count) => plural(count, { other: "在这里等待的 # 条标记已保存。" }),
            polling: "此网络不允许实时连接，但页面仍可正常使用。",
        },
    },

    waiting: {
        label: "待发送的标记",
        offline: (count) => plural(count, { other: "离线，# 条标记待发送" }),
        sending: (count) => plural(count, { other: "正在发送 # 条标记…" }),
        unstored: (count) =>
            plural(count, { other: "此浏览器无法保存这些标记：关闭本页后它们将会丢失。" }),
        polling: "此网络不允许实时连接（WebSockets）。其他设备上的更改会在几秒后显示。",
        session: moment,
        problem: (count, names, code) =>
            code === "newer"
                ? plural(count, { other: `# 条标记未更改：${names}。` })
                : plural(count, { other: `# 条标记未保存：${names}。` }),
        why: {
            ended: "点名当时已经结束。您仍可在那里更正。",
            gone: "此次点名已不存在，或不再属于您。",
            discarded: "此次点名已作废，不再计入。",
            newer: "之后在另一台设备上又作了更改，以较晚的更改为准。",
        },
        wanted: (status, iso, saved) =>
            saved
                ? `${being[status]}，点按于 ${time(iso)}；保存为${being[saved]}`
                : `${being[status]}，点按于 ${time(iso)}`,
        details: "逐条显示标记",
        correct: "更正此次点名",
        show: "查看此次点名",
        open: "打开进行中的点名",
        dismiss: "知道了",
    },

    status: {
        present: "出勤",
        late: "迟到",
        excused: "请假",
        absent: "缺勤",
        none: "未标记",
    },

    resetNotice: {
        dismiss: "知道了",
        body: ({ way, at, by }) => {
            const whose = by ? `（${by}）` : "";
            const set = {
                teacher: `此账号的密码已用老师${whose}提供的激活码设置：${moment(at)}。`,
                office: `此账号的密码已用教务处${whose}提供的激活码设置：${moment(at)}。`,
                command: `此账号的密码已用服务器管理员提供的激活码设置：${moment(at)}。`,
                mail: `此账号的密码已用发送到其邮箱的激活码设置：${moment(at)}。`,
            }[way];
            return `${set ?? `此账号的密码已用激活码设置：${moment(at)}。`}如果不是本人操作，请告知教务处。`;
        },
    },

    missing: {
        heading: "找不到页面",
        body: "此页面不存在，或已被删除。",
    },

    failed: "出错了",
};
