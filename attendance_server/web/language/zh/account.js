/**
 * The words of the page of one's account.
 *
 * @module
 */

import { text as reports } from "/language/zh/reports.js";
import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/account.js").text} */
export const text = {
    ...reports,

    devices: {
        heading: "设备",
        body: "您在这些设备上保持登录。请在不认识或不再使用的设备上退出登录。",
        none: "没有保持登录的设备：在这台设备上，退出登录或关闭所有标签页后登录即结束。",
        current: "这台设备",
        unknown: "未知浏览器",
        lastUsed: (when) => `上次使用：${when}`,
        since: (when) => `登录时间：${when}`,
        end: "退出登录",
        endOne: (device) => `退出登录：${device}`,
        ended: (device) => `${device} 已退出登录。`,
        endOthers: "在其他所有设备上退出登录",
        endOthersTitle: "在其他所有设备上退出登录？",
        endOthersBody: (count) => plural(count, { other: "将立即在其他 # 台设备上退出登录。" }),
        endedOthers: "已在其他所有设备上退出登录。",
    },

    accountPage: {
        heading: "账号",
        name: "姓名",
        email: "电子邮箱",
        studentNumber: "学号",
        role: "身份",
        roles: { TEACHER: "教师", STUDENT: "学生", ADMIN: "教务处" },
        rename: "修改姓名",
        newName: "您的姓名",
        save: "保存",
        renamed: "姓名已修改。",
        languageBody: "用于页面、文件和邮件，在您的所有设备上生效。",
        password: "修改密码",
        oldPassword: "当前密码",
        newPassword: "新密码",
        newPasswordHint: (rules) => `${rules}您将在其他所有地方退出登录。`,
        change: "修改密码",
        changed: "密码已修改。",
        delete: "删除账号",
        deleteAdmin: "此操作无法撤销。唯一的管理员账号不能删除。",
        deleteTeacher:
            "您的班级将移交给一位助教（代课老师除外）。没有助教的班级会一并删除。过往点名由学校保留。",
        deleteStudent: "您将退出所有班级。过往点名会保留您的考勤，但不保留您的姓名。",
        deleteTitle: "删除您的账号？",
        deletePassword: "您的密码",
        deleted: "您的账号已删除。",
    },

    ownData: {
        heading: "关于我的全部数据",
        body: "一个文件（JSON），包含此服务器保存的关于您的所有内容：账号、班级和点名记录。",
        button: "下载关于我的全部数据",
    },
};
