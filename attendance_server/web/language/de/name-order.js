/**
 * The words for the order of names.
 *
 * @module
 */

/** @type {typeof import("/language/en/name-order.js").nameOrder} */
export const nameOrder = {
    heading: "Reihenfolge der Namen",
    body: "Für Listen von Schülerinnen und Schülern und für Dateien, auf allen Ihren Geräten.",
    label: "Sortieren nach",
    name: "Name, wie er angezeigt wird",
    given: "Vorname",
    family: "Nachname",
    save: "Speichern",
    saved: "Listen und Dateien sind ab jetzt in dieser Reihenfolge.",
};
