/** The words for the parts of the user's own name. @module */

/** @type {typeof import("/language/en/name-parts.js").nameParts} */
export const nameParts = {
    givenName: "名",
    familyName: "姓",
    hint: "用于名单排序。如不填写，则以姓名的最后一个词作为姓。",
};
