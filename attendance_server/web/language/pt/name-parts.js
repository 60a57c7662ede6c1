/** The words for the parts of the user's own name. @module */

/** @type {typeof import("/language/en/name-parts.js").nameParts} */
export const nameParts = {
    givenName: "Nome",
    familyName: "Sobrenome",
    hint: "Servem para ordenar as listas. Sem eles, a última palavra do nome conta como sobrenome.",
};
