/**
 * The words of a class's sessions, for teachers and the school office.
 *
 * @module
 */

import { text as reports } from "/language/es/reports.js";
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
        button: "Nueva contraseña",
        buttonLabel: (who) => `Nueva contraseña para ${who}`,
        title: (who) => `¿Crear un código para la nueva contraseña de ${who}?`,
        body: "Vale una sola vez, durante 24 horas. Hasta que se use, la contraseña anterior sigue valiendo y no se cierra ninguna cuenta. Asegúrate de a quién se lo das: quien tenga el código puede usar la cuenta.",
        confirm: "Mostrar el código",
        issued: (who) => `Código para ${who}`,
        done: "Listo",
        use: (address, until) =>
            `Abre ${address}, elige «Tengo un código» y escríbelo. No se puede volver a mostrar y vale hasta el ${until}.`,
    },

    oneSession: {
        title: (className) => `Sesión: ${className}`,
        of: (total) => `de ${number(total)}`,
        ring: (present, total) => `Presentes: ${number(present)} de ${number(total)}`,
    },

    history: {
        heading: "Sesiones anteriores",
        none: "Aún no ha terminado ninguna sesión.",
        more: "Mostrar sesiones más antiguas",
        present: (present, total, excused) =>
            excused
                ? `Presentes: ${number(present)} de ${number(total)}; justificadas: ${number(excused)}`
                : `Presentes: ${number(present)} de ${number(total)}`,
        when: "Sesión",
        attendance: "Presentes",
        rate: "Porcentaje",
        chart: (sessions) =>
            plural(sessions, {
                one: "Asistencia en la última sesión",
                other: "Asistencia en las últimas # sesiones",
            }),
        bar: (iso, present, total) => `${day(iso)}: ${number(present)} de ${number(total)}`,
    },

    reopening: {
        button: "Reabrir la sesión",
        title: "¿Reabrir esta sesión?",
        body: "Continúa como si no hubiera terminado, con todas sus marcas. Toda la clase lo ve de inmediato. Una sesión se puede reabrir hasta una hora después de su final.",
        done: "La sesión está otra vez en curso.",
    },

    discarding: {
        discarded: "Esta sesión se ha descartado.",
        button: "Descartar la sesión…",
        hint: "Para una sesión empezada por error. No contará en ningún sitio, y se puede restaurar durante 30 días.",
        title: "¿Descartar esta sesión?",
        body: "Los informes y las listas dejan de contarla, y los estudiantes dejan de verla. La encontrarás debajo de las sesiones anteriores de la clase y podrás restaurarla durante 30 días.",
        reason: "Motivo",
        reasonHint: "Se guarda con la sesión. Los estudiantes no lo ven.",
        confirm: "Descartar la sesión",
        done: (iso) => `Se ha descartado la sesión. Se puede restaurar hasta el ${day(iso)}.`,
        by: (name, iso) => `Descartada por ${name}, ${moment(iso)}`,
        until: (iso) => `Se puede restaurar hasta el ${moment(iso)}.`,
        tooLate: "Ya no se puede restaurar.",
        restore: "Restaurar",
        restoreLabel: (iso) => `Restaurar la sesión del ${moment(iso)}`,
        restored: "La sesión vuelve a contar.",
        list: "Sesiones descartadas",
        listHint: "No cuentan en ningún sitio.",
        more: "Mostrar más antiguas",
    },

    continuing: {
        stillRuns: (iso) => `Todavía hay una sesión en curso, desde: ${sessionStart(iso)}.`,
        ending: (present, total) =>
            `Presentes: ${number(present)} de ${number(total)} estudiantes. Si la terminas, los demás cuentan como falta.`,
        resume: "Continuarla",
        restart: "Terminarla y empezar otra",
    },

    matrixPage: {
        table: "Estado de cada estudiante en cada sesión",
        month: monthOfYear,
        weekday,
        dayOfMonth,
        restOfMoment: (iso) => `${monthOfYear(iso)}, ${time(iso)}`,
        legend: "Leyenda",
        notInClass: "No está en la clase",
        hint: "Cada fecha lleva a su sesión, y cada nombre al gráfico del estudiante.",
        part: (first, last) => `Sesiones del ${moment(first)} al ${moment(last)}`,
        printPart: (first, last, all) =>
            `Solo se imprimen los estudiantes ${number(first)} a ${number(last)} de ${number(all)}: los que se ven en la página. Los archivos Excel y CSV los contienen todos.`,
    },

    overTimePage: {
        title: (className) => `Evolución de la asistencia en ${className}`,
        describe: ({ count, first, last, least, most }) =>
            [
                plural(count, {
                    one: `# sesión, del ${day(first)} al ${day(last)}.`,
                    other: `# sesiones, del ${day(first)} al ${day(last)}.`,
                }),
                least !== null &&
                    most !== null &&
                    `El porcentaje está entre el ${percent(least)} y el ${percent(most)}.`,
                "La parte de arriba muestra el porcentaje; la de abajo, cuántos presentes, llegadas tarde, faltas justificadas y faltas hubo. La tabla siguiente da todas las cifras.",
            ]
                .filter(Boolean)
                .join(" "),
        rateAxis: "Porcentaje",
        countAxis: "Estudiantes",
        session: (iso, counts, rate) =>
            [
                moment(iso),
                ...STATUSES.map(
                    (status) => `${reports.status[status]}: ${number(counts[status])}`,
                ),
                `Porcentaje: ${reports.rate(rate)}`,
            ].join("\n"),
        month,
        monthOfYear,
        day: dayAndMonth,
        number,
        table: "Cada sesión",
        when: "Sesión",
        total: "Estudiantes",
    },
};
