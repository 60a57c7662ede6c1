/**
 * The words of whoever is not logged in, and of the page that sets a password.
 *
 * @module
 */

import { text as common } from "/language/zh/common.js";
import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/visitor.js").text} */
export const text = {
    ...common,

    login: {
        heading: "登录",
        loginName: "电子邮箱或学号",
        password: "密码",
        stay: "在这台设备上保持登录",
        stayHint: "关闭浏览器后仍保持登录。切勿在公用电脑上使用。",
        submit: "登录",
        code: "我有激活码",
        forgot: "忘记密码？",
        signOn: "用学校账号登录",
        orPassword: "或在这里用密码登录：",
        office: "管理员用密码登录",
        signingOn: "正在登录…",
        errorCode: (code) => `（${code}）`,
    },

    forgot: {
        heading: "忘记密码？",
        byMail: "请输入账号的电子邮箱，您会收到用于设置新密码的链接。",
        email: "电子邮箱",
        submit: "发送链接",
        sent: (email) =>
            `如果 ${email} 有对应的账号，带链接的邮件已经发出。请也查看垃圾邮件文件夹。`,
        ask: "获取激活码",
        askInstead: "或获取激活码",
        askBody:
            "学生：请问老师。所有人：可联系教务处。他们会给您一个激活码，用来设置新密码。他们不会知道您的密码。",
        back: "返回登录",
    },

    claim: {
        heading: "我有激活码",
        body: "您从他人或邮件中得到了激活码：用于新账号，或因为忘记了密码。激活码只能使用一次，用来设置密码。",
        code: "激活码",
        codeHint: "例如 7KQM-2XHD-PW9T。不区分大小写，连字符可省略。",
        wrongLength: (expected, actual) =>
            `激活码有 ${number(expected)} 位字母和数字。现在是 ${number(actual)} 位。`,
        password: "新密码",
        submit: "使用此密码",
        noCode: "已有密码？",
        logIn: "登录",
        done: (name, loginName) => `欢迎，${name}。今后请用 ${loginName} 登录。`,
        loggedInAs: "这台设备当前登录的是",
        notYou: "如果不是您本人，请先退出登录，然后即可使用您的激活码。",
        logOut: "退出登录并使用我的激活码",
        stay: "保持登录",
    },

    signUp: {
        heading: "注册",
        role: "我是",
        student: "学生",
        teacher: "教师",
        name: "姓名",
        nameHint: "班里同学认识您的姓名。",
        email: "电子邮箱",
        password: "密码",
        code: "教师注册码",
        codeHint: "如果学校没有提供，请留空。",
        studentCode: "学校注册码",
        studentCodeHint: "学校提供的注册码。",
        submit: "注册",
        orLogIn: "已有账号？",
        logIn: "登录",
        done: (name) => `欢迎，${name}。`,
    },
};
