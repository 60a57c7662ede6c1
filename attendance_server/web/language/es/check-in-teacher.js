/**
 * The words with which teachers let students check in.
 *
 * @module
 */

import { list, number, plural, time } from "/language/formats.js";

/** @import { Flag } from "/api-types.js" */

/** @type {typeof import("/language/en/check-in-teacher.js").errors} */
export const errors = {
    check_in_off: "En esta clase los estudiantes no pueden registrarse: así está en sus ajustes.",
    join_request_not_found: "Esta solicitud ya se ha respondido.",
};

/**
 * What is odd about a check-in. `names`: the other students whom it concerns.
 *
 * @type {Record<Flag, (names: string[]) => string>}
 */
const FLAGS = {
    sharedDevice: (names) =>
        names.length
            ? `En el mismo dispositivo que ${list(names)}`
            : "En el dispositivo de otra persona",
    newDevice: () => "En un dispositivo visto por primera vez hace menos de 12 horas",
    otherNetwork: () => "Desde fuera de la red del aula",
    typed: () => "Ha escrito las letras, mientras los demás escanean",
    alwaysTogether: (names) =>
        names.length
            ? `Siempre a pocos segundos de ${list(names)}`
            : "Siempre a pocos segundos de otra persona",
    overHeadCount: () => "Por encima de tu recuento",
};

/** @type {typeof import("/language/en/check-in-teacher.js").words} */
export const words = {
    heading: "Registro",

    door: {
        picture: "Código QR para registrar la asistencia",
        orType: "Escanea o escribe en",
        open: "Abrir el registro",
        close: "Cerrar el registro",
        lost: "Sin conexión. El código volverá con ella.",
        lostHint: "Un código antiguo no serviría para nadie.",
    },

    panel: {
        hint: "Tus estudiantes registran su asistencia con el código del proyector.",
        isOpen: (until) =>
            until ? `Registro abierto hasta: ${time(until)}` : "El registro está abierto",
        isClosed: "El registro está cerrado",
        letters: (letters) => `Letras: ${letters}`,
        open: "Abrir el registro",
        close: "Cerrar el registro",
        project: "Mostrar el código",
        callOut: "Nombrar al azar",
        headCount: "Recuento",
        counted: (count, present) => {
            const over = present - count;
            const counted = plural(count, {
                one: "Has contado # estudiante.",
                other: "Has contado # estudiantes.",
            });
            return over > 0
                ? plural(over, {
                      one: `${counted} Hay # presente de más.`,
                      other: `${counted} Hay # presentes de más.`,
                  })
                : counted;
        },
        headCountTitle: "¿Cuántos estudiantes ves?",
        headCountBody:
            "Cuenta a las personas que hay en el aula. A partir de entonces, los registros que superen ese número quedan señalados.",
        headCountLabel: "Estudiantes en el aula",
        headCountHint: "Déjalo vacío para retirar tu recuento.",
        headCountSave: "Guardar",
        headCountWrong: "Usa un número entero del 0 al 10000, o déjalo vacío.",
    },

    flagged: {
        heading: (count) =>
            plural(count, {
                one: "# registro por revisar",
                other: "# registros por revisar",
            }),
        held: "Aún sin marcar",
        tileHeld: "¿Confirmar?",
        tileFlagged: "Revisar",
        tileHand: "Mano levantada",
        accept: "Aceptar",
        acceptLabel: (name) => `Aceptar: ${name}`,
        decline: "Falta",
        declineLabel: (name) => `Falta: ${name}`,
        reasons: (flags, names) => flags.map((flag) => FLAGS[flag]?.(names) ?? flag).join(". "),
        announce: (name) => `Revisa el registro de ${name}.`,
    },

    hands: {
        heading: (count) =>
            plural(count, { one: "# mano levantada", other: "# manos levantadas" }),
        since: (iso) => `desde ${time(iso)}`,
        accept: "Presente",
        acceptLabel: (name) => `Presente: ${name}`,
        decline: "Falta",
        declineLabel: (name) => `Falta: ${name}`,
        announce: (name) => `${name} levanta la mano.`,
    },

    joining: {
        heading: (count) =>
            plural(count, {
                one: "# solicitud para unirse",
                other: "# solicitudes para unirse",
            }),
        accept: "Admitir",
        acceptLabel: (name) => `Admitir: ${name}`,
        decline: "Rechazar",
        declineLabel: (name) => `Rechazar: ${name}`,
        announce: (name) => `${name} pide unirse a la clase.`,
        accepted: (name) => `${name} ya está en la clase.`,
    },

    called: {
        heading: "Comprobación al azar",
        hint: "Di estos nombres en voz alta y levanta la vista.",
        none: "Ya has nombrado a todos los que se han registrado.",
        accept: "Está",
        acceptLabel: (name) => `Está: ${name}`,
        decline: "No está",
        declineLabel: (name) => `No está: ${name}`,
    },

    notForTeachers: {
        heading: "El registro es para estudiantes",
        hint: (name) =>
            `En este dispositivo está abierta la cuenta de ${name}. Sal, y que el estudiante entre con la suya.`,
    },

    setting: {
        button: "Registro…",
        title: "Registro por los estudiantes",
        current: ({ allowed, openAtStart }) =>
            allowed
                ? openAtStart
                    ? "Los estudiantes pueden registrarse desde el comienzo de cada sesión."
                    : "Los estudiantes pueden registrarse cuando lo abras en una sesión."
                : "Los estudiantes no pueden registrarse.",
        allowed: "Los estudiantes pueden registrar su asistencia",
        openAtStart: "Abrirlo en cada sesión",
        openAtStartHint: "Si no, lo abres tú durante la sesión.",
        closeAfter: "Cerrarlo después de (minutos)",
        closeAfterHint: "Déjalo vacío para cerrarlo tú, o cuando termine la sesión.",
        step: "Código QR nuevo cada (segundos)",
        stepHint: "De 3 a 60. Cuanto menos, menos tiempo para reenviar una foto.",
        codeStep: "Letras nuevas cada (segundos)",
        codeStepHint: "De 10 a 300. Tiene que dar tiempo a escribirlas.",
        join: "Otros pueden pedir unirse",
        joinHint:
            "Estudiantes que no están en la clase, pero tienen un código correcto. Los admites con un toque.",
        save: "Guardar",
        saved: "Los nuevos ajustes valen desde la próxima vez que abras el registro.",
    },

    afterwards: {
        heading: "Registros",
        summary: (count, scanned, typed) =>
            plural(count, {
                one: `# estudiante se ha registrado. Con escaneo: ${number(scanned)}; con letras: ${number(typed)}.`,
                other: `# estudiantes se han registrado. Con escaneo: ${number(scanned)}; con letras: ${number(typed)}.`,
            }),
        noFlags: "No hay nada extraño en ellos.",
        flagged: (count) => plural(count, { one: "# por revisar", other: "# por revisar" }),
        way: { scanned: "Con escaneo", typed: "Con letras", hand: "Mano levantada" },
        came: (way, iso) => `${way}, ${time(iso)}`,
        headCount: (count, present) =>
            `Tu recuento: ${number(count)}. Con la marca «presente»: ${number(present)}.`,
        called: "se nombró",
        decided: "lo decidió un docente",
    },
};
