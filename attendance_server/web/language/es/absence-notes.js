/**
 * The words for notes with an absence, for those who write them and those who decide.
 *
 * @module
 */

import { fieldDate, plural } from "/language/formats.js";

/** @type {typeof import("/language/en/absence-notes.js").errors} */
export const errors = {
    note_not_found: "Este justificante ya no existe.",
    note_decided: "Tu docente ya ha respondido a este justificante. No se puede retirar.",
    too_many_notes: "Demasiados justificantes tuyos esperan respuesta. Primero retira uno.",
};

/** @type {typeof import("/language/en/absence-notes.js").words} */
export const words = {
    days: (from, until) =>
        from === until ? fieldDate(from) : `${fieldDate(from)} – ${fieldDate(until)}`,
    state: {
        waiting: "Pendiente",
        accepted: "Aceptado: falta justificada",
        declined: "No aceptado",
        withdrawn: "Retirado",
    },

    own: {
        heading: "Faltas",
        hint: "¿Has faltado o vas a faltar? Explica el motivo a tu docente.",
        write: "Justificar una falta",
        title: "Justificar una falta",
        from: "Primer día",
        until: "Último día",
        order: "El último día no puede ser anterior al primero.",
        reason: "Motivo",
        reasonHint: "Solo lo leen tus docentes de esta clase y tú.",
        send: "Enviar a mi docente",
        sent: "Tu docente ha recibido tu justificante.",
        withdraw: "Retirar",
        withdrawLabel: (days) => `Retirar: ${days}`,
        withdrawn: "Se ha retirado tu justificante.",
        accepted: "Tu docente ha aceptado tu justificante.",
        declined: "Tu docente no ha aceptado tu justificante.",
    },

    taught: {
        heading: "Justificantes de estudiantes",
        waiting: (count) =>
            plural(count, {
                one: "# justificante pendiente",
                other: "# justificantes pendientes",
            }),
        decided: (count) =>
            plural(count, {
                one: "# justificante respondido",
                other: "# justificantes respondidos",
            }),
        accept: "Aceptar",
        decline: "Rechazar",
        acceptLabel: (name) => `Aceptar el justificante: ${name}`,
        declineLabel: (name) => `Rechazar el justificante: ${name}`,
        accepted: (name, count) =>
            count
                ? plural(count, {
                      one: `${name}: aceptado. # falta queda justificada.`,
                      other: `${name}: aceptado. # faltas quedan justificadas.`,
                  })
                : `${name}: aceptado.`,
        declined: (name) => `${name}: no aceptado.`,
    },
};
