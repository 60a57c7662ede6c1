/** The words for lessons that were begun without a network. @module */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/own-lessons.js").ownLessons} */
export const ownLessons = {
    begun: "没有网络。点名在这台设备上进行，有网络后即保存。",
    ended: "点名已在这台设备上结束，有网络后即保存。",
    waiting: (count) => plural(count, { other: "离线，# 次点名待发送" }),
    copy: "复制名单",
    copied: "已复制。",
    notCopied: "此浏览器不允许页面复制。请手动选中文字。",
};
