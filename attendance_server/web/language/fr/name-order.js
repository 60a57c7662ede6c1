/**
 * The words for the order of names.
 *
 * @module
 */

/** @type {typeof import("/language/en/name-order.js").nameOrder} */
export const nameOrder = {
    heading: "Ordre des noms",
    body: "Pour les listes d’élèves et les fichiers, sur tous vos appareils.",
    label: "Trier les élèves par",
    name: "Nom affiché",
    given: "Prénom",
    family: "Nom de famille",
    save: "Enregistrer",
    saved: "Les listes et les fichiers suivent désormais cet ordre.",
};
