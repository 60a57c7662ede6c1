/**
 * The words of students' pages.
 *
 * @module
 */

import { countsOf, text as reports } from "/language/es/reports.js";
import { moment, number, plural, sessionStart } from "/language/formats.js";

/** @import { Attended } from "/status.js" */

/**
 * How often a student was present, of the sessions from which they were not excused.
 *
 * @param {Attended} attended
 */
function rate({ present, total, excused }) {
    const times = `Presente en ${number(present)} de ${number(total)}`;
    const without = plural(excused, {
        one: "# falta justificada",
        other: "# faltas justificadas",
    });
    if (excused && total) {
        return `${times}, ${without}`;
    }
    return excused ? without : times;
}

const MINE = {
    present: "Tienes: presente",
    late: "Tienes: presente, pero tarde",
    excused: "Tienes: falta justificada",
    absent: "Tienes: falta",
    none: "Aún no tienes marca",
    off: "No hay ninguna sesión en curso",
};

/** @type {typeof import("/language/en/student.js").text} */
export const text = {
    ...reports,

    ownSession: {
        mine: {
            present: "Asististe",
            late: "Llegaste tarde",
            excused: "Falta justificada",
            absent: "Faltaste",
        },
        markedAt: (iso) => `Marca puesta: ${moment(iso)}`,
        unchanged: "Tu marca no se ha cambiado desde entonces.",
    },

    invitation: {
        from: (teacher) => `${teacher} te invita a esta clase.`,
        code: "Código",
        codeHint: "Te lo entrega tu docente.",
        accept: "Unirse",
        decline: "Rechazar",
        accepted: (className) => `Te has unido a ${className}.`,
        declined: (className) => `Has rechazado la invitación a ${className}.`,
    },

    leaveClass: {
        leave: "Dejar la clase",
        title: (className) => `¿Dejar ${className}?`,
        body: "Tus sesiones anteriores se conservan. Solo tu docente puede volver a añadirte.",
    },

    student: {
        none: "Aún no estás en ninguna clase.",
        join: "Unirse a una clase",
        waiting: "Se ha pedido a tu docente que te admita.",
        withdraw: {
            act: "Retirar",
            label: (className) => `Retirar tu solicitud para unirte a ${className}`,
            title: (className) => `¿Retirar tu solicitud para unirte a ${className}?`,
            body: "Tu docente deja de verla. Para volver a pedirlo necesitas el código de la clase.",
            done: (className) => `Se ha retirado tu solicitud para unirte a ${className}.`,
            answered: "Tu docente ya había respondido.",
        },
        joined: (className) => `Ya estás en ${className}.`,
        invited: (className) => `Tienes una invitación a ${className}.`,
        removed: (className) => `Ya no estás en ${className}.`,
        nextHint: "Esta página muestra la próxima sesión en cuanto tu docente la empiece.",
        running: "Sesión en curso",
        since: (iso) => `desde: ${sessionStart(iso)}`,
        mine: MINE,
        was: {
            present: "La sesión ha terminado. Asististe.",
            late: "La sesión ha terminado. Llegaste tarde.",
            excused: "La sesión ha terminado. Tu falta está justificada.",
            absent: "La sesión ha terminado. Faltaste.",
            none: "La sesión ha terminado.",
            discarded: "Esta sesión se ha descartado.",
        },
        announceStatus: (mine, className) => `${className}: ${MINE[mine]}.`,
        announceStart: (className) => `${className}: ha empezado una sesión.`,
        checkInOpen: "El registro está abierto",
        announceCheckIn: (className) => `${className}: el registro está abierto.`,
        rate,
        rateLabel: "Mi asistencia",
        noSessions: "Aún no hay sesiones anteriores",
        rateOfLatest: (attended, count) =>
            plural(count, {
                one: `${rate(attended)} (última sesión: #)`,
                other: `${rate(attended)} (últimas # sesiones)`,
            }),
        chart: (words) => `${words}; la sesión más antigua va primero`,
        bar: (iso, status) => `${moment(iso)}: ${status}`,
        history: "Mis sesiones anteriores",
    },

    ownReport: {
        link: "Mi asistencia",
        heading: "Mi asistencia",
        all: "Todas las clases",
        left: "ya no estás",
        none: "En este periodo no tuviste ninguna sesión.",
        noClass: "Aún no estás en ninguna clase.",
        picture: (className) => `Mi asistencia en ${className}`,
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}. La página de la clase las muestra una por una.`,
        unavailable: "Las sesiones de esta clase ya no se pueden mostrar.",
    },
};
