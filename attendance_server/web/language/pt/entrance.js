/**
 * The words of the doors for new users, and of why a log-in is asked for.
 *
 * @module
 */

/** @type {typeof import("/language/en/entrance.js").entrance} */
export const entrance = {
    newHere: "É a sua primeira vez?",
    teacher: "Sou docente",
    teacherBody: "Crie uma conta e uma turma e faça a chamada em um minuto.",
    student: "Sou estudante",
    studentBody: "Entre na sua turma com um código, um cartão ou o seu e-mail.",
    slip: "O professor deu a você um cartão com um código? Então você já tem uma conta.",
    enterCode: "Digitar o código",
    needed: "Entre para chegar à página que você abriu.",
};
