/**
 * The words of the doors for new users, and of why a log-in is asked for.
 *
 * @module
 */

/** @type {typeof import("/language/en/entrance.js").entrance} */
export const entrance = {
    newHere: "Nouveau ici ?",
    teacher: "J’enseigne",
    teacherBody: "Créez un compte et une classe, et faites l’appel en une minute.",
    student: "Je suis élève",
    studentBody: "Rejoignez votre classe avec un code, un papier ou votre adresse e-mail.",
    slip: "Votre enseignant vous a remis un papier avec un code ? Alors vous avez déjà un compte.",
    enterCode: "Saisir votre code",
    needed: "Connectez-vous, et vous arriverez à la page que vous avez ouverte.",
};
