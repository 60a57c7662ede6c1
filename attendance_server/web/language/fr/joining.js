/**
 * The words with which students join a class by themselves, and those of a student without one.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/joining.js").errors} */
export const errors = {
    class_code_wrong:
        "Aucune classe n’a ce code. Vérifiez-le, ou demandez le code actuel à votre enseignant.",
    too_many_tries: "Trop d’essais erronés. Attendez un moment, ou demandez à votre enseignant.",
};

/** @type {typeof import("/language/en/joining.js").words} */
export const words = {
    heading: "Rejoindre une classe",
    code: "Code de la classe",
    codeHint:
        "Huit lettres et chiffres, tels que votre enseignant les montre. Vous pouvez aussi coller le lien.",
    misread: "Aucun code ne contient 0, O, 1 ou I. Regardez encore une fois.",
    wrongLength: (expected, actual) =>
        `Saisissez ${number(expected)} lettres et chiffres. Il y en a ${number(actual)}.`,
    submit: "Rejoindre",
    as: (name) => `Vous entrez sous le nom de ${name}.`,
    notYou: "Ce n’est pas vous ?",
    joined: (className) => `Vous êtes dans ${className}.`,
    asked: "Votre demande a été transmise à l’enseignant",
    askedHint: (className) =>
        `Une fois que votre enseignant vous a accepté, ${className} est parmi vos classes. Cette page le remarque toute seule.`,
    refused: (className) =>
        `Votre enseignant ne vous a pas accepté dans ${className}. Demandez-lui pourquoi.`,
    forStudents: "Seuls les élèves rejoignent une classe avec un code",
    forStudentsHint: "Déconnectez-vous, puis connectez-vous ou inscrivez-vous comme élève.",

    welcome: {
        heading: "Bienvenue. Vous n’êtes encore dans aucune classe.",
        enter: "Votre enseignant a montré un code ? Saisissez-le.",
        link: "Votre enseignant a montré un code QR ou envoyé un lien ?",
        linkHint:
            "Scannez-le avec l’appareil photo de votre téléphone, ou ouvrez le lien. Il ramène ici.",
        show: "Ni l’un ni l’autre ? Montrez ceci à votre enseignant.",
        showHint: "Votre enseignant vous ajoute grâce à cela, et la classe apparaît ici toute seule.",
        showNumber: "Votre numéro d’élève",
        showEmail: "Votre adresse e-mail",
    },
};
