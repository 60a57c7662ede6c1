/**
 * The words for the order of names.
 *
 * @module
 */

/** @type {typeof import("/language/en/name-order.js").nameOrder} */
export const nameOrder = {
    heading: "Ordem dos nomes",
    body: "Para listas de estudantes e arquivos, em todos os seus dispositivos.",
    label: "Ordenar estudantes por",
    name: "Nome visível",
    given: "Nome",
    family: "Sobrenome",
    save: "Salvar",
    saved: "A partir de agora, as listas e os arquivos seguem esta ordem.",
};
