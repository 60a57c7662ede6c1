/**
 * The words of the bar of the roll, of marking all students at once, and of how they are listed.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/roll.js").words} */
export const words = {
    rest: "其余标为出勤",
    restAs: "其余标为其他状态",
    restTitle: (count) => plural(count, { other: "# 名学生未标记" }),
    restDone: {
        present: (count) => plural(count, { other: "已将 # 名学生标为出勤" }),
        late: (count) => plural(count, { other: "已将 # 名学生标为迟到" }),
        excused: (count) => plural(count, { other: "已将 # 名学生标为请假" }),
        absent: (count) => plural(count, { other: "已将 # 名学生标为缺勤" }),
    },
    tapAway: "请点按不在场的学生。",
    noRest: "所有学生都已标记。",
    undone: (count) => plural(count, { other: "已撤销 # 条标记" }),
    notUndone: (count) =>
        plural(count, { other: "# 名学生之后在别处有更改，其标记保持不变。" }),
    away: (name) => `将 ${name} 标为缺勤`,
    takeBack: "撤回标记",

    summary: "汇总",
    view: "视图",
    layout: "学生显示方式",
    layouts: { tiles: "卡片", dense: "小卡片", list: "列表" },
    order: "学生排序依据",
    letters: "跳到字母",
    otherLetters: "其他",

    checkIn: "签到",
    checkInWaiting: (count) => plural(count, { other: "签到：# 名学生需要您处理" }),
};
