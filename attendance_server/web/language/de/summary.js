/**
 * The words of the list of students in an ended session.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/summary.js").summary} */
export const summary = {
    list: "Schülerinnen und Schüler in dieser Stunde",
    soFar: "Bisherige Übersicht",
    soFarHint: "Wer fehlt, steht oben. Die Liste folgt jeder Eintragung.",
    toRoll: "Zurück zur Anwesenheitsliste",
    filters: "Anzeigen",
    filter: {
        all: "Alle",
        missing: "Fehlend",
        unmarked: "Ohne Eintrag",
        late: "Verspätet",
        excused: "Entschuldigt",
        present: "Anwesend",
        corrected: "Berichtigt",
    },
    neverMarked: "Ohne Eintrag",
    none: "In dieser Gruppe ist niemand.",

    copy: "Adressen kopieren",
    copied: (count) =>
        plural(count, { one: "# Adresse wurde kopiert.", other: "# Adressen wurden kopiert." }),
    without: (count) =>
        plural(count, {
            one: "# Person hat keine Adresse.",
            other: "# Personen haben keine Adresse.",
        }),
    noAddress: "Niemand von ihnen hat eine Adresse.",
    copyTitle: "Diese Adressen kopieren",
    copyHint:
        "Dieser Browser lässt die Seite nicht kopieren. Die Adressen sind ausgewählt: Kopieren Sie sie mit dem Menü oder mit Strg+C.",
    addresses: "Adressen",
    done: "Fertig",

    choose: (name) => `${name} auswählen`,
    chooseShown: "Alle auswählen, die zu sehen sind",
    chosen: (count) => plural(count, { one: "# ausgewählt", other: "# ausgewählt" }),
    change: "Einträge ändern …",
    chooseNone: "Auswahl aufheben",
    changeTitle: (count) =>
        plural(count, {
            one: "Den Eintrag von # Person ändern",
            other: "Die Einträge von # Personen ändern",
        }),
    save: "Änderungen speichern",
    saved: (count) =>
        plural(count, { one: "# Eintrag wurde geändert.", other: "# Einträge wurden geändert." }),
    unchanged: (count) =>
        plural(count, {
            one: "# Person hatte diesen Status schon.",
            other: "# Personen hatten diesen Status schon.",
        }),
    nothingChanged:
        "Sie alle hatten diesen Status schon. Nichts wurde geändert, und Ihr Grund wurde nicht gespeichert.",
};
