/**
 * The words of the page that lists who was absent often.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/absences.js").absences} */
export const absences = {
    link: "Wer oft abwesend war",
    heading: "Wer oft abwesend war",
    hint: "Abwesenheiten in allen Ihren aktuellen Klassen werden zusammengezählt. Entschuldigte zählen nicht.",
    schoolHint:
        "Abwesenheiten in allen aktuellen Klassen werden zusammengezählt. Entschuldigte zählen nicht.",
    filesHint: "Dateien enthalten nur die Klassen, für die Sie verantwortlich sind.",
    table: "Schülerinnen und Schüler, die oft abwesend waren",
    file: "Abwesenheiten",
    schoolClasses: "Klassen",
    times: "Abwesend",
    from: "Aus diesen Klassen",
    once: (count) =>
        plural(count, {
            one: "# Person war mindestens einmal abwesend.",
            other: "# Personen waren mindestens einmal abwesend.",
        }),
    often: (count, times) =>
        plural(count, {
            one: `# Person war mindestens ${times}-mal abwesend.`,
            other: `# Personen waren mindestens ${times}-mal abwesend.`,
        }),
    none: "Niemand war in diesem Zeitraum so oft abwesend.",
};
