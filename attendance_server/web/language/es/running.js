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
            one: `Sesión en curso desde: ${sessionStart(startedAt)}, con # presente hasta ahora. Contará aquí cuando termine.`,
            other: `Sesión en curso desde: ${sessionStart(startedAt)}, con # presentes hasta ahora. Contará aquí cuando termine.`,
        }),
    open: "Abrir la sesión",
    notCounted: "en curso, aún no cuenta",
    soFar: {
        present: "En la sesión en curso: presente",
        late: "En la sesión en curso: tarde",
        excused: "En la sesión en curso: falta justificada",
        absent: "En la sesión en curso: falta",
        none: "En la sesión en curso: aún sin marcar",
    },
    notMarked: "Aún sin marcar",
};
