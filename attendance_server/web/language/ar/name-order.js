/**
 * The words for the order of names.
 *
 * @module
 */

/** @type {typeof import("/language/en/name-order.js").nameOrder} */
export const nameOrder = {
    heading: "ترتيب الأسماء",
    body: "لقوائم الطلاب وللملفات، على كل أجهزتك.",
    label: "ترتيب الطلاب حسب",
    name: "الاسم كما يظهر",
    given: "الاسم الأول",
    family: "اسم العائلة",
    save: "حفظ",
    saved: "القوائم والملفات بهذا الترتيب من الآن.",
};
