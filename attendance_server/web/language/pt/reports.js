/**
 * The words of reports and of past sessions, for teachers, students and the school office.
 *
 * @module
 */

import { being, text as common } from "/language/pt/common.js";
import {
    date,
    day,
    fieldDate,
    fullLastDay,
    moment,
    number,
    plural,
    size,
    time,
} from "/language/formats.js";

/** @type {typeof import("/language/en/reports.js").countsOf} */
export function countsOf(sessions, counts) {
    const each = [
        `presenças: ${number(counts.present)}`,
        `atrasos: ${number(counts.late)}`,
        `faltas justificadas: ${number(counts.excused)}`,
        `faltas sem justificativa: ${number(counts.absent)}`,
    ].join("; ");
    return plural(sessions, {
        one: `# aula (${each})`,
        other: `# aulas (${each})`,
    });
}

/** @type {typeof import("/language/en/reports.js").text} */
export const text = {
    ...common,

    statusLetter: {
        present: "P",
        late: "A",
        excused: "J",
        absent: "F",
        none: "·",
    },

    teachers: {
        heading: "Professores",
        you: "(você)",
        hint: "Os auxiliares fazem a chamada nesta turma como você. Não podem alterá-la, exportá-la nem apagá-la.",
        assistantHint: "Todos fazem a chamada nesta turma. Quem a gere é o titular.",
        youAssist: "Nesta turma você é auxiliar: faz a chamada, e quem a gere é o titular.",
        asAssistant: "você é auxiliar",
        role: (role, until) => {
            if (role === "owner") {
                return "Titular";
            }
            if (!until) {
                return "Auxiliar";
            }
            const lastDay = fullLastDay(until);
            return lastDay
                ? `Em substituição até ${day(lastDay)} (inclusive)`
                : `Em substituição até ${moment(until)}`;
        },
        add: "Adicionar um professor",
        addBody: "Essa pessoa vê a turma, os estudantes e os relatórios, e faz a chamada.",
        email: "E-mail do professor",
        until: "Último dia",
        untilHint: "Para uma substituição. Sem esta data, a pessoa fica até que você a remova.",
        addConfirm: "Adicionar",
        added: "O professor foi adicionado.",
        remove: "Remover",
        removeLabel: (name) => `Remover ${name}`,
        removeTitle: (name) => `Remover ${name} dos professores?`,
        removeBody: "Essa pessoa deixa de ver esta turma. O que ela marcou é conservado.",
        removed: (name) => `${name} não leciona mais nesta turma.`,
        leave: "Deixar a turma",
        leaveTitle: (className) => `Deixar ${className}?`,
        leaveBody:
            "Você deixa de ver esta turma. O que você marcou é conservado. Só o titular pode adicionar você novamente.",
        left: (className) => `Você não leciona mais em ${className}.`,
        noLonger: "Você não leciona mais nesta turma.",
    },

    session: {
        student: "Estudante",
        status: "Situação",
        file: "Aula",
        times: (startedAt, endedAt) =>
            day(startedAt) === day(endedAt)
                ? `${moment(startedAt)} – ${time(endedAt)}`
                : `${moment(startedAt)} – ${moment(endedAt)}`,
        summary: ({ presentCount, absentCount, lateCount, excusedCount }) => {
            const present = lateCount
                ? `Presentes: ${number(presentCount)} (com atraso: ${number(lateCount)})`
                : `Presentes: ${number(presentCount)}`;
            const absent = excusedCount
                ? `faltas: ${number(absentCount)} (justificadas: ${number(excusedCount)})`
                : `faltas: ${number(absentCount)}`;
            return `${present}, ${absent}`;
        },
        noStudents: "Nesta aula, a turma não tinha estudantes.",
        deletedAccount: "Conta apagada",
        deletedStudent: (number) => `Estudante apagado ${number}`,
        filter: "Buscar nesta aula",
        noMatch: "Nenhum estudante corresponde.",
        correct: "Alterar",
        correctLabel: (name) => `Alterar a marcação de ${name}`,
        correctedAt: (iso) => `Corrigida: ${moment(iso)}`,
        openAgain: "Esta aula está novamente em curso.",
        openRoll: "Abrir a aula em curso",
    },

    correction: {
        title: (name) => `Alterar a marcação de ${name}`,
        soFar: (status, iso) =>
            iso
                ? `Até agora: ${being[status]}, desde ${moment(iso)}`
                : `Até agora: ${being[status]}`,
        to: "Alterar para",
        reason: "Motivo",
        reasonHint: "É salvo com a alteração e mostrado ao estudante. Depois não pode ser editado.",
        save: "Salvar a alteração",
        saved: (name, status) => `A marcação de ${name} é agora “${being[status]}”.`,
        already: (name, status) =>
            `A marcação de ${name} já era “${being[status]}”. Nada foi alterado, e o motivo não foi salvo.`,
        meanwhile: (name, status) =>
            `A marcação de ${name} é agora “${being[status]}”. Ela também tinha sido alterada em outra janela: veja as alterações.`,
        changes: (count) =>
            plural(count, {
                one: "# alteração após o fim",
                other: "# alterações após o fim",
            }),
        hint: "As mais recentes primeiro. Os estudantes veem as alterações da própria marcação, mas não quem as fez.",
        earlier: (count) =>
            plural(count, {
                one: "Mostrar # alteração anterior",
                other: "Mostrar # alterações anteriores",
            }),
        fromTo: "→",
        by: (name, iso) => `${name}, ${moment(iso)}`,
        reopened: "Aula reaberta",
        hadEnded: (iso) => `Tinha terminado: ${moment(iso)}.`,
        ofMine: "Alterações após o fim",
        corrected: "Corrigida",
    },

    report: {
        link: "Relatório, quadro e gráficos",
        heading: (className) => `Presenças: ${className}`,
        parts: "Relatórios desta turma",
        students: "Estudantes",
        matrix: "Quadro",
        overTime: "Evolução",
        from: "De",
        to: "Até",
        wrongOrder: "É antes do primeiro dia.",
        order: "Ordem",
        orders: {
            name: "Por nome",
            absent: "Mais faltas primeiro",
            rate: "Menor taxa primeiro",
            absenceRun: "Mais faltas seguidas primeiro",
            lastSeen: "Há mais tempo sem vir primeiro",
        },
        missed: "Faltas: pelo menos",
        missedHint: "vezes",
        find: "Buscar estudante",
        span: (from, to) => {
            if (from && to) {
                return from === to
                    ? fieldDate(from)
                    : `De ${fieldDate(from)} a ${fieldDate(to)}`;
            }
            if (from) {
                return `Desde ${fieldDate(from)}`;
            }
            return to ? `Até ${fieldDate(to)}` : "Todas as aulas";
        },
        count: (shown, all) =>
            shown === all
                ? plural(all, { one: "# estudante", other: "# estudantes" })
                : plural(all, {
                      one: `${number(shown)} de # estudante`,
                      other: `${number(shown)} de # estudantes`,
                  }),
        countMissed: (shown, all, times) => {
            const students = plural(all, {
                one: `${number(shown)} de # estudante`,
                other: `${number(shown)} de # estudantes`,
            });
            return plural(times, {
                one: `Com pelo menos # falta: ${students}`,
                other: `Com # faltas ou mais: ${students}`,
            });
        },
        noMatch: "Nenhum estudante corresponde.",
        none: "Nenhuma aula terminou neste período.",
        noStudents: "Não havia estudantes nesta turma neste período.",
        student: "Estudante",
        sessions: "Aulas",
        rate: "Taxa",
        absenceRun: "Seguidas",
        absenceRunLong: "Faltas seguidas",
        lastSeen: "Última presença",
        never: "Nunca",
        left: "saiu",
        seen: date,
        table: "Presenças de cada estudante",
        pages: "Páginas",
        page: (first, last, all) =>
            `Estudantes ${number(first)} a ${number(last)} de ${number(all)}`,
        previous: "Anteriores",
        next: "Seguintes",
        failed: "Não foi possível carregar o relatório.",
    },

    studentReport: {
        heading: (name, className) => `${name}, ${className}`,
        picture: (name) => `Presenças de ${name}`,
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}. A lista abaixo mostra cada uma delas.`,
        cell: (iso, status) => `${moment(iso)}: ${common.status[status]}`,
        rate: "Taxa",
        absenceRun: "Faltas seguidas",
        lastSeen: "Última presença",
        chart: "Aula por aula",
        list: "Todas as aulas",
        none: "Não teve nenhuma aula neste período.",
        left: "Este estudante saiu da turma.",
        missing: "Este estudante não está nos relatórios desta turma.",
    },

    exports: {
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: (what) => `${what} em CSV`,
        xlsxLabel: (what) => `${what} para Excel (XLSX)`,
        print: "Imprimir",
        preparing: "O servidor está preparando o arquivo…",
        received: (bytes) => `Baixando: ${size(bytes)} até agora…`,
        done: (name, bytes) => `${name} foi baixado (${size(bytes)}).`,
        busy: (seconds) =>
            plural(seconds, {
                one: "O servidor está preparando outros arquivos. Tente novamente em # segundo.",
                other: "O servidor está preparando outros arquivos. Tente novamente em # segundos.",
            }),
        broken: "A transferência foi interrompida. Verifique a rede e tente novamente.",
        failed: (why) => `Não foi baixado. ${why}`,
    },
};
