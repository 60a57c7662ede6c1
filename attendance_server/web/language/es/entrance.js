/**
 * The words of the doors for new users, and of why a log-in is asked for.
 *
 * @module
 */

/** @type {typeof import("/language/en/entrance.js").entrance} */
export const entrance = {
    newHere: "¿Es tu primera vez?",
    teacher: "Soy docente",
    teacherBody: "Crea una cuenta y una clase, y pasa lista en un minuto.",
    student: "Soy estudiante",
    studentBody: "Únete a tu clase con un código, una tarjeta o tu correo electrónico.",
    slip: "¿Tu docente te ha dado una tarjeta con un código? Entonces ya tienes cuenta.",
    enterCode: "Escribir tu código",
    needed: "Entra y llegarás a la página que has abierto.",
};
