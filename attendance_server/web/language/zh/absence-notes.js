/**
 * The words for notes with an absence, for those who write them and those who decide.
 *
 * @module
 */

import { fieldDate, plural } from "/language/formats.js";

/** @type {typeof import("/language/en/absence-notes.js").errors} */
export const errors = {
    note_not_found: "此请假说明已不存在。",
    note_decided: "老师已处理此请假说明，不能再撤回。",
    too_many_notes: "你有太多请假说明等待处理。请先撤回一份。",
};

/** @type {typeof import("/language/en/absence-notes.js").words} */
export const words = {
    days: (from, until) =>
        from === until ? fieldDate(from) : `${fieldDate(from)} 至 ${fieldDate(until)}`,
    state: {
        waiting: "待处理",
        accepted: "已准假",
        declined: "未准假",
        withdrawn: "已撤回",
    },

    own: {
        heading: "缺勤",
        hint: "曾经或将要缺勤？请告诉老师原因。",
        write: "说明缺勤原因",
        title: "说明缺勤原因",
        from: "第一天",
        until: "最后一天",
        order: "最后一天不能早于第一天。",
        reason: "原因",
        reasonHint: "只有你和本班老师能看到。",
        send: "发送给老师",
        sent: "老师已收到你的请假说明。",
        withdraw: "撤回",
        withdrawLabel: (days) => `撤回：${days}`,
        withdrawn: "你的请假说明已撤回。",
        accepted: "老师已准假。",
        declined: "老师未准假。",
    },

    taught: {
        heading: "学生的请假说明",
        waiting: (count) => plural(count, { other: "# 份请假说明待处理" }),
        decided: (count) => plural(count, { other: "# 份请假说明已处理" }),
        accept: "准假",
        decline: "不准",
        acceptLabel: (name) => `准假：${name}`,
        declineLabel: (name) => `不准假：${name}`,
        accepted: (name, count) =>
            count
                ? plural(count, { other: `${name}：已准假，# 次缺勤改为请假。` })
                : `${name}：已准假。`,
        declined: (name) => `${name}：未准假。`,
    },
};
