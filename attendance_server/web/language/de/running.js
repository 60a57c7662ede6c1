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
            one: `Eine Stunde läuft (Beginn: ${sessionStart(startedAt)}), bisher ist # Person anwesend. Sie zählt hier, sobald sie beendet ist.`,
            other: `Eine Stunde läuft (Beginn: ${sessionStart(startedAt)}), bisher sind # Personen anwesend. Sie zählt hier, sobald sie beendet ist.`,
        }),
    open: "Stunde öffnen",
    notCounted: "läuft, zählt noch nicht",
    soFar: {
        present: "In der laufenden Stunde: anwesend",
        late: "In der laufenden Stunde: verspätet",
        excused: "In der laufenden Stunde: entschuldigt",
        absent: "In der laufenden Stunde: abwesend",
        none: "In der laufenden Stunde: noch ohne Eintrag",
    },
    notMarked: "Noch ohne Eintrag",
};
