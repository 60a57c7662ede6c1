/**
 * The words of a class's sessions, for teachers and the school office.
 *
 * @module
 */

import { text as reports } from "/language/pt/reports.js";
import {
    day,
    dayAndMonth,
    dayOfMonth,
    moment,
    month,
    monthOfYear,
    number,
    percent,
    plural,
    sessionStart,
    time,
    weekday,
} from "/language/formats.js";
import { STATUSES } from "/status.js";

/** @type {typeof import("/language/en/sessions.js").text} */
export const text = {
    ...reports,

    resetCode: {
        button: "Nova senha",
        buttonLabel: (who) => `Nova senha para ${who}`,
        title: (who) => `Criar um código para uma nova senha de ${who}?`,
        body: "Vale uma só vez, durante 24 horas. Até ser usado, a senha antiga continua válida e nenhuma conta é fechada. Tenha certeza de a quem você o entrega: quem tiver o código pode usar a conta.",
        confirm: "Mostrar o código",
        issued: (who) => `Código para ${who}`,
        done: "Pronto",
        use: (address, until) =>
            `Abra ${address}, escolha “Tenho um código” e digite-o. Ele não pode ser mostrado novamente e vale até ${until}.`,
    },

    oneSession: {
        title: (className) => `Aula: ${className}`,
        of: (total) => `de ${number(total)}`,
        ring: (present, total) => `Presentes: ${number(present)} de ${number(total)}`,
    },

    history: {
        heading: "Aulas anteriores",
        none: "Nenhuma aula terminou ainda.",
        more: "Mostrar aulas mais antigas",
        present: (present, total, excused) =>
            excused
                ? `Presentes: ${number(present)} de ${number(total)}; justificadas: ${number(excused)}`
                : `Presentes: ${number(present)} de ${number(total)}`,
        when: "Aula",
        attendance: "Presentes",
        rate: "Taxa",
        chart: (sessions) =>
            plural(sessions, {
                one: "Presenças na última aula (#)",
                other: "Presenças nas últimas # aulas",
            }),
        bar: (iso, present, total) => `${day(iso)}: ${number(present)} de ${number(total)}`,
    },

    reopening: {
        button: "Reabrir a aula",
        title: "Reabrir esta aula?",
        body: "Ela continua como se não tivesse terminado, com todas as marcações. A turma inteira vê isso imediatamente. Uma aula pode ser reaberta até uma hora depois do fim.",
        done: "A aula está novamente em curso.",
    },

    discarding: {
        discarded: "Esta aula foi descartada.",
        button: "Descartar a aula…",
        hint: "Para uma aula iniciada por engano. Ela não conta em lugar nenhum e pode ser restaurada durante 30 dias.",
        title: "Descartar esta aula?",
        body: "Os relatórios e as listas deixam de contá-la, e os estudantes deixam de vê-la. Ela fica abaixo das aulas anteriores da turma e pode ser restaurada durante 30 dias.",
        reason: "Motivo",
        reasonHint: "É salvo com a aula. Os estudantes não o veem.",
        confirm: "Descartar a aula",
        done: (iso) => `A aula foi descartada. Pode ser restaurada até ${day(iso)}.`,
        by: (name, iso) => `Descartada por ${name}, ${moment(iso)}`,
        until: (iso) => `Pode ser restaurada até ${moment(iso)}.`,
        tooLate: "Não pode mais ser restaurada.",
        restore: "Restaurar",
        restoreLabel: (iso) => `Restaurar a aula de ${moment(iso)}`,
        restored: "A aula volta a contar.",
        list: "Aulas descartadas",
        listHint: "Não contam em lugar nenhum.",
        more: "Mostrar mais antigas",
    },

    continuing: {
        stillRuns: (iso) => `Ainda há uma aula em curso, desde: ${sessionStart(iso)}.`,
        ending: (present, total) =>
            `Presentes: ${number(present)} de ${number(total)} estudantes. Se você a encerrar, os outros contam como falta.`,
        resume: "Continuar a aula",
        restart: "Encerrar e iniciar outra",
    },

    matrixPage: {
        table: "Situação de cada estudante em cada aula",
        month: monthOfYear,
        weekday,
        dayOfMonth,
        restOfMoment: (iso) => `${monthOfYear(iso)}, ${time(iso)}`,
        legend: "Legenda",
        notInClass: "Não está na turma",
        hint: "Cada data leva à aula, e cada nome ao gráfico do estudante.",
        part: (first, last) => `Aulas de ${moment(first)} a ${moment(last)}`,
        printPart: (first, last, all) =>
            `Só são impressos os estudantes ${number(first)} a ${number(last)} de ${number(all)}: os que aparecem na página. Os arquivos Excel e CSV contêm todos.`,
    },

    overTimePage: {
        title: (className) => `Evolução das presenças em ${className}`,
        describe: ({ count, first, last, least, most }) =>
            [
                plural(count, {
                    one: `# aula, de ${day(first)} a ${day(last)}.`,
                    other: `# aulas, de ${day(first)} a ${day(last)}.`,
                }),
                least !== null &&
                    most !== null &&
                    `A taxa fica entre ${percent(least)} e ${percent(most)}.`,
                "A parte de cima mostra a taxa; a de baixo, quantos presentes, atrasos, faltas justificadas e faltas houve. A tabela a seguir traz todos os números.",
            ]
                .filter(Boolean)
                .join(" "),
        rateAxis: "Taxa",
        countAxis: "Estudantes",
        session: (iso, counts, rate) =>
            [
                moment(iso),
                ...STATUSES.map(
                    (status) => `${reports.status[status]}: ${number(counts[status])}`,
                ),
                `Taxa: ${reports.rate(rate)}`,
            ].join("\n"),
        month,
        monthOfYear,
        day: dayAndMonth,
        number,
        table: "Cada aula",
        when: "Aula",
        total: "Estudantes",
    },
};
