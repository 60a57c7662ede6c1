/**
 * The words with which students check in.
 *
 * @module
 */

import { number, time } from "/language/formats.js";

/** @type {typeof import("/language/en/check-in-student.js").errors} */
export const errors = {
    check_in_closed: "签到尚未开放。请老师开放签到。",
    check_in_code_wrong: "签到码错误或已过期。请输入投影上当前显示的签到码。",
    too_many_tries: "错误次数过多。请稍等片刻，或询问老师。",
    teacher_must_confirm: "请老师确认。",
    join_requested: "已向老师申请加入班级。",
};

/** @type {typeof import("/language/en/check-in-student.js").words} */
export const words = {
    heading: "签到",
    checking: "正在签到…",
    marked: {
        present: "签到成功",
        late: "签到成功，但已迟到",
        excused: "你已请假",
        absent: "老师已将你标记为缺勤",
    },

    held: "请老师确认",
    heldHint: "老师能看到你的姓名，点一下即可确认。常见原因是另一名学生用这台设备签到过。",
    requested: "已向老师申请加入班级",
    requestedHint: "请不要关闭本页。加入后这里会显示。",
    joined: "你已加入班级",
    tooOld: "此码已过期",
    tooOldHint: "投影上的二维码每隔几秒就会更换。请扫描当前的二维码，或输入下方的签到码。",
    tooOften: "尝试次数过多",
    failed: {
        check_in_closed: "签到尚未开放",
        no_active_session: "没有进行中的点名",
        not_enrolled: "你不在这个班级",
        class_not_found: "你不在这个班级",
        declined: "老师没有同意你加入班级",
    },

    failedHint: {
        check_in_closed: "由老师开放。本页会自动更新。",
        no_active_session: "由老师开始。本页会自动更新。",
        not_enrolled: "投影上显示的是不是其他班级的码？如果不是，请老师把你加入班级。",
        class_not_found: "此班级已不存在。",
        declined: "请询问老师原因。",
    },

    again: "重试",
    toClass: "我在这个班级的考勤",
    letters: "二维码下方的签到码",
    lettersHint: "六位字母和数字，如投影所示。",
    misread: "码中没有 0、O、1 或 I。请再看一遍。",
    wrongLength: (expected, actual) =>
        `请输入 ${number(expected)} 位字母和数字。现在是 ${number(actual)} 位。`,
    how: "用手机相机扫描投影上的二维码，或输入下方的签到码。",
    submit: "签到",
    scan: "用相机扫码",
    stop: "关闭相机",
    camera: "相机画面",
    cameraRefused: "无法使用相机。请在浏览器中允许使用，或改为输入签到码。",
    hand: "举手",
    handHint: "没有能扫码的手机，或扫码不成功？老师能看到你的姓名。",
    handRaised: (iso) => `你已于 ${time(iso)} 举手，老师能看到。`,
};
