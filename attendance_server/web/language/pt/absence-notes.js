/**
 * The words for notes with an absence, for those who write them and those who decide.
 *
 * @module
 */

import { fieldDate, plural } from "/language/formats.js";

/** @type {typeof import("/language/en/absence-notes.js").errors} */
export const errors = {
    note_not_found: "Esta justificativa não existe mais.",
    note_decided: "O professor já respondeu a esta justificativa. Ela não pode mais ser retirada.",
    too_many_notes: "Há justificativas suas demais à espera de resposta. Primeiro retire uma.",
};

/** @type {typeof import("/language/en/absence-notes.js").words} */
export const words = {
    days: (from, until) =>
        from === until ? fieldDate(from) : `${fieldDate(from)} – ${fieldDate(until)}`,
    state: {
        waiting: "Pendente",
        accepted: "Aceita: falta justificada",
        declined: "Não aceita",
        withdrawn: "Retirada",
    },

    own: {
        heading: "Faltas",
        hint: "Você faltou ou vai faltar? Explique o motivo ao professor.",
        write: "Justificar uma falta",
        title: "Justificar uma falta",
        from: "Primeiro dia",
        until: "Último dia",
        order: "O último dia não pode ser anterior ao primeiro.",
        reason: "Motivo",
        reasonHint: "Só você e os seus professores nesta turma podem ler.",
        send: "Enviar ao professor",
        sent: "O professor recebeu a sua justificativa.",
        withdraw: "Retirar",
        withdrawLabel: (days) => `Retirar: ${days}`,
        withdrawn: "A sua justificativa foi retirada.",
        accepted: "O professor aceitou a sua justificativa.",
        declined: "O professor não aceitou a sua justificativa.",
    },

    taught: {
        heading: "Justificativas dos estudantes",
        waiting: (count) =>
            plural(count, {
                one: "# justificativa pendente",
                other: "# justificativas pendentes",
            }),
        decided: (count) =>
            plural(count, {
                one: "# justificativa respondida",
                other: "# justificativas respondidas",
            }),
        accept: "Aceitar",
        decline: "Recusar",
        acceptLabel: (name) => `Aceitar a justificativa: ${name}`,
        declineLabel: (name) => `Recusar a justificativa: ${name}`,
        accepted: (name, count) =>
            count
                ? plural(count, {
                      one: `${name}: aceita. # falta passa a ser justificada.`,
                      other: `${name}: aceita. # faltas passam a ser justificadas.`,
                  })
                : `${name}: aceita.`,
        declined: (name) => `${name}: não aceita.`,
    },
};
