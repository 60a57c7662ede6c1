/**
 * The words with which students check in.
 *
 * @module
 */

import { number, time } from "/language/formats.js";

/** @type {typeof import("/language/en/check-in-student.js").errors} */
export const errors = {
    check_in_closed: "El registro no está abierto en este momento. Pide a tu docente que lo abra.",
    check_in_code_wrong: "Estas letras son incorrectas o demasiado antiguas. Escribe las que muestra ahora el proyector.",
    too_many_tries: "Demasiados intentos fallidos. Espera un momento o pregunta a tu docente.",
    teacher_must_confirm: "Pide a tu docente que lo confirme.",
    join_requested: "Se ha pedido a tu docente que te admita en la clase.",
};

/** @type {typeof import("/language/en/check-in-student.js").words} */
export const words = {
    heading: "Registrar asistencia",
    checking: "Registrando tu asistencia…",
    marked: {
        present: "Tu asistencia está registrada",
        late: "Registrada, pero tarde",
        excused: "Tu falta está justificada",
        absent: "Tu docente te ha puesto falta",
    },

    held: "Pide a tu docente que lo confirme",
    heldHint:
        "Tu docente ve tu nombre y lo confirma con un toque. Lo más habitual es que otra persona ya se haya registrado en este dispositivo.",
    requested: "Se ha pedido a tu docente que te admita en la clase",
    requestedHint: "Deja esta página abierta. Te avisará cuando estés en la clase.",
    joined: "Ya estás en la clase",
    tooOld: "Este código es demasiado antiguo",
    tooOldHint:
        "El código del proyector cambia cada pocos segundos. Escanea el que se ve ahora o escribe las letras que hay debajo.",
    tooOften: "Demasiados intentos",
    failed: {
        check_in_closed: "El registro no está abierto",
        no_active_session: "No hay ninguna sesión en curso",
        not_enrolled: "No estás en esta clase",
        class_not_found: "No estás en esta clase",
        declined: "Tu docente no te ha admitido en la clase",
    },

    failedHint: {
        check_in_closed: "Lo abre tu docente. Esta página se actualiza sola.",
        no_active_session: "La empieza tu docente. Esta página se actualiza sola.",
        not_enrolled:
            "¿Muestra el proyector el código de otra clase? Si no, pide a tu docente que te añada.",
        class_not_found: "Esta clase ya no existe.",
        declined: "Pregúntale por qué.",
    },

    again: "Reintentar",
    toClass: "Mi asistencia en esta clase",
    letters: "Letras debajo del código",
    lettersHint: "Seis letras y cifras, tal como las muestra el proyector.",
    misread: "Ningún código lleva 0, O, 1 ni I. Vuelve a mirar.",
    wrongLength: (expected, actual) =>
        `Escribe ${number(expected)} letras y cifras. Ahora hay ${number(actual)}.`,
    how: "Escanea el código del proyector con la cámara de tu teléfono o escribe las letras que hay debajo.",
    submit: "Registrar",
    scan: "Escanear con la cámara",
    stop: "Parar la cámara",
    camera: "La imagen de la cámara",
    cameraRefused:
        "No se puede usar la cámara. Permítela en el navegador o escribe las letras.",
    hand: "Levantar la mano",
    handHint: "¿No tienes un teléfono que escanee, o no funciona? Tu docente ve tu nombre.",
    handRaised: (iso) => `Mano levantada (${time(iso)}). Tu docente la ve.`,
};
