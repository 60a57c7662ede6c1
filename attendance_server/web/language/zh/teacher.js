/**
 * The words of teachers' pages.
 *
 * @module
 */

import { being, enumerated } from "/language/zh/common.js";
import { text as sessions } from "/language/zh/sessions.js";
import { moment, number, plural, sessionStart, time } from "/language/formats.js";

/**
 * How many students match a filter, and how many tiles are shown: a tile that no longer matches
 * stays in its place until the filter is changed.
 *
 * @param {string} counted in words @param {number} count @param {number} shown
 */
const withShown = (counted, count, shown) =>
    shown === count ? counted : `${counted}，显示 ${number(shown)} 名`;

/** @type {typeof import("/language/en/teacher.js").text} */
export const text = {
    ...sessions,

    classList: {
        none: "您还没有班级。请在上方创建第一个班级。",
        name: "新班级的名称",
        create: "创建班级",
        created: (name) => `${name} 已创建。现在请添加学生。`,
        students: (count) => plural(count, { other: "# 名学生" }),
        archived: (count) => `已归档的班级（${number(count)}）`,
        archivedHeading: "已归档的班级",
        archivedHint: "过往点名、报表和文件保留，但不能点名。",
        noneArchived: "您没有已归档的班级。",
    },

    slips: {
        noneHeading: "没有可显示的激活码",
        none: "激活码只显示一次。如有学生尚未激活账号，请在班级页面获取新的激活码。",
        toClass: "前往班级",
        heading: (count) => plural(count, { other: "待发放的 # 个激活码" }),
        once: "这些激活码不会再次显示。请立即打印或下载。如有遗失，请在班级页面获取新的激活码。",
        careful: "任何人拿到激活码都可以激活账号。请只将凭条交给对应的学生。",
        print: "打印凭条",
        download: "下载 CSV",
        done: "完成",
        leaveTitle: "离开激活码页面？",
        leaveBody: "激活码尚未打印或下载，且不会再次显示。",
        leave: "离开",
        sheet: "凭条",
        file: "激活码",
        columns: ["姓名", "邮箱", "学号", "激活码", "链接", "有效期至"],
        goTo: "打开",
        choose: "并选择“我有激活码”。",
        join: "登录后，用此激活码加入班级。",
        code: "你的激活码",
        logInWith: "今后登录时使用",
        until: "激活码有效期至",
        orLink: "或直接打开",
    },

    unclaimed: {
        correct: "更正",
        correctLabel: (name) => `更正 ${name}`,
        title: (name) => `更正 ${name}`,
        body: "在学生激活账号之前，您可以更正姓名或删除账号。",
        name: "姓名",
        save: "保存",
        saved: "姓名已更正。",
        remove: "删除账号…",
        removeTitle: (name) => `删除 ${name} 的账号？`,
        removeBody: "此账号将退出所有班级，激活码失效，其邮箱可重新使用。",
        removeConfirm: "删除账号",
        removed: "账号已删除。",
    },

    recentImports: {
        what: ({ at, created, joined, invited, left, renamed }) => {
            const parts = enumerated([
                created && plural(created, { other: "# 个新账号" }),
                joined && plural(joined, { other: "# 名已有账号的学生" }),
                invited && plural(invited, { other: "# 个邀请" }),
                left && plural(left, { other: "# 名学生退出" }),
                renamed && plural(renamed, { other: "# 个新姓名" }),
            ]);
            return `导入于 ${sessionStart(at)}：${parts}。`;
        },
        undo: "撤销",
        undoLabel: (at) => `撤销 ${moment(at)} 的导入`,
        title: "撤销此次导入？",
        body: "此次导入添加的所有人将退出班级和进行中的点名，因此退出的学生将重新加入。尚未激活的账号将被删除，其激活码失效。一天之内可以撤销。",
        confirm: "撤销导入",
        done: (deleted) => plural(deleted, { other: "导入已撤销，删除了 # 个账号。" }),
    },

    codes: {
        unclaimed: "未激活",
        waiting: (count) => plural(count, { other: "# 名学生尚未激活账号。" }),
        others: (count) => plural(count, { other: "其中 # 名的激活码由其他老师发放。" }),
        one: "新激活码",
        oneLabel: (name) => `为 ${name} 生成新激活码`,
        oneTitle: (name) => `为 ${name} 生成新激活码？`,
        oneBody: "该学生已有的激活码将失效。",
        all: "为所有未激活的账号生成新激活码",
        allTitle: (count) => plural(count, { other: "为 # 名学生生成新激活码？" }),
        allBody: "他们已有的激活码将失效，包括已发放的凭条上的激活码。",
        allConfirm: "生成新激活码",
        none: "已没有学生需要激活码。",
        unprinted: (count) => plural(count, { other: "# 个激活码尚未打印或下载。" }),
        show: "显示激活码",
        failed: "无法加载未激活账号的列表。",
    },

    pending: {
        heading: (count) => `尚未加入班级（${number(count)}）`,
        explanation:
            "这些账号在您导入名单之前已经存在，可能有人冒用学生的邮箱注册。请发放激活码，或确认您认识的学生。",
        unconfirmed: "待确认",
        invited: "已邀请",
        confirm: "确认",
        confirmLabel: (name) => `确认 ${name}`,
        confirmed: (name) => `${name} 已加入班级。`,
        confirmAll: (count) => `全部确认（${number(count)}）`,
        allConfirmed: (count) => plural(count, { other: "# 名学生已加入班级。" }),
        withdraw: "撤回",
        withdrawLabel: (name) => `撤回对 ${name} 的邀请`,
        withdrawTitle: (name) => `撤回对 ${name} 的邀请？`,
        withdrawBody: "此班级的激活码将失效。您可以随时再次邀请。",
        withdrawn: (name) => `已撤回对 ${name} 的邀请。`,
        failed: "无法加载受邀学生的列表。",
    },

    class: {
        importList: "导入名单",
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: "此班级的学生（CSV）",
        xlsxLabel: "此班级的学生（Excel，XLSX）",
        start: "开始点名",
        resume: "打开进行中的点名",
        rename: "重命名",
        archive: "归档班级",
        archiveInstead: "改为归档",
        archiveHint:
            "归档的班级会从您和学生的列表中消失。过往点名、报表和文件保留，您可以随时移回。",
        archivedNow: (name) => `${name} 已归档。`,
        archived: "此班级已归档，不能开始点名，但过往点名、报表和文件保留。",
        unarchive: "移回我的班级",
        unarchived: (name) => `${name} 已移回您的班级。`,
        delete: "删除班级…",
        deleteConfirm: "删除班级",
        renameTitle: "重命名此班级",
        newName: "新名称",
        save: "保存",
        renamed: "班级已重命名。",
        deleteTitle: (name) => `删除 ${name}？`,
        deleteBody: "删除的班级无法恢复。过往点名、报表和文件会一并删除。",
        deleteSessions: (count) => plural(count, { other: "# 次点名会一并删除，无法恢复。" }),
        deleteType: "要删除班级，请输入班级名称：",
        deleteName: "班级名称",
        deleteWrongName: "与班级名称不符。",
        deleted: (name) => `${name} 已删除。`,
        students: (count) => plural(count, { other: "# 名学生" }),
        noStudents: "班级中还没有学生。请按姓名添加学生，或粘贴邮箱地址列表。",
        filter: "在此班级中查找",
        noMatch: "没有匹配的学生。",
        remove: "移除",
        removeLabel: (name) => `移除 ${name}`,
        removeTitle: (name) => `将 ${name} 从此班级移除？`,
        removeBody: "如果有点名正在进行，其中的标记也会移除。过往点名保留。",
        removed: (name) => `${name} 已移除。`,
        add: "添加学生",
        search: "按姓名或邮箱搜索",
        searchHint: "也可以按学号搜索。学生需要有账号：由学生在这里注册，或由您导入名单。",
        searchHintAssistant: "也可以按学号搜索。学生需要有账号：由学生在这里注册。",
        found: (count) => plural(count, { other: "找到 # 名学生" }),
        foundMany: (count) => `显示前 ${number(count)} 名。请继续输入以查找其他学生。`,
        foundNone: "没有使用此姓名、邮箱或学号的学生。学生注册了吗？",
        enrol: "添加",
        enrolLabel: (name) => `添加 ${name}`,
        enrolled: "已在班级",
        enrolledNow: (name) => `${name} 已添加。`,
        paste: "粘贴邮箱地址列表",
        pasteField: "邮箱地址",
        pasteHint: "每行一个，或用逗号分隔。可以包含姓名。",
        pasteSubmit: "全部添加",
        pasteNothing: "这段文字中没有邮箱地址。",
        pasteProgress: (done, all) => `已完成 ${number(done)} / ${number(all)}…`,
        pasteResult: (added, failed) =>
            [
                plural(added, { other: "已添加 # 名学生。" }),
                failed && plural(failed, { other: "# 行需要您处理，仍保留在文本框中。" }),
            ]
                .filter(Boolean)
                .join(""),
        outcome: {
            enrolled: "已添加",
            already: "已在此班级",
            invited: "已邀请，接受后加入",
            unknown: "没有使用此邮箱的学生",
            wrong: "不是邮箱地址",
        },
    },

    lateSetting: {
        current: (minutes) =>
            minutes === null
                ? "不会自动将学生标为迟到。"
                : plural(minutes, { other: "开始 # 分钟后，学生按迟到计。" }),
        button: "迟到时间…",
        title: "自动将学生标为迟到",
        body: "超过此时间后，您点按的学生会被标为迟到。您仍可选择其他标记。",
        label: "开始后的分钟数",
        hint: "1 到 1440 的整数。留空则不自动标为迟到。",
        save: "保存",
        changed: (minutes) =>
            minutes === null
                ? "从下一次点名起，不再自动将学生标为迟到。"
                : plural(minutes, { other: "从下一次点名起，开始 # 分钟后学生按迟到计。" }),
    },

    roll: {
        since: (iso) => `始于 ${sessionStart(iso)}`,
        searchHint: "搜索学生",
        shown: (count) => plural(count, { other: "# 名学生匹配" }),
        roster: "名单",
        help: "点按学生即标为出勤。再次点按，或点按圆点，可选择其他标记。",
        chooseFor: (name) => `为 ${name} 选择其他标记`,
        filters: "显示",
        filter: {
            all: "全部",
            none: "未标记",
            present: "出勤",
            late: "迟到",
            excused: "请假",
            absent: "缺勤",
        },
        filtered: {
            none: (count, shown) =>
                withShown(plural(count, { other: "# 名学生未标记" }), count, shown),
            present: (count, shown) =>
                withShown(plural(count, { other: "# 名学生出勤" }), count, shown),
            late: (count, shown) =>
                withShown(plural(count, { other: "# 名学生迟到" }), count, shown),
            excused: (count, shown) =>
                withShown(plural(count, { other: "# 名学生请假" }), count, shown),
            absent: (count, shown) =>
                withShown(plural(count, { other: "# 名学生缺勤" }), count, shown),
        },
        projector: "投影",
        end: "结束点名",
        shortcuts: "键盘快捷键",
        saving: "正在保存…",
        waiting: "等待发送",
        markedAt: (status, iso) => `${sessions.status[status]} ${time(iso)}`,
        notSaved: "未保存",
        lastChange: (name, status) => `${name}：${being[status]}`,
        undo: "撤销",
        undone: (name) => `已撤销：${name}`,
        notUndone: (name, status) => `未撤销：${name} 之后在别处有更改（${being[status]}）。`,
        already: (name) => `${name} 已标为出勤。`,
        alreadyMarked: (name, status) =>
            status === "none" ? `${name} 没有标记。` : `${name} 已标为${being[status]}。`,
        savedOne: (name, status) => `${name} ${being[status]}`,
        savedMany: (count, present, total) =>
            plural(count, {
                other: `已保存 # 条标记。出勤 ${number(present)} 人，共 ${number(total)} 人。`,
            }),
        endTitle: "结束此次点名？",
        endBody: (present, total) =>
            `出勤 ${number(present)} 人，共 ${number(total)} 人。其余学生按缺勤计。`,
        endExcused: (count) => plural(count, { other: "其中 # 人请假。" }),
        endPending: (count) =>
            count
                ? plural(count, { other: "还有 # 条标记未保存。保存后点名即结束。" })
                : "",
        endOffline: (count) =>
            count
                ? plural(count, {
                      other: "您处于离线状态。会先发送等待中的 # 条标记，恢复连接后点名即结束。请不要关闭本页，或取消。",
                  })
                : "您处于离线状态。恢复连接后点名即结束。请不要关闭本页，或取消。",
        endConfirm: "结束点名",
        endedHere: "点名已结束。",
        endedElsewhere: "点名已在另一个窗口中结束。",
        notRunning: "此班级没有进行中的点名。",
        noStudents: "此班级还没有学生。",
        noMatch: "没有匹配的学生。",
        toClass: "添加学生",
        shortcutTable: [
            ["← ↑ → ↓", "在学生之间移动"],
            ["空格键或 Enter", "标为出勤；再按一次：选择其他标记"],
            ["p", "标为出勤，即使已过迟到时间"],
            ["l", "标为迟到"],
            ["e", "标为请假"],
            ["a", "标为缺勤"],
            ["n", "撤回标记"],
            ["r", "其余标为出勤"],
            ["/", "搜索"],
            ["Enter（搜索中）", "标记唯一匹配的学生"],
            ["Esc（搜索中）", "清空并离开搜索"],
            ["u", "撤销上一次更改"],
            ["?", "显示这些快捷键"],
        ],
        shortcutsOn: "使用单键快捷键 p、l、e、a、n、r、/、u 和 ?",
    },

    projector: {
        title: (className) => `投影：${className}`,
        fullScreen: "全屏",
        leave: "关闭投影视图",
        since: (iso) => `始于 ${sessionStart(iso)}`,
        waiting: "等待第一个名字…",
        others: (late, excused) =>
            enumerated([
                late && `迟到 ${number(late)} 人`,
                excused && `请假 ${number(excused)} 人`,
            ]),
        ended: "点名已结束",
        arrivals: "刚刚到达",
        notRunning: "没有进行中的点名。开始后会显示在这里。",
    },
};
