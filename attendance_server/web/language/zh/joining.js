/**
 * The words with which students join a class by themselves, and those of a student without one.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/joining.js").errors} */
export const errors = {
    class_code_wrong: "没有使用此班级码的班级。请再看一遍，或向老师询问当前的班级码。",
    too_many_tries: "错误次数过多。请稍等片刻，或询问老师。",
};

/** @type {typeof import("/language/en/joining.js").words} */
export const words = {
    heading: "加入班级",
    code: "班级码",
    codeHint: "八位字母和数字，由老师展示。也可以粘贴链接。",
    misread: "码中没有 0、O、1 或 I。请再看一遍。",
    wrongLength: (expected, actual) =>
        `请输入 ${number(expected)} 位字母和数字。现在是 ${number(actual)} 位。`,
    submit: "加入",
    as: (name) => `你将以 ${name} 的身份加入。`,
    notYou: "不是你？",
    joined: (className) => `你已加入 ${className}。`,
    asked: "已向老师提出申请",
    askedHint: (className) =>
        `老师同意后，${className} 会出现在你的班级中。本页会自动更新。`,
    refused: (className) => `老师没有同意你加入 ${className}。请询问老师原因。`,
    forStudents: "只有学生用班级码加入班级",
    forStudentsHint: "请退出登录，再以学生身份登录或注册。",

    welcome: {
        heading: "欢迎！你还没有加入班级。",
        enter: "老师展示了班级码？请输入。",
        link: "老师展示了二维码或发了链接？",
        linkHint: "用手机相机扫码，或打开链接，即可回到这里。",
        show: "都没有？请把这个给老师看。",
        showHint: "老师用它把你加入班级，班级会自动出现在这里。",
        showNumber: "你的学号",
        showEmail: "你的电子邮箱",
    },
};
