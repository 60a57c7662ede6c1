/**
 * The words for the order of names.
 *
 * @module
 */

/** @type {typeof import("/language/en/name-order.js").nameOrder} */
export const nameOrder = {
    heading: "姓名排序",
    body: "用于学生名单和文件，在您的所有设备上生效。",
    label: "学生排序依据",
    name: "显示的姓名",
    given: "名",
    family: "姓",
    save: "保存",
    saved: "名单和文件今后按此顺序排列。",
};
