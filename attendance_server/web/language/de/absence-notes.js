/**
 * The words for notes with an absence, for those who write them and those who decide.
 *
 * @module
 */

import { fieldDate, plural } from "/language/formats.js";

/** @type {typeof import("/language/en/absence-notes.js").errors} */
export const errors = {
    note_not_found: "Diese Mitteilung gibt es nicht mehr.",
    note_decided:
        "Ihre Lehrkraft hat über diese Mitteilung entschieden. Sie kann nicht mehr zurückgezogen werden.",
    too_many_notes:
        "Zu viele Ihrer Mitteilungen warten auf eine Antwort. Ziehen Sie zuerst eine zurück.",
};

/** @type {typeof import("/language/en/absence-notes.js").words} */
export const words = {
    days: (from, until) =>
        from === until ? fieldDate(from) : `${fieldDate(from)} bis ${fieldDate(until)}`,
    state: {
        waiting: "Noch nicht entschieden",
        accepted: "Als Entschuldigung angenommen",
        declined: "Nicht angenommen",
        withdrawn: "Zurückgezogen",
    },

    own: {
        heading: "Abwesenheiten",
        hint: "Waren Sie abwesend, oder werden Sie es sein? Teilen Sie Ihrer Lehrkraft den Grund mit.",
        write: "Abwesenheit begründen",
        title: "Abwesenheit begründen",
        from: "Erster Tag",
        until: "Letzter Tag",
        order: "Der letzte Tag darf nicht vor dem ersten liegen.",
        reason: "Grund",
        reasonHint: "Nur Ihre Lehrkräfte in dieser Klasse und Sie können ihn lesen.",
        send: "An meine Lehrkraft senden",
        sent: "Ihre Lehrkraft hat Ihre Mitteilung bekommen.",
        withdraw: "Zurückziehen",
        withdrawLabel: (days) => `Zurückziehen: ${days}`,
        withdrawn: "Ihre Mitteilung wurde zurückgezogen.",
        accepted: "Ihre Lehrkraft hat Ihre Mitteilung angenommen.",
        declined: "Ihre Lehrkraft hat Ihre Mitteilung nicht angenommen.",
    },

    taught: {
        heading: "Mitteilungen",
        waiting: (count) =>
            plural(count, {
                one: "# Mitteilung zu entscheiden",
                other: "# Mitteilungen zu entscheiden",
            }),
        decided: (count) =>
            plural(count, {
                one: "# entschiedene Mitteilung",
                other: "# entschiedene Mitteilungen",
            }),
        accept: "Annehmen",
        decline: "Ablehnen",
        acceptLabel: (name) => `Die Mitteilung annehmen: ${name}`,
        declineLabel: (name) => `Die Mitteilung ablehnen: ${name}`,
        accepted: (name, count) =>
            count
                ? plural(count, {
                      one: `${name}: angenommen. # Abwesenheit ist jetzt entschuldigt.`,
                      other: `${name}: angenommen. # Abwesenheiten sind jetzt entschuldigt.`,
                  })
                : `${name}: angenommen.`,
        declined: (name) => `${name}: nicht angenommen.`,
    },
};
