/**
 * The words with which teachers let students check in.
 *
 * @module
 */

import { list, number, plural, time } from "/language/formats.js";

/** @import { Flag } from "/api-types.js" */

/** @type {typeof import("/language/en/check-in-teacher.js").errors} */
export const errors = {
    check_in_off: "Les élèves ne peuvent pas pointer dans cette classe : c’est un de ses réglages.",
    join_request_not_found: "Cette demande a déjà reçu une réponse.",
};

/**
 * What is odd about a check-in. `names`: the other students whom it concerns.
 *
 * @type {Record<Flag, (names: string[]) => string>}
 */
const FLAGS = {
    sharedDevice: (names) =>
        names.length
            ? `Sur le même appareil que ${list(names)}`
            : "Sur l’appareil d’un autre élève",
    newDevice: () => "Sur un appareil vu pour la première fois il y a moins de 12 heures",
    otherNetwork: () => "Depuis l’extérieur du réseau de la salle",
    typed: () => "A saisi les caractères, alors que les autres scannent",
    alwaysTogether: (names) =>
        names.length
            ? `Toujours à quelques secondes de ${list(names)}`
            : "Toujours à quelques secondes d’un autre élève",
    overHeadCount: () => "Au-delà de votre comptage",
};

/** @type {typeof import("/language/en/check-in-teacher.js").words} */
export const words = {
    heading: "Pointage",

    door: {
        picture: "Code QR pour pointer",
        orType: "Scannez, ou saisissez sur",
        open: "Ouvrir le pointage",
        close: "Fermer le pointage",
        lost: "Pas de connexion. Le code revient avec elle.",
        lostHint: "Un ancien code ne laisserait entrer personne.",
    },

    panel: {
        hint: "Les élèves pointent eux-mêmes, avec le code projeté.",
        isOpen: (until) =>
            until ? `Le pointage est ouvert jusqu’à ${time(until)}` : "Le pointage est ouvert",
        isClosed: "Le pointage est fermé",
        letters: (letters) => `Caractères : ${letters}`,
        open: "Ouvrir le pointage",
        close: "Fermer le pointage",
        project: "Afficher le code",
        callOut: "Appeler des noms",
        headCount: "Comptage",
        counted: (count, present) => {
            const over = present - count;
            const counted = plural(count, {
                one: "Vous avez compté # élève.",
                other: "Vous avez compté # élèves.",
            });
            return over > 0
                ? plural(over, {
                      one: `${counted} # de plus est noté présent.`,
                      other: `${counted} # de plus sont notés présents.`,
                  })
                : counted;
        },
        headCountTitle: "Combien d’élèves voyez-vous ?",
        headCountBody:
            "Comptez les têtes dans la salle. Les pointages au-delà de ce nombre sont alors signalés.",
        headCountLabel: "Élèves dans la salle",
        headCountHint: "Laissez vide pour retirer votre comptage.",
        headCountSave: "Enregistrer",
        headCountWrong: "Saisissez un nombre entier de 0 à 10000, ou laissez vide.",
    },

    flagged: {
        heading: (count) =>
            plural(count, {
                one: "# pointage à regarder",
                other: "# pointages à regarder",
            }),
        held: "Pas encore noté",
        tileHeld: "Confirmer ?",
        tileFlagged: "À regarder",
        tileHand: "Main levée",
        accept: "Accepter",
        acceptLabel: (name) => `Accepter ${name}`,
        decline: "Absent",
        declineLabel: (name) => `Absent : ${name}`,
        reasons: (flags, names) => flags.map((flag) => FLAGS[flag]?.(names) ?? flag).join(". "),
        announce: (name) => `Regardez le pointage de ${name}.`,
    },

    hands: {
        heading: (count) => plural(count, { one: "# main levée", other: "# mains levées" }),
        since: (iso) => `depuis ${time(iso)}`,
        accept: "Présent",
        acceptLabel: (name) => `Présent : ${name}`,
        decline: "Absent",
        declineLabel: (name) => `Absent : ${name}`,
        announce: (name) => `${name} lève la main.`,
    },

    joining: {
        heading: (count) =>
            plural(count, {
                one: "# demande d’entrer dans la classe",
                other: "# demandes d’entrer dans la classe",
            }),
        accept: "Accepter",
        acceptLabel: (name) => `Accepter : ${name}`,
        decline: "Refuser",
        declineLabel: (name) => `Refuser ${name}`,
        announce: (name) => `${name} demande à entrer dans la classe.`,
        accepted: (name) => `${name} est maintenant dans la classe.`,
    },

    called: {
        heading: "Noms appelés",
        hint: "Appelez ces noms, et levez les yeux.",
        none: "Tous ceux qui ont pointé ont déjà été appelés.",
        accept: "Là",
        acceptLabel: (name) => `Là : ${name}`,
        decline: "Pas là",
        declineLabel: (name) => `Pas là : ${name}`,
    },

    notForTeachers: {
        heading: "Le pointage est pour les élèves",
        hint: (name) =>
            `Sur cet appareil est connecté ${name}. Déconnectez-vous, et laissez l’élève se connecter.`,
    },

    setting: {
        button: "Pointage…",
        title: "Pointage par les élèves",
        current: ({ allowed, openAtStart }) =>
            allowed
                ? openAtStart
                    ? "Les élèves peuvent pointer eux-mêmes dès le début d’une séance."
                    : "Les élèves peuvent pointer eux-mêmes dès que vous ouvrez le pointage."
                : "Les élèves ne peuvent pas pointer eux-mêmes.",
        allowed: "Les élèves peuvent pointer eux-mêmes",
        openAtStart: "L’ouvrir avec chaque séance",
        openAtStartHint: "Sinon, vous l’ouvrez pendant la séance.",
        closeAfter: "Le fermer après (minutes)",
        closeAfterHint: "Laissez vide pour le fermer vous-même, ou avec la séance.",
        step: "Un nouveau code QR toutes les (secondes)",
        stepHint: "De 3 à 60. Plus court laisse moins de temps pour transmettre une photo.",
        codeStep: "De nouveaux caractères toutes les (secondes)",
        codeStepHint: "De 10 à 300. Ils doivent rester assez longtemps pour être saisis.",
        join: "D’autres peuvent demander à entrer",
        joinHint:
            "Les élèves qui ne sont pas dans la classe, mais ont un code valable. Vous les acceptez d’un geste.",
        save: "Enregistrer",
        saved: "Les nouveaux réglages valent dès la prochaine ouverture du pointage.",
    },

    afterwards: {
        heading: "Pointages",
        summary: (count, scanned, typed) =>
            plural(count, {
                one: `# élève a pointé ; scannés : ${number(scanned)}, saisis : ${number(typed)}.`,
                other: `# élèves ont pointé ; scannés : ${number(scanned)}, saisis : ${number(typed)}.`,
            }),
        noFlags: "Rien d’inhabituel.",
        flagged: (count) => plural(count, { one: "# à regarder", other: "# à regarder" }),
        way: { scanned: "Scanné", typed: "Saisi", hand: "Main levée" },
        came: (way, iso) => `${way} à ${time(iso)}`,
        headCount: (count, present) =>
            `Vous aviez compté ${number(count)} ; notés présents : ${number(present)}.`,
        called: "appelé",
        decided: "décidé par un enseignant",
    },
};
