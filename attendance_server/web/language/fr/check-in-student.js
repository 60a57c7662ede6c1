/**
 * The words with which students check in.
 *
 * @module
 */

import { number, time } from "/language/formats.js";

/** @type {typeof import("/language/en/check-in-student.js").errors} */
export const errors = {
    check_in_closed: "Le pointage n’est pas ouvert pour le moment. Demandez à l’enseignant de l’ouvrir.",
    check_in_code_wrong:
        "Ces caractères sont faux ou trop anciens. Saisissez ceux qui sont affichés maintenant.",
    too_many_tries: "Trop d’essais erronés. Attendez un moment, ou demandez à l’enseignant.",
    teacher_must_confirm: "Demandez à l’enseignant de confirmer.",
    join_requested: "Votre demande d’entrer dans la classe a été transmise à l’enseignant.",
};

/** @type {typeof import("/language/en/check-in-student.js").words} */
export const words = {
    heading: "Pointage",
    checking: "Pointage en cours…",
    marked: {
        present: "Vous êtes noté présent",
        late: "Vous êtes noté en retard",
        excused: "Vous êtes excusé",
        absent: "L’enseignant vous a noté absent",
    },

    held: "Demandez à l’enseignant de confirmer",
    heldHint:
        "L’enseignant voit votre nom et confirme d’un geste. La raison habituelle : un autre élève a pointé sur cet appareil.",
    requested: "Votre demande d’entrer dans la classe a été transmise à l’enseignant",
    requestedHint: "Laissez cette page ouverte. Elle indique quand vous êtes accepté.",
    joined: "Vous êtes maintenant dans la classe",
    tooOld: "Ce code est trop ancien",
    tooOldHint:
        "Le code projeté change toutes les quelques secondes. Scannez celui qui est affiché maintenant, ou saisissez les caractères placés dessous.",
    tooOften: "Trop d’essais",
    failed: {
        check_in_closed: "Le pointage n’est pas ouvert",
        no_active_session: "Aucune séance n’est en cours",
        not_enrolled: "Vous n’êtes pas dans cette classe",
        class_not_found: "Vous n’êtes pas dans cette classe",
        declined: "L’enseignant ne vous a pas accepté dans la classe",
    },

    failedHint: {
        check_in_closed: "L’enseignant l’ouvre. Cette page le remarque toute seule.",
        no_active_session: "L’enseignant la démarre. Cette page le remarque toute seule.",
        not_enrolled:
            "Le code projeté est-il celui d’une autre classe ? Sinon, demandez à l’enseignant de vous ajouter.",
        class_not_found: "Cette classe n’existe plus.",
        declined: "Demandez-lui pourquoi.",
    },

    again: "Réessayer",
    toClass: "Mes présences dans cette classe",
    letters: "Caractères sous le code",
    lettersHint: "Six lettres et chiffres, tels qu’ils sont projetés.",
    misread: "Aucun code ne contient 0, O, 1 ou I. Regardez encore une fois.",
    wrongLength: (expected, actual) =>
        `Saisissez ${number(expected)} lettres et chiffres. Il y en a ${number(actual)}.`,
    how: "Scannez le code projeté avec l’appareil photo de votre téléphone, ou saisissez les caractères placés dessous.",
    submit: "Pointer",
    scan: "Scanner avec la caméra",
    stop: "Arrêter la caméra",
    camera: "L’image de la caméra",
    cameraRefused:
        "La caméra ne peut pas être utilisée. Autorisez-la dans le navigateur, ou saisissez les caractères.",
    hand: "Lever la main",
    handHint: "Pas de téléphone qui puisse scanner, ou cela ne marche pas ? L’enseignant voit votre nom.",
    handRaised: (iso) => `Votre main est levée depuis ${time(iso)}. L’enseignant le voit.`,
};
