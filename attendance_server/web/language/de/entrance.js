/**
 * The words of the doors for new users, and of why a log-in is asked for.
 *
 * @module
 */

/** @type {typeof import("/language/en/entrance.js").entrance} */
export const entrance = {
    newHere: "Neu hier?",
    teacher: "Ich bin Lehrkraft",
    teacherBody: "Konto und Klasse anlegen, und in einer Minute die Anwesenheit prüfen.",
    student: "Ich bin Schüler/in",
    studentBody: "Mit einem Code, einem Zettel oder der E-Mail-Adresse in die Klasse kommen.",
    slip: "Haben Sie von Ihrer Lehrkraft einen Zettel mit einem Code? Dann haben Sie schon ein Konto.",
    enterCode: "Code eingeben",
    needed: "Melden Sie sich an, dann kommen Sie auf die Seite, die Sie geöffnet haben.",
};
