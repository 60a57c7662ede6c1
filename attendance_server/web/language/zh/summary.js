/**
 * The words of the list of students in an ended session.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/summary.js").summary} */
export const summary = {
    list: "此次点名的学生",
    soFar: "目前汇总",
    soFarHint: "缺席者排在最前。列表随每次标记更新。",
    toRoll: "返回点名册",
    filters: "显示",
    filter: {
        all: "全部",
        missing: "缺席",
        unmarked: "未标记",
        late: "迟到",
        excused: "请假",
        present: "出勤",
        corrected: "已更正",
    },
    neverMarked: "未标记",
    none: "此分组中没有学生。",

    copy: "复制邮箱地址",
    copied: (count) => plural(count, { other: "已复制 # 个邮箱地址。" }),
    without: (count) => plural(count, { other: "# 名学生没有邮箱地址。" }),
    noAddress: "这些学生都没有邮箱地址。",
    copyTitle: "复制这些邮箱地址",
    copyHint: "此浏览器不允许页面复制。地址已选中：请用菜单或 Ctrl+C 复制。",
    addresses: "邮箱地址",
    done: "完成",

    choose: (name) => `选择 ${name}`,
    chooseShown: "选择所有显示的学生",
    chosen: (count) => plural(count, { other: "已选择 # 名学生" }),
    change: "更改标记…",
    chooseNone: "取消选择",
    changeTitle: (count) => plural(count, { other: "更改 # 名学生的标记" }),
    save: "保存更改",
    saved: (count) => plural(count, { other: "已更改 # 条标记。" }),
    unchanged: (count) => plural(count, { other: "# 名学生原本就是此状态。" }),
    nothingChanged: "他们原本都是此状态。没有任何更改，您填写的原因未保存。",
};
