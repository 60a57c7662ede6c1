/**
 * The words of the bar of the roll, of marking all students at once, and of how they are listed.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/roll.js").words} */
export const words = {
    rest: "Alle Übrigen sind anwesend",
    restAs: "Alle Übrigen anders eintragen",
    restTitle: (count) =>
        plural(count, { one: "# Person ohne Eintrag", other: "# Personen ohne Eintrag" }),
    restDone: {
        present: (count) =>
            plural(count, {
                one: "# Person als anwesend eingetragen",
                other: "# Personen als anwesend eingetragen",
            }),
        late: (count) =>
            plural(count, {
                one: "# Person als verspätet eingetragen",
                other: "# Personen als verspätet eingetragen",
            }),
        excused: (count) =>
            plural(count, {
                one: "# Person als entschuldigt eingetragen",
                other: "# Personen als entschuldigt eingetragen",
            }),
        absent: (count) =>
            plural(count, {
                one: "# Person als abwesend eingetragen",
                other: "# Personen als abwesend eingetragen",
            }),
    },
    tapAway: "Tippen Sie an, wer nicht da ist.",
    noRest: "Für alle gibt es schon einen Eintrag.",
    undone: (count) =>
        plural(count, {
            one: "Rückgängig gemacht: # Eintrag",
            other: "Rückgängig gemacht: # Einträge",
        }),
    notUndone: (count) =>
        plural(count, {
            one: "# Eintrag wurde seitdem anderswo geändert und bleibt.",
            other: "# Einträge wurden seitdem anderswo geändert und bleiben.",
        }),
    away: (name) => `${name} als abwesend eintragen`,
    takeBack: "Eintrag zurücknehmen",

    summary: "Übersicht",
    view: "Ansicht",
    layout: "Darstellung",
    layouts: { tiles: "Kacheln", dense: "Kleine Kacheln", list: "Liste" },
    order: "Sortieren nach",
    letters: "Zu einem Buchstaben springen",
    otherLetters: "Andere",

    checkIn: "Check-in",
    checkInWaiting: (count) =>
        plural(count, {
            one: "Check-in: # Person braucht Ihre Aufmerksamkeit",
            other: "Check-in: # Personen brauchen Ihre Aufmerksamkeit",
        }),
};
