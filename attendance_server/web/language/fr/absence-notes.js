/**
 * The words for notes with an absence, for those who write them and those who decide.
 *
 * @module
 */

import { fieldDate, plural } from "/language/formats.js";

/** @type {typeof import("/language/en/absence-notes.js").errors} */
export const errors = {
    note_not_found: "Ce mot n’existe plus.",
    note_decided: "Votre enseignant a répondu à ce mot. Il ne peut plus être retiré.",
    too_many_notes: "Trop de vos mots attendent une réponse. Retirez-en d’abord un.",
};

/** @type {typeof import("/language/en/absence-notes.js").words} */
export const words = {
    days: (from, until) =>
        from === until
            ? fieldDate(from)
            : `du ${fieldDate(from)} au ${fieldDate(until)}`,
    state: {
        waiting: "Pas encore de réponse",
        accepted: "Accepté comme excuse",
        declined: "Pas accepté",
        withdrawn: "Retiré",
    },

    own: {
        heading: "Absences",
        hint: "Vous étiez absent, ou vous le serez ? Dites pourquoi à votre enseignant.",
        write: "Justifier une absence",
        title: "Justifier une absence",
        from: "Premier jour",
        until: "Dernier jour",
        order: "Le dernier jour ne peut pas précéder le premier.",
        reason: "Motif",
        reasonHint: "Seuls vos enseignants de cette classe et vous pouvez le lire.",
        send: "Envoyer à mon enseignant",
        sent: "Votre enseignant a reçu votre mot.",
        withdraw: "Retirer",
        withdrawLabel: (days) => `Retirer : ${days}`,
        withdrawn: "Votre mot a été retiré.",
        accepted: "Votre enseignant a accepté votre mot.",
        declined: "Votre enseignant n’a pas accepté votre mot.",
    },

    taught: {
        heading: "Mots des élèves",
        waiting: (count) => plural(count, { one: "# mot à traiter", other: "# mots à traiter" }),
        decided: (count) => plural(count, { one: "# mot traité", other: "# mots traités" }),
        accept: "Accepter",
        decline: "Refuser",
        acceptLabel: (name) => `Accepter le mot : ${name}`,
        declineLabel: (name) => `Refuser le mot : ${name}`,
        accepted: (name, count) =>
            count
                ? plural(count, {
                      one: `${name} : accepté. # absence est maintenant excusée.`,
                      other: `${name} : accepté. # absences sont maintenant excusées.`,
                  })
                : `${name} : accepté.`,
        declined: (name) => `${name} : pas accepté.`,
    },
};
