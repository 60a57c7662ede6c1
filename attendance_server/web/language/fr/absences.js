/**
 * The words of the page that lists who was absent often.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/absences.js").absences} */
export const absences = {
    link: "Absences fréquentes",
    heading: "Absences fréquentes",
    hint: "Les absences de toutes vos classes en service s’additionnent. Les absences excusées ne comptent pas.",
    schoolHint:
        "Les absences de toutes les classes en service s’additionnent. Les absences excusées ne comptent pas.",
    filesHint: "Les fichiers ne contiennent que les classes dont vous êtes responsable.",
    table: "Élèves souvent absents",
    file: "Absences",
    schoolClasses: "Classes",
    times: "Absences",
    from: "Dans ces classes",
    once: (count) =>
        plural(count, {
            one: "# élève a été absent au moins une fois.",
            other: "# élèves ont été absents au moins une fois.",
        }),
    often: (count, times) =>
        plural(count, {
            one: `# élève a été absent ${times} fois ou plus.`,
            other: `# élèves ont été absents ${times} fois ou plus.`,
        }),
    none: "Aucun élève n’a été absent aussi souvent pendant cette période.",
};
