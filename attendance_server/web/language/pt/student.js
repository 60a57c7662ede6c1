/**
 * The words of students' pages.
 *
 * @module
 */

import { countsOf, text as reports } from "/language/pt/reports.js";
import { moment, number, plural, sessionStart } from "/language/formats.js";

/** @import { Attended } from "/status.js" */

/**
 * How often a student was present, of the sessions from which they were not excused.
 *
 * @param {Attended} attended
 */
function rate({ present, total, excused }) {
    const times = `Presente em ${number(present)} de ${number(total)}`;
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
    present: "Presença marcada",
    late: "Presença marcada, com atraso",
    excused: "Falta justificada",
    absent: "Falta marcada",
    none: "Ainda sem marcação",
    off: "Não há aula em curso",
};

/** @type {typeof import("/language/en/student.js").text} */
export const text = {
    ...reports,

    ownSession: {
        mine: {
            present: "Você esteve presente",
            late: "Você chegou com atraso",
            excused: "Falta justificada",
            absent: "Você faltou",
        },
        markedAt: (iso) => `Marcação feita: ${moment(iso)}`,
        unchanged: "A sua marcação não foi alterada desde então.",
    },

    invitation: {
        from: (teacher) => `${teacher} convida você para esta turma.`,
        code: "Código",
        codeHint: "Quem o entrega é o professor.",
        accept: "Entrar na turma",
        decline: "Recusar",
        accepted: (className) => `Você entrou em ${className}.`,
        declined: (className) => `Você recusou o convite para ${className}.`,
    },

    leaveClass: {
        leave: "Deixar a turma",
        title: (className) => `Deixar ${className}?`,
        body: "As suas aulas anteriores são conservadas. Só o professor pode adicionar você novamente.",
    },

    student: {
        none: "Você ainda não está em nenhuma turma.",
        join: "Entrar em uma turma",
        waiting: "O professor recebeu o seu pedido para entrar.",
        withdraw: {
            act: "Retirar",
            label: (className) => `Retirar o seu pedido para entrar em ${className}`,
            title: (className) => `Retirar o seu pedido para entrar em ${className}?`,
            body: "O professor deixa de vê-lo. Para pedir de novo, você precisa do código da turma.",
            done: (className) => `O seu pedido para entrar em ${className} foi retirado.`,
            answered: "O professor já tinha respondido.",
        },
        joined: (className) => `Você está em ${className}.`,
        invited: (className) => `Você tem um convite para ${className}.`,
        removed: (className) => `Você não está mais em ${className}.`,
        nextHint: "Esta página mostra a próxima aula assim que o professor a iniciar.",
        running: "Aula em curso",
        since: (iso) => `desde: ${sessionStart(iso)}`,
        mine: MINE,
        was: {
            present: "A aula terminou. Você esteve presente.",
            late: "A aula terminou. Você chegou com atraso.",
            excused: "A aula terminou. A sua falta está justificada.",
            absent: "A aula terminou. Você faltou.",
            none: "A aula terminou.",
            discarded: "Esta aula foi descartada.",
        },
        announceStatus: (mine, className) => `${className}: ${MINE[mine]}.`,
        announceStart: (className) => `${className}: começou uma aula.`,
        checkInOpen: "O check-in está aberto",
        announceCheckIn: (className) => `${className}: o check-in está aberto.`,
        rate,
        rateLabel: "As minhas presenças",
        noSessions: "Ainda não há aulas anteriores",
        rateOfLatest: (attended, count) =>
            plural(count, {
                one: `${rate(attended)} (última aula: #)`,
                other: `${rate(attended)} (últimas # aulas)`,
            }),
        chart: (words) => `${words}; a aula mais antiga vem primeiro`,
        bar: (iso, status) => `${moment(iso)}: ${status}`,
        history: "As minhas aulas anteriores",
    },

    ownReport: {
        link: "As minhas presenças",
        heading: "As minhas presenças",
        all: "Todas as turmas",
        left: "você saiu",
        none: "Você não teve nenhuma aula neste período.",
        noClass: "Você ainda não está em nenhuma turma.",
        picture: (className) => `As minhas presenças em ${className}`,
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}. A página da turma mostra cada uma delas.`,
        unavailable: "As aulas desta turma não podem mais ser mostradas.",
    },
};
