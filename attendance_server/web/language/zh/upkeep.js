/**
 * The words of what keeps a class up to date.
 *
 * @module
 */

import { enumerated } from "/language/zh/common.js";
import { day, moment, number, plural, time } from "/language/formats.js";

/** @import { Change } from "/api-types.js" */

/** @type {typeof import("/language/en/upkeep.js").keyWords} */
export const keyWords = {
    heading: "夜间上传的密钥",
    ofClass: "学校的程序可以按学校名单保持此班级为最新。程序使用密钥而不是密码，密钥不能做其他任何事。",
    ofSchool:
        "学校的程序可以按学校名单保持所有班级为最新。程序使用密钥而不是密码，密钥不能做其他任何事。",
    none: "没有密钥。",
    make: "创建密钥",
    makeTitle: "创建密钥",
    name: "用途",
    nameHint: "密钥列表、日志和操作日志会显示此名称。",
    madeTitle: "请立即复制此密钥",
    madeBody: "密钥只显示这一次。拿到密钥的人可以更改班级成员。",
    key: "密钥",
    close: "我已复制",
    about: (at, by, used) =>
        enumerated([
            by ? `${by} 创建于 ${moment(at)}` : `创建于 ${moment(at)}`,
            used ? `上次使用于 ${moment(used)}` : "尚未使用",
        ]),
    end: "停用",
    endLabel: (name) => `停用密钥 ${name}`,
    endTitle: (name) => `停用密钥 ${name}？`,
    endBody: "此后使用它的上传将被拒绝。",
    ended: "密钥已停用。",
};

/** @type {Record<Change, string>} */
const CHANGES = {
    new: "获得账号",
    moved: "加入班级",
    renamed: "改为此姓名",
    left: "退出班级",
    invited: "收到邀请",
    unchanged: "保持不变",
    wrong: "有误",
};

/** @type {typeof import("/language/en/upkeep.js").syncWords} */
export const syncWords = {
    heading: "这是全班名单吗？",
    lead: "班级可以按此名单更新。不在名单中的学生将退出班级；他们的账号和过往点名保留。",
    compare: "与班级对比",
    comparing: "正在对比…",
    same: "班级已与名单一致。",
    changes: CHANGES,
    summary: (counts) => {
        const parts = enumerated([
            counts.new && plural(counts.new, { other: "# 个新账号" }),
            counts.moved && plural(counts.moved, { other: "# 名学生加入" }),
            counts.renamed && plural(counts.renamed, { other: "# 个新姓名" }),
            counts.invited && plural(counts.invited, { other: "# 个邀请" }),
            counts.left && plural(counts.left, { other: "# 名学生退出" }),
            counts.unchanged && `${number(counts.unchanged)} 名不变`,
        ]);
        return `${parts}。`;
    },

    wrong: (count) =>
        plural(count, { other: "有 # 行有误。请先更正文件：要么全部执行，要么都不执行。" }),
    before: (before) => `现在的姓名：${before}`,
    list: "更改内容",
    more: (count) => plural(count, { other: "还有 # 名学生" }),
    allowLeft: (left) => plural(left, { other: "确认，# 名学生退出" }),
    allowLeftHint: "超过班级人数的三分之一。名单完整吗？",
    update: "更新班级",
    updating: "正在更新班级…",
    undo: "一天之内可以在班级页面撤销。",
    done: "班级已与名单一致。",
};

/** @type {typeof import("/language/en/upkeep.js").meetingWords} */
export const meetingWords = {
    heading: "线上课",
    summary: "导入 Teams 或 Zoom 出席报告",
    lead: "报告会成为一次过往点名，可以像其他点名一样更正。",
    choose: "选择报告",
    chooseOther: "选择其他报告",
    drop: "Teams 或 Zoom 保存的原始文件。也可以拖放到本页。",
    sources: { teams: "Teams", zoom: "Zoom" },
    checking: (fileName) => `正在读取 ${fileName}…`,
    when: (start, end) => `${day(start)}，${time(start)} 至 ${time(end)}`,
    whenUnknown: "报告没有说明上课时间。",
    started: "上课时间",
    ended: "下课时间",
    minMinutes: "计为出勤的最少分钟数",
    minMinutesHint: "在线时间不足的学生按缺勤计。",
    lateAfter: "几分钟后算迟到",
    lateAfterHint: "从上课时间算起；留空则不计迟到。",
    dates: "报告中的日期",
    dayFirst: "日、月",
    monthFirst: "月、日",
    unclearDates: "日期的顺序不明确。请选择。",
    again: "应用",
    counts: ({ present, late, absent, others }) =>
        enumerated([
            plural(present, { other: "出勤 # 人" }),
            late && plural(late, { other: "迟到 # 人" }),
            plural(absent, { other: "缺勤 # 人" }),
            others && plural(others, { other: "不在班级中的 # 人" }),
        ]),
    student: "学生",
    status: "状态",
    there: "在线",
    stay: (minutes, joined, left) =>
        enumerated([
            `${number(minutes)} 分钟`,
            joined !== null && (left ? `${time(joined)} 至 ${time(left)}` : time(joined)),
        ]),
    found: {
        email: "按邮箱找到",
        number: "按学号找到",
        name: "按姓名找到",
        no: "不在报告中",
    },

    others: "班级中找不到",
    othersHint: "老师和访客，以及在会议中姓名不明确的学生。请在导入后更正他们的标记。",
    add: "添加此次点名",
    imported: "此报告之前已导入。",
    show: "查看那次点名",
    replace: "替换那次点名",
    added: "点名已添加。",
    working: "正在添加点名…",
};
