/**
 * The words that all pages share: the frame, the connection, waiting marks, and the statuses.
 *
 * @module
 */

import { moment, number, percent, plural, time } from "/language/formats.js";

/** @type {typeof import("/language/en/common.js").being} */
export const being = {
    present: "présent",
    late: "en retard",
    excused: "excusé",
    absent: "absent",
    none: "pas noté",
};

/** @type {typeof import("/language/en/common.js").enumerated} */
export const enumerated = (parts) => parts.filter(Boolean).join(", ");

/** @type {typeof import("/language/en/common.js").text} */
export const text = {
    product: "Présences",
    title: (view) => `${view} – Présences`,
    skip: "Aller au contenu",
    mainMenu: "Principal",
    classes: "Classes",
    myClasses: "Mes classes",
    office: "Administration",
    account: "Compte",
    logOut: "Se déconnecter",
    language: "Langue",
    loggedOut: "Vous êtes déconnecté.",
    loggedOutElsewhere: "Vous avez été déconnecté dans un autre onglet.",
    otherUser: (name) =>
        `${name} s’est connecté depuis un autre onglet ; vous êtes donc déconnecté ici.`,
    logOutTitle: "Se déconnecter maintenant ?",
    logOutPending: (count) =>
        plural(count, {
            one: "# présence n’est pas encore enregistrée. Elle reste sur cet appareil et sera envoyée à votre prochaine connexion ici.",
            other: "# présences ne sont pas encore enregistrées. Elles restent sur cet appareil et seront envoyées à votre prochaine connexion ici.",
        }),
    logOutLosing: (count) =>
        plural(count, {
            one: "# présence n’est pas encore enregistrée et sera perdue.",
            other: "# présences ne sont pas encore enregistrées et seront perdues.",
        }),
    expired: "Votre session a expiré. Reconnectez-vous pour continuer là où vous étiez.",
    loading: "Chargement…",
    cancel: "Annuler",
    close: "Fermer",
    notices: "Messages",
    tryAgain: "Réessayer",
    more: "Plus",
    back: "Retour à mes classes",
    backTo: (className) => `Retour à ${className}`,
    required: "Veuillez remplir ce champ.",
    showPassword: "Afficher",
    moment,
    number,
    rate: (rate) => (rate === null ? "–" : percent(rate)),
    loginName: ({ email, studentNumber }) =>
        email || (studentNumber ? `le numéro d’élève ${studentNumber}` : ""),

    connection: {
        connecting: "Connexion…",
        live: "En direct",
        polling: "Direct bloqué",
        trying: "Reconnexion…",
        waiting: (seconds) => `Reconnexion dans ${number(seconds)} s`,
        offline: "Hors ligne",
        tryNow: "Essayer maintenant",
        runningUnknown: "Sans connexion, on ne peut pas savoir si une séance est en cours.",
        label: "Connexion",
        announce: {
            waiting: "Connexion perdue. Reconnexion automatique.",
            offline: "Cet appareil est hors ligne.",
            live: "De nouveau en ligne. Tout est à jour.",
            back: "De nouveau en ligne.",
            sending: (count) =>
                plural(count, {
                    one: "De nouveau en ligne. # présence est en cours d’envoi…",
                    other: "De nouveau en ligne. # présences sont en cours d’envoi…",
                }),
            sent: (count) =>
                plural(count, {
                    one: "# présence qui attendait ici est maintenant enregistrée.",
                    other: "# présences qui attendaient ici sont maintenant enregistrées.",
                }),
            polling: "Ce réseau bloque les connexions en direct. La page fonctionne sans elles.",
        },
    },

    waiting: {
        label: "Présences en attente",
        offline: (count) =>
            plural(count, {
                one: "Hors ligne, # présence en attente",
                other: "Hors ligne, # présences en attente",
            }),
        sending: (count) =>
            plural(count, {
                one: "# présence en cours d’envoi…",
                other: "# présences en cours d’envoi…",
            }),
        unstored: (count) =>
            plural(count, {
                one: "Ce navigateur ne peut pas la conserver : elle sera perdue si vous fermez cette page.",
                other: "Ce navigateur ne peut pas les conserver : elles seront perdues si vous fermez cette page.",
            }),
        polling:
            "Ce réseau bloque les connexions en direct (WebSockets). Les changements faits sur d’autres appareils apparaissent après quelques secondes.",
        session: moment,
        problem: (count, names, code) =>
            code === "newer"
                ? plural(count, {
                      one: `La présence de ${names} n’a pas été modifiée.`,
                      other: `# présences n’ont pas été modifiées : ${names}.`,
                  })
                : plural(count, {
                      one: `La présence de ${names} n’a pas été enregistrée.`,
                      other: `# présences n’ont pas été enregistrées : ${names}.`,
                  }),
        why: {
            ended: "La séance était déjà terminée. Vous pouvez encore y faire la correction.",
            gone: "La séance n’existe plus, ou n’est plus la vôtre.",
            discarded: "La séance a été écartée : elle ne compte plus.",
            newer: "Cela a été modifié plus tard sur un autre appareil. La modification la plus récente reste.",
        },
        wanted: (status, iso, saved) =>
            saved
                ? `${being[status]}, touché à ${time(iso)} ; enregistré : ${being[saved]}`
                : `${being[status]}, touché à ${time(iso)}`,
        details: "Afficher chaque présence",
        correct: "Corriger cette séance",
        show: "Afficher cette séance",
        open: "Ouvrir la séance en cours",
        dismiss: "Masquer",
    },

    status: {
        present: "Présent",
        late: "En retard",
        excused: "Excusé",
        absent: "Absent",
        none: "Pas noté",
    },

    resetNotice: {
        dismiss: "Masquer",
        body: ({ way, at, by }) => {
            const whose = by ? ` (${by})` : "";
            const set = {
                teacher: `Le mot de passe de ce compte a été défini avec un code d’un enseignant${whose} : ${moment(at)}.`,
                office: `Le mot de passe de ce compte a été défini avec un code de l’administration${whose} : ${moment(at)}.`,
                command: `Le mot de passe de ce compte a été défini avec un code de la personne qui gère le serveur : ${moment(at)}.`,
                mail: `Le mot de passe de ce compte a été défini avec un code envoyé à son adresse : ${moment(at)}.`,
            }[way];
            return `${set ?? `Le mot de passe de ce compte a été défini avec un code : ${moment(at)}.`} Si ce n’était pas vous, prévenez l’administration.`;
        },
    },

    missing: {
        heading: "Page introuvable",
        body: "Cette page n’existe pas, ou n’existe plus.",
    },

    failed: "Une erreur s’est produite",
};
