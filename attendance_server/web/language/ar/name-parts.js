/** The words for the parts of the user's own name. @module */

/** @type {typeof import("/language/en/name-parts.js").nameParts} */
export const nameParts = {
    givenName: "الاسم الأول",
    familyName: "اسم العائلة",
    hint: "تُرتَّب القوائم بهما. إن تُركا فارغين، تُعدّ آخر كلمة من الاسم اسم العائلة.",
};
