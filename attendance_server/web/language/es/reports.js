/**
 * The words of reports and of past sessions, for teachers, students and the school office.
 *
 * @module
 */

import { being, text as common } from "/language/es/common.js";
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
        plural(counts.present, { one: "# asistencia", other: "# asistencias" }),
        plural(counts.late, { one: "# llegada tarde", other: "# llegadas tarde" }),
        plural(counts.excused, { one: "# falta justificada", other: "# faltas justificadas" }),
        plural(counts.absent, {
            one: "# falta sin justificar",
            other: "# faltas sin justificar",
        }),
    ].join(", ");
    return plural(sessions, {
        one: `# sesión: ${each}`,
        other: `# sesiones: ${each}`,
    });
}

/** @type {typeof import("/language/en/reports.js").text} */
export const text = {
    ...common,

    statusLetter: {
        present: "P",
        late: "T",
        excused: "J",
        absent: "F",
        none: "·",
    },

    teachers: {
        heading: "Docentes",
        you: "(tú)",
        hint: "Los ayudantes pasan lista en esta clase igual que tú. No pueden cambiarla, exportarla ni eliminarla.",
        assistantHint:
            "Todos ellos pasan lista en esta clase. La gestiona la persona responsable.",
        youAssist:
            "En esta clase eres ayudante: pasas lista, y la gestiona la persona responsable.",
        asAssistant: "eres ayudante",
        role: (role, until) => {
            if (role === "owner") {
                return "Responsable";
            }
            if (!until) {
                return "Ayudante";
            }
            const lastDay = fullLastDay(until);
            return lastDay
                ? `Suplente hasta el ${day(lastDay)} inclusive`
                : `Suplente hasta el ${moment(until)}`;
        },
        add: "Añadir un docente",
        addBody: "Ve la clase, sus estudiantes y sus informes, y pasa lista.",
        email: "Correo electrónico del docente",
        until: "Último día",
        untilHint: "Para suplentes. Sin esta fecha, permanece hasta que lo quites.",
        addConfirm: "Añadir",
        added: "Se ha añadido al docente.",
        remove: "Quitar",
        removeLabel: (name) => `Quitar a ${name}`,
        removeTitle: (name) => `¿Quitar a ${name} de los docentes?`,
        removeBody: "Dejará de ver esta clase. Lo que haya marcado se conserva.",
        removed: (name) => `${name} ya no es docente de esta clase.`,
        leave: "Dejar la clase",
        leaveTitle: (className) => `¿Dejar ${className}?`,
        leaveBody:
            "Dejarás de ver esta clase. Lo que has marcado se conserva. Solo la persona responsable puede volver a añadirte.",
        left: (className) => `Ya no eres docente de ${className}.`,
        noLonger: "Ya no eres docente de esta clase.",
    },

    session: {
        student: "Estudiante",
        status: "Estado",
        file: "Sesión",
        times: (startedAt, endedAt) =>
            day(startedAt) === day(endedAt)
                ? `${moment(startedAt)} – ${time(endedAt)}`
                : `${moment(startedAt)} – ${moment(endedAt)}`,
        summary: ({ presentCount, absentCount, lateCount, excusedCount }) => {
            const present = lateCount
                ? plural(presentCount, {
                      one: `# presente (tarde: ${number(lateCount)})`,
                      other: `# presentes (tarde: ${number(lateCount)})`,
                  })
                : plural(presentCount, { one: "# presente", other: "# presentes" });
            const absent = excusedCount
                ? plural(absentCount, {
                      one: `# falta (justificadas: ${number(excusedCount)})`,
                      other: `# faltas (justificadas: ${number(excusedCount)})`,
                  })
                : plural(absentCount, { one: "# falta", other: "# faltas" });
            return `${present}, ${absent}`;
        },
        noStudents: "En esta sesión la clase no tenía estudiantes.",
        deletedAccount: "Cuenta eliminada",
        deletedStudent: (number) => `Estudiante eliminado ${number}`,
        filter: "Buscar en esta sesión",
        noMatch: "Ningún estudiante coincide.",
        correct: "Cambiar",
        correctLabel: (name) => `Cambiar la marca de ${name}`,
        correctedAt: (iso) => `Corregida: ${moment(iso)}`,
        openAgain: "Esta sesión está otra vez en curso.",
        openRoll: "Abrir la sesión en curso",
    },

    correction: {
        title: (name) => `Cambiar la marca de ${name}`,
        soFar: (status, iso) =>
            iso
                ? `Hasta ahora: ${being[status]}, desde el ${moment(iso)}`
                : `Hasta ahora: ${being[status]}`,
        to: "Cambiarla a",
        reason: "Motivo",
        reasonHint: "Se guarda con el cambio y lo ve el estudiante. Después no se puede modificar.",
        save: "Guardar el cambio",
        saved: (name, status) => `La marca de ${name} es ahora «${being[status]}».`,
        already: (name, status) =>
            `La marca de ${name} ya era «${being[status]}». No se ha cambiado nada, y tu motivo no se ha guardado.`,
        meanwhile: (name, status) =>
            `La marca de ${name} es ahora «${being[status]}». También se había cambiado en otra ventana: mira los cambios.`,
        changes: (count) =>
            plural(count, {
                one: "# cambio tras el final",
                other: "# cambios tras el final",
            }),
        hint: "Los más recientes primero. Los estudiantes ven los cambios de su propia marca, pero no quién los hizo.",
        earlier: (count) =>
            plural(count, {
                one: "Mostrar # cambio anterior",
                other: "Mostrar # cambios anteriores",
            }),
        fromTo: "→",
        by: (name, iso) => `${name}, ${moment(iso)}`,
        reopened: "Sesión reabierta",
        hadEnded: (iso) => `Había terminado el ${moment(iso)}.`,
        ofMine: "Cambios tras el final",
        corrected: "Corregida",
    },

    report: {
        link: "Informe, cuadro y gráficos",
        heading: (className) => `Asistencia: ${className}`,
        parts: "Informes de esta clase",
        students: "Estudiantes",
        matrix: "Cuadro",
        overTime: "Evolución",
        from: "Desde",
        to: "Hasta",
        wrongOrder: "Es anterior al primer día.",
        order: "Orden",
        orders: {
            name: "Por nombre",
            absent: "Más faltas primero",
            rate: "Menor porcentaje primero",
            absenceRun: "Más faltas seguidas primero",
            lastSeen: "Más tiempo sin venir primero",
        },
        missed: "Faltas: al menos",
        missedHint: "veces",
        find: "Buscar estudiante",
        span: (from, to) => {
            if (from && to) {
                return from === to
                    ? `El ${fieldDate(from)}`
                    : `Del ${fieldDate(from)} al ${fieldDate(to)}`;
            }
            if (from) {
                return `Desde el ${fieldDate(from)}`;
            }
            return to ? `Hasta el ${fieldDate(to)}` : "Todas las sesiones";
        },
        count: (shown, all) =>
            shown === all
                ? plural(all, { one: "# estudiante", other: "# estudiantes" })
                : plural(all, {
                      one: `${number(shown)} de # estudiante`,
                      other: `${number(shown)} de # estudiantes`,
                  }),
        countMissed: (shown, all, times) => {
            const students = plural(all, {
                one: `${number(shown)} de # estudiante`,
                other: `${number(shown)} de # estudiantes`,
            });
            return plural(times, {
                one: `Con al menos # falta: ${students}`,
                other: `Con # faltas o más: ${students}`,
            });
        },
        noMatch: "Ningún estudiante coincide.",
        none: "En este periodo no ha terminado ninguna sesión.",
        noStudents: "En este periodo no había estudiantes en esta clase.",
        student: "Estudiante",
        sessions: "Sesiones",
        rate: "Porcentaje",
        absenceRun: "Seguidas",
        absenceRunLong: "Faltas seguidas",
        lastSeen: "Última vez",
        never: "Nunca",
        left: "ya no está",
        seen: date,
        table: "Asistencia de cada estudiante",
        pages: "Páginas",
        page: (first, last, all) =>
            `Estudiantes ${number(first)} a ${number(last)} de ${number(all)}`,
        previous: "Anteriores",
        next: "Siguientes",
        failed: "No se ha podido cargar el informe.",
    },

    studentReport: {
        heading: (name, className) => `${name}, ${className}`,
        picture: (name) => `Asistencia de ${name}`,
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}. La lista de abajo las muestra una por una.`,
        cell: (iso, status) => `${moment(iso)}: ${common.status[status]}`,
        rate: "Porcentaje",
        absenceRun: "Faltas seguidas",
        lastSeen: "Última vez",
        chart: "Sesión por sesión",
        list: "Todas las sesiones",
        none: "No tuvo ninguna sesión en este periodo.",
        left: "Este estudiante ya no está en la clase.",
        missing: "Este estudiante no está en los informes de esta clase.",
    },

    exports: {
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: (what) => `${what} en CSV`,
        xlsxLabel: (what) => `${what} para Excel (XLSX)`,
        print: "Imprimir",
        preparing: "El servidor está preparando el archivo…",
        received: (bytes) => `Descargando: ${size(bytes)} hasta ahora…`,
        done: (name, bytes) => `Se ha descargado ${name} (${size(bytes)}).`,
        busy: (seconds) =>
            plural(seconds, {
                one: "El servidor está preparando otros archivos. Vuelve a intentarlo en # segundo.",
                other: "El servidor está preparando otros archivos. Vuelve a intentarlo en # segundos.",
            }),
        broken: "La descarga se ha interrumpido. Comprueba la red y vuelve a intentarlo.",
        failed: (why) => `No se ha descargado. ${why}`,
    },
};
