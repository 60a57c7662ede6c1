/**
 * The words for the order of names.
 *
 * @module
 */

/** @type {typeof import("/language/en/name-order.js").nameOrder} */
export const nameOrder = {
    heading: "Orden de los nombres",
    body: "Para listas de estudiantes y archivos, en todos tus dispositivos.",
    label: "Ordenar estudiantes por",
    name: "Nombre visible",
    given: "Nombre",
    family: "Apellidos",
    save: "Guardar",
    saved: "A partir de ahora, las listas y los archivos siguen este orden.",
};
