/**
 * The words of the page that lists who was absent often.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/absences.js").absences} */
export const absences = {
    link: "Quién falta a menudo",
    heading: "Quién falta a menudo",
    hint: "Se suman las faltas de todas tus clases activas. Las faltas justificadas no cuentan.",
    schoolHint: "Se suman las faltas de todas las clases activas. Las faltas justificadas no cuentan.",
    filesHint: "Los archivos solo contienen las clases de las que eres responsable.",
    table: "Estudiantes que faltan a menudo",
    file: "Faltas",
    schoolClasses: "Clases",
    times: "Faltas",
    from: "De estas clases",
    once: (count) =>
        plural(count, {
            one: "# estudiante ha faltado al menos una vez.",
            other: "# estudiantes han faltado al menos una vez.",
        }),
    often: (count, times) =>
        plural(count, {
            one: `# estudiante ha faltado ${times} veces o más.`,
            other: `# estudiantes han faltado ${times} veces o más.`,
        }),
    none: "Nadie ha faltado tantas veces en este periodo.",
};
