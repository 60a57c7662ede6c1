/**
 * The words of the doors for new users, and of why a log-in is asked for.
 *
 * @module
 */

/** @type {typeof import("/language/en/entrance.js").entrance} */
export const entrance = {
    newHere: "Neu hier?",
    teacher: "Ich bin Lehrkraft",
    teacherBody: "Legen Sie ein Konto und eine Klasse an, und prüfen Sie in einer Minute die Anwesenheit.",
    student: "Ich bin Schülerin oder Schüler",
    studentBody: "Treten Sie Ihrer Klasse bei: mit einem Code, einem Zettel oder Ihrer E-Mail-Adresse.",
    slip: "Hat Ihre Lehrkraft Ihnen einen Zettel mit einem Code gegeben? Dann haben Sie schon ein Konto.",
    enterCode: "Code eingeben",
    needed: "Melden Sie sich an, dann kommen Sie zu der Seite, die Sie geöffnet haben.",
};
