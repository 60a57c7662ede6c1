/**
 * The words with which teachers let students join a class by themselves.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/class-code.js").words} */
export const words = {
    heading: "班级码",
    hint: "学生输入班级码或打开链接，即可加入班级。不需要名单，也不需要邮箱地址。",
    rule: "有班级码的人",
    rules: {
        off: "不能使用",
        atOnce: "直接加入",
        ask: "经您同意后加入",
    },
    readOnly: {
        off: "班级码已停用。班级负责人可以启用。",
        atOnce: "有班级码的学生可直接加入。",
        ask: "有班级码的学生经您同意后加入。",
    },
    enterAt: (address) => `学生在 ${address} 登录，然后选择“加入班级”。`,
    code: "本班的班级码",
    picture: "加入本班的链接二维码",
    copyLink: "复制链接",
    copied: "链接已复制。",
    notCopied: (link) => `无法复制链接。链接是 ${link}`,
    showLarge: "放大显示",
    close: "关闭",
    renew: "更换班级码…",
    renewTitle: "更换班级码？",
    renewBody: "旧的班级码及其链接立即失效。已加入的学生不受影响。",
    renewConfirm: "更换",
    renewed: "班级码已更换。",
    saved: "已保存。",
    requests: (count) => plural(count, { other: "# 名学生申请加入" }),
    accept: "同意",
    refuse: "拒绝",
    acceptLabel: (name) => `同意：${name}`,
    refuseLabel: (name) => `拒绝：${name}`,
    accepted: (name) => `${name} 已加入班级。`,
    refused: (name) => `已拒绝 ${name} 的申请。`,
};
