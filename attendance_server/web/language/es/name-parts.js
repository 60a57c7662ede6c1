/** The words for the parts of the user's own name. @module */

/** @type {typeof import("/language/en/name-parts.js").nameParts} */
export const nameParts = {
    givenName: "Nombre",
    familyName: "Apellidos",
    hint: "Con ellos se pueden ordenar las listas. Sin ellos, la última palabra del nombre cuenta como apellido.",
};
