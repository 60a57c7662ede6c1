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
            one: `Une séance est en cours depuis ${sessionStart(startedAt)}, avec # élève présent jusqu’ici. Elle comptera ici une fois terminée.`,
            other: `Une séance est en cours depuis ${sessionStart(startedAt)}, avec # élèves présents jusqu’ici. Elle comptera ici une fois terminée.`,
        }),
    open: "Ouvrir la séance",
    notCounted: "en cours, ne compte pas encore",
    soFar: {
        present: "Dans la séance en cours : présent",
        late: "Dans la séance en cours : en retard",
        excused: "Dans la séance en cours : excusé",
        absent: "Dans la séance en cours : absent",
        none: "Dans la séance en cours : pas encore noté",
    },
    notMarked: "Pas encore noté",
};
