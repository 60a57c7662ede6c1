/**
 * The words that all pages share: the frame, the connection, waiting marks, and the statuses.
 *
 * @module
 */

import { moment, number, percent, plural, time } from "/language/formats.js";

/** @type {typeof import("/language/en/common.js").being} */
export const being = {
    present: "presente",
    late: "tarde",
    excused: "falta justificada",
    absent: "falta",
    none: "sin marcar",
};

/** @type {typeof import("/language/en/common.js").enumerated} */
export const enumerated = (parts) => parts.filter(Boolean).join(", ");

/** @type {typeof import("/language/en/common.js").text} */
export const text = {
    product: "Asistencia",
    title: (view) => `${view} – Asistencia`,
    skip: "Ir al contenido",
    mainMenu: "Principal",
    classes: "Clases",
    myClasses: "Mis clases",
    office: "Secretaría",
    account: "Cuenta",
    logOut: "Salir",
    language: "Idioma",
    loggedOut: "Has salido de tu cuenta.",
    loggedOutElsewhere: "Has salido de tu cuenta en otra pestaña.",
    otherUser: (name) =>
        `${name} ha entrado desde otra pestaña, así que tu cuenta se ha cerrado aquí.`,
    logOutTitle: "¿Salir ahora?",
    logOutPending: (count) =>
        plural(count, {
            one: "# marca aún no se ha guardado. Se queda en este dispositivo y se enviará cuando vuelvas a entrar aquí.",
            other: "# marcas aún no se han guardado. Se quedan en este dispositivo y se enviarán cuando vuelvas a entrar aquí.",
        }),
    logOutLosing: (count) =>
        plural(count, {
            one: "# marca aún no se ha guardado y se perderá.",
            other: "# marcas aún no se han guardado y se perderán.",
        }),
    expired: "Tu acceso ha caducado. Vuelve a entrar para seguir donde estabas.",
    loading: "Cargando…",
    cancel: "Cancelar",
    close: "Cerrar",
    notices: "Avisos",
    tryAgain: "Reintentar",
    more: "Más",
    back: "Volver a mis clases",
    backTo: (className) => `Volver a ${className}`,
    required: "Rellena este campo.",
    showPassword: "Mostrar",
    moment,
    number,
    rate: (rate) => (rate === null ? "–" : percent(rate)),
    loginName: ({ email, studentNumber }) =>
        email || (studentNumber ? `número de estudiante ${studentNumber}` : ""),

    connection: {
        connecting: "Conectando…",
        live: "En directo",
        polling: "Directo bloqueado",
        trying: "Reconectando…",
        waiting: (seconds) => `Reconexión en ${number(seconds)} s`,
        offline: "Sin conexión",
        tryNow: "Probar ahora",
        runningUnknown: "Sin conexión no se puede saber si hay una sesión en curso.",
        label: "Conexión",
        announce: {
            waiting: "Se ha perdido la conexión. Se restablecerá automáticamente.",
            offline: "Este dispositivo no tiene conexión.",
            live: "Conexión restablecida. Todo está al día.",
            back: "Conexión restablecida.",
            sending: (count) =>
                plural(count, {
                    one: "Conexión restablecida. Enviando # marca…",
                    other: "Conexión restablecida. Enviando # marcas…",
                }),
            sent: (count) =>
                plural(count, {
                    one: "Ya se ha guardado # marca que esperaba aquí.",
                    other: "Ya se han guardado # marcas que esperaban aquí.",
                }),
            polling: "Esta red bloquea las conexiones en directo. La página funciona sin ellas.",
        },
    },

    waiting: {
        label: "Marcas pendientes",
        offline: (count) =>
            plural(count, {
                one: "Sin conexión, # marca pendiente",
                other: "Sin conexión, # marcas pendientes",
            }),
        sending: (count) =>
            plural(count, { one: "Enviando # marca…", other: "Enviando # marcas…" }),
        unstored: (count) =>
            plural(count, {
                one: "Este navegador no puede conservarla: se perderá si cierras esta página.",
                other: "Este navegador no puede conservarlas: se perderán si cierras esta página.",
            }),
        polling:
            "Esta red bloquea las conexiones en directo (WebSockets). Los cambios de otros dispositivos aparecen tras unos segundos.",
        session: moment,
        problem: (count, names, code) =>
            code === "newer"
                ? plural(count, {
                      one: `No se ha cambiado la marca de ${names}.`,
                      other: `No se han cambiado # marcas: ${names}.`,
                  })
                : plural(count, {
                      one: `No se ha guardado la marca de ${names}.`,
                      other: `No se han guardado # marcas: ${names}.`,
                  }),
        why: {
            ended: "La sesión ya había terminado. Todavía puedes corregirla allí.",
            gone: "La sesión ya no existe, o ya no es tuya.",
            discarded: "La sesión se ha descartado, así que ya no cuenta.",
            newer: "Se cambió más tarde en otro dispositivo. Se mantiene el cambio más reciente.",
        },
        wanted: (status, iso, saved) =>
            saved
                ? `${being[status]} (${time(iso)}); se guardó «${being[saved]}»`
                : `${being[status]} (${time(iso)})`,
        details: "Mostrar cada marca",
        correct: "Corregir esta sesión",
        show: "Ver esta sesión",
        open: "Abrir la sesión en curso",
        dismiss: "Ocultar",
    },

    status: {
        present: "Presente",
        late: "Tarde",
        excused: "Justificada",
        absent: "Falta",
        none: "Sin marcar",
    },

    resetNotice: {
        dismiss: "Ocultar",
        body: ({ way, at, by }) => {
            const whose = by ? ` (${by})` : "";
            const set = {
                teacher: `La contraseña de esta cuenta se cambió con un código de docente${whose}: ${moment(at)}.`,
                office: `La contraseña de esta cuenta se cambió con un código de la secretaría${whose}: ${moment(at)}.`,
                command: `La contraseña de esta cuenta se cambió con un código de quien administra el servidor: ${moment(at)}.`,
                mail: `La contraseña de esta cuenta se cambió con un código enviado a su correo: ${moment(at)}.`,
            }[way];
            return `${set ?? `La contraseña de esta cuenta se cambió con un código: ${moment(at)}.`} Si no fuiste tú, avisa a la secretaría.`;
        },
    },

    missing: {
        heading: "Página no encontrada",
        body: "Esta página no existe, o ya no existe.",
    },

    failed: "Algo ha salido mal",
};
