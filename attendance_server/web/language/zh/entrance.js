/**
 * The words of the doors for new users, and of why a log-in is asked for.
 *
 * @module
 */

/** @type {typeof import("/language/en/entrance.js").entrance} */
export const entrance = {
    newHere: "第一次使用？",
    teacher: "我是教师",
    teacherBody: "注册账号、创建班级，一分钟即可开始点名。",
    student: "我是学生",
    studentBody: "用班级码、凭条或电子邮箱加入班级。",
    slip: "老师给了你一张带激活码的凭条？那么你已经有账号了。",
    enterCode: "输入激活码",
    needed: "请登录，登录后会打开您要访问的页面。",
};
