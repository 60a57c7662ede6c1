/**
 * What reports say of a session that is running, and does not count yet.
 *
 * @module
 */

import { plural, sessionStart } from "/language/formats.js";

/** @type {typeof import("/language/en/running.js").running} */
export const running = {
    strip: (startedAt, present) =>
        plural(present, {
            one: `Aula em curso desde: ${sessionStart(startedAt)}, presentes até agora: #. Ela conta aqui quando terminar.`,
            other: `Aula em curso desde: ${sessionStart(startedAt)}, presentes até agora: #. Ela conta aqui quando terminar.`,
        }),
    open: "Abrir a aula",
    notCounted: "em curso, ainda não conta",
    soFar: {
        present: "Na aula em curso: presente",
        late: "Na aula em curso: atraso",
        excused: "Na aula em curso: falta justificada",
        absent: "Na aula em curso: falta",
        none: "Na aula em curso: ainda sem marcação",
    },
    notMarked: "Ainda sem marcação",
};
