/**
 * The words of teachers' pages.
 *
 * @module
 */

import { being, enumerated } from "/language/es/common.js";
import { text as sessions } from "/language/es/sessions.js";
import { moment, number, plural, sessionStart, time } from "/language/formats.js";

/**
 * How many students match a filter, and how many tiles are shown: a tile that no longer matches
 * stays in its place until the filter is changed.
 *
 * @param {string} counted in words @param {number} count @param {number} shown
 */
const withShown = (counted, count, shown) =>
    shown === count ? counted : `${counted}; a la vista: ${number(shown)}`;

/** @type {typeof import("/language/en/teacher.js").text} */
export const text = {
    ...sessions,

    classList: {
        none: "Aún no tienes clases. Crea la primera aquí arriba.",
        name: "Nombre de la nueva clase",
        create: "Crear clase",
        created: (name) => `Se ha creado ${name}. Ahora añade a sus estudiantes.`,
        students: (count) => plural(count, { one: "# estudiante", other: "# estudiantes" }),
        archived: (count) => `Clases archivadas (${number(count)})`,
        archivedHeading: "Clases archivadas",
        archivedHint:
            "Sus sesiones anteriores, informes y archivos se conservan. En ellas no se puede pasar lista.",
        noneArchived: "No tienes clases archivadas.",
    },

    slips: {
        noneHeading: "No hay códigos que mostrar",
        none: "Los códigos solo se muestran una vez. Para quienes aún no han activado su cuenta, crea códigos nuevos en la página de la clase.",
        toClass: "Ir a la clase",
        heading: (count) =>
            plural(count, {
                one: "# código para entregar",
                other: "# códigos para entregar",
            }),
        once: "Estos códigos no se vuelven a mostrar. Imprímelos o descárgalos ahora. Si se pierde alguno, crea otro en la página de la clase.",
        careful: "Cualquiera que tenga un código puede activar la cuenta. Da cada tarjeta solo a su estudiante.",
        print: "Imprimir tarjetas",
        download: "Descargar CSV",
        done: "Listo",
        leaveTitle: "¿Dejar los códigos?",
        leaveBody: "No se han imprimido ni descargado, y no se vuelven a mostrar.",
        leave: "Dejarlos",
        sheet: "Tarjetas",
        file: "códigos",
        columns: [
            "Nombre",
            "Correo electrónico",
            "Número de estudiante",
            "Código",
            "Enlace",
            "Válido hasta",
        ],
        goTo: "Ve a",
        choose: "y elige «Tengo un código».",
        join: "entra y usa este código para unirte a la clase.",
        code: "Tu código",
        logInWith: "Después, entra con",
        until: "El código vale hasta",
        orLink: "O ve directamente a",
    },

    unclaimed: {
        correct: "Corregir",
        correctLabel: (name) => `Corregir ${name}`,
        title: (name) => `Corregir ${name}`,
        body: "Hasta que el estudiante active la cuenta, puedes corregir el nombre o eliminar la cuenta.",
        name: "Nombre",
        save: "Guardar",
        saved: "Se ha corregido el nombre.",
        remove: "Eliminar la cuenta…",
        removeTitle: (name) => `¿Eliminar la cuenta de ${name}?`,
        removeBody:
            "La cuenta sale de todas las clases, su código deja de funcionar y su correo electrónico queda libre.",
        removeConfirm: "Eliminar la cuenta",
        removed: "Se ha eliminado la cuenta.",
    },

    recentImports: {
        what: ({ at, created, joined, invited, left, renamed }) => {
            const parts = enumerated([
                created && plural(created, { one: "# cuenta nueva", other: "# cuentas nuevas" }),
                joined &&
                    plural(joined, {
                        one: "# estudiante con cuenta",
                        other: "# estudiantes con cuenta",
                    }),
                invited && plural(invited, { one: "# invitación", other: "# invitaciones" }),
                left && plural(left, { one: "# salida", other: "# salidas" }),
                renamed && plural(renamed, { one: "# nombre nuevo", other: "# nombres nuevos" }),
            ]);
            return `Importación (${sessionStart(at)}): ${parts}.`;
        },
        undo: "Deshacer",
        undoLabel: (at) => `Deshacer la importación del ${moment(at)}`,
        title: "¿Deshacer esta importación?",
        body: "Quienes se añadieron salen de la clase y de una sesión en curso, y quienes salieron vuelven a ella. Las cuentas que nadie ha activado aún se eliminan, y sus códigos dejan de funcionar. Es posible durante un día.",
        confirm: "Deshacer la importación",
        done: (deleted) =>
            plural(deleted, {
                one: "Se ha deshecho la importación y se ha eliminado # cuenta.",
                other: "Se ha deshecho la importación y se han eliminado # cuentas.",
            }),
    },

    codes: {
        unclaimed: "Sin activar",
        waiting: (count) =>
            plural(count, {
                one: "# estudiante aún no ha activado su cuenta.",
                other: "# estudiantes aún no han activado su cuenta.",
            }),
        others: (count) =>
            plural(count, {
                one: "El código de # de ellos lo entrega otro docente.",
                other: "Los códigos de # de ellos los entregan otros docentes.",
            }),
        one: "Código nuevo",
        oneLabel: (name) => `Código nuevo para ${name}`,
        oneTitle: (name) => `¿Código nuevo para ${name}?`,
        oneBody: "Si ya tiene un código, deja de funcionar.",
        all: "Códigos nuevos para todas las cuentas sin activar",
        allTitle: (count) =>
            plural(count, {
                one: "¿Código nuevo para # estudiante?",
                other: "¿Códigos nuevos para # estudiantes?",
            }),
        allBody: "Los códigos que ya tengan dejan de funcionar, incluidos los de las tarjetas entregadas.",
        allConfirm: "Crear códigos nuevos",
        none: "Ya no hay estudiantes que necesiten un código.",
        unprinted: (count) =>
            plural(count, {
                one: "# código aún no se ha imprimido ni descargado.",
                other: "# códigos aún no se han imprimido ni descargado.",
            }),
        show: "Mostrar códigos",
        failed: "No se ha podido cargar la lista de cuentas sin activar.",
    },

    pending: {
        heading: (count) => `Todavía no están en la clase (${number(count)})`,
        explanation:
            "Estas cuentas ya existían antes de que importaras la lista, y otra persona podría haberlas creado con la dirección de un estudiante. Entrega el código o confirma a quienes conozcas.",
        unconfirmed: "Sin confirmar",
        invited: "Con invitación",
        confirm: "Confirmar",
        confirmLabel: (name) => `Confirmar a ${name}`,
        confirmed: (name) => `${name} ya está en la clase.`,
        confirmAll: (count) => `Confirmar todo (${number(count)})`,
        allConfirmed: (count) =>
            plural(count, {
                one: "# estudiante ya está en la clase.",
                other: "# estudiantes ya están en la clase.",
            }),
        withdraw: "Retirar",
        withdrawLabel: (name) => `Retirar la invitación de ${name}`,
        withdrawTitle: (name) => `¿Retirar la invitación de ${name}?`,
        withdrawBody: "Su código para esta clase deja de funcionar. Puedes volver a invitarle en cualquier momento.",
        withdrawn: (name) => `Se ha retirado la invitación de ${name}.`,
        failed: "No se ha podido cargar la lista de estudiantes con invitación.",
    },

    class: {
        importList: "Importar una lista",
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: "Estudiantes de esta clase en CSV",
        xlsxLabel: "Estudiantes de esta clase para Excel (XLSX)",
        start: "Empezar sesión",
        resume: "Abrir la sesión en curso",
        rename: "Cambiar nombre",
        archive: "Archivar la clase",
        archiveInstead: "Mejor archivarla",
        archiveHint:
            "Una clase archivada desaparece de tu lista y de las de sus estudiantes. Sus sesiones anteriores, informes y archivos se conservan, y puedes recuperarla en cualquier momento.",
        archivedNow: (name) => `Se ha archivado ${name}.`,
        archived:
            "Esta clase está archivada. No se puede empezar ninguna sesión, pero sus sesiones anteriores, informes y archivos se conservan.",
        unarchive: "Recuperar en mis clases",
        unarchived: (name) => `${name} vuelve a estar en tus clases.`,
        delete: "Eliminar la clase…",
        deleteConfirm: "Eliminar la clase",
        renameTitle: "Cambiar el nombre de esta clase",
        newName: "Nombre nuevo",
        save: "Guardar",
        renamed: "Se ha cambiado el nombre de la clase.",
        deleteTitle: (name) => `¿Eliminar ${name}?`,
        deleteBody:
            "Una clase eliminada no se puede recuperar. Con ella se eliminan sus sesiones anteriores, informes y archivos.",
        deleteSessions: (count) =>
            plural(count, {
                one: "Con ella se elimina # sesión, que no se puede recuperar.",
                other: "Con ella se eliminan # sesiones, que no se pueden recuperar.",
            }),
        deleteType: "Para eliminar la clase, escribe su nombre:",
        deleteName: "Nombre de la clase",
        deleteWrongName: "No es el nombre de la clase.",
        deleted: (name) => `Se ha eliminado ${name}.`,
        students: (count) => plural(count, { one: "# estudiante", other: "# estudiantes" }),
        noStudents:
            "Aún no hay estudiantes. Añádelos por su nombre o pega una lista de correos electrónicos.",
        filter: "Buscar en esta clase",
        noMatch: "Ningún estudiante coincide.",
        remove: "Quitar",
        removeLabel: (name) => `Quitar a ${name}`,
        removeTitle: (name) => `¿Quitar a ${name} de esta clase?`,
        removeBody: "Si hay una sesión en curso, también se quita su marca en ella. Las sesiones anteriores se conservan.",
        removed: (name) => `Se ha quitado a ${name}.`,
        add: "Añadir estudiantes",
        search: "Buscar por nombre o correo",
        searchHint:
            "O por número de estudiante. Necesitan una cuenta: la crean aquí, o importas una lista.",
        searchHintAssistant: "O por número de estudiante. Necesitan una cuenta: la crean aquí.",
        found: (count) =>
            plural(count, {
                one: "# estudiante encontrado",
                other: "# estudiantes encontrados",
            }),
        foundMany: (count) =>
            `Se muestran los primeros ${number(count)}. Escribe más para encontrar otros.`,
        foundNone:
            "Ningún estudiante tiene este nombre, correo electrónico o número. ¿Ha creado su cuenta?",
        enrol: "Añadir",
        enrolLabel: (name) => `Añadir a ${name}`,
        enrolled: "En esta clase",
        enrolledNow: (name) => `Se ha añadido a ${name}.`,
        paste: "Pegar una lista de correos electrónicos",
        pasteField: "Correos electrónicos",
        pasteHint: "Uno por línea o separados por comas. Pueden llevar nombres.",
        pasteSubmit: "Añadir todo",
        pasteNothing: "No hay ningún correo electrónico en este texto.",
        pasteProgress: (done, all) => `${number(done)} de ${number(all)}…`,
        pasteResult: (added, failed) =>
            [
                plural(added, {
                    one: "Se ha añadido a # estudiante.",
                    other: "Se ha añadido a # estudiantes.",
                }),
                failed &&
                    plural(failed, {
                        one: "# línea necesita tu atención. Sigue en el cuadro.",
                        other: "# líneas necesitan tu atención. Siguen en el cuadro.",
                    }),
            ]
                .filter(Boolean)
                .join(" "),
        outcome: {
            enrolled: "Añadido",
            already: "Ya está en esta clase",
            invited: "Con invitación. Se une cuando la acepte",
            unknown: "Ningún estudiante tiene este correo electrónico",
            wrong: "No es un correo electrónico",
        },
    },

    lateSetting: {
        current: (minutes) =>
            minutes === null
                ? "No se marca «tarde» automáticamente."
                : plural(minutes, {
                      one: "Cuenta como tarde desde # minuto después del comienzo.",
                      other: "Cuenta como tarde desde # minutos después del comienzo.",
                  }),
        button: "Tarde desde…",
        title: "Marcar «tarde» automáticamente",
        body: "Quienes toques después de este tiempo quedan como «tarde». Siempre puedes elegir otra marca.",
        label: "Minutos después del comienzo",
        hint: "Un número entero del 1 al 1440. Déjalo vacío para no marcar «tarde» automáticamente.",
        save: "Guardar",
        changed: (minutes) =>
            minutes === null
                ? "Desde la próxima sesión no se marca «tarde» automáticamente."
                : plural(minutes, {
                      one: "Desde la próxima sesión, cuenta como tarde desde # minuto después del comienzo.",
                      other: "Desde la próxima sesión, cuenta como tarde desde # minutos después del comienzo.",
                  }),
    },

    roll: {
        since: (iso) => `Desde: ${sessionStart(iso)}`,
        searchHint: "Buscar estudiantes",
        shown: (count) =>
            plural(count, { one: "# estudiante coincide", other: "# estudiantes coinciden" }),
        roster: "Lista de estudiantes",
        help: "Toca a un estudiante para marcarlo presente. Toca otra vez, o toca los puntos, para elegir otra marca.",
        chooseFor: (name) => `Elegir otra marca para ${name}`,
        filters: "Mostrar",
        filter: {
            all: "Todos",
            none: "Sin marcar",
            present: "Presentes",
            late: "Tarde",
            excused: "Justificadas",
            absent: "Faltas",
        },
        filtered: {
            none: (count, shown) =>
                withShown(
                    plural(count, {
                        one: "# estudiante sin marcar",
                        other: "# estudiantes sin marcar",
                    }),
                    count,
                    shown,
                ),
            present: (count, shown) =>
                withShown(
                    plural(count, {
                        one: "# estudiante presente",
                        other: "# estudiantes presentes",
                    }),
                    count,
                    shown,
                ),
            late: (count, shown) =>
                withShown(
                    plural(count, { one: "# llegada tarde", other: "# llegadas tarde" }),
                    count,
                    shown,
                ),
            excused: (count, shown) =>
                withShown(
                    plural(count, {
                        one: "# falta justificada",
                        other: "# faltas justificadas",
                    }),
                    count,
                    shown,
                ),
            absent: (count, shown) =>
                withShown(plural(count, { one: "# falta", other: "# faltas" }), count, shown),
        },
        projector: "Proyector",
        end: "Terminar sesión",
        shortcuts: "Atajos de teclado",
        saving: "Guardando…",
        waiting: "Pendiente de envío",
        markedAt: (status, iso) => `${sessions.status[status]} ${time(iso)}`,
        notSaved: "Sin guardar",
        lastChange: (name, status) => `${name}: ${being[status]}`,
        undo: "Deshacer",
        undone: (name) => `Deshecho: ${name}`,
        notUndone: (name, status) =>
            `No se ha deshecho: la marca de ${name} se cambió después en otro lugar («${being[status]}»).`,
        already: (name) => `${name} ya tiene la marca «presente».`,
        alreadyMarked: (name, status) =>
            status === "none"
                ? `${name} no tiene ninguna marca.`
                : `${name} ya tiene la marca «${being[status]}».`,
        savedOne: (name, status) => `${name}: ${being[status]}`,
        savedMany: (count, present, total) =>
            plural(count, {
                one: `# marca guardada. Presentes: ${number(present)} de ${number(total)}.`,
                other: `# marcas guardadas. Presentes: ${number(present)} de ${number(total)}.`,
            }),
        endTitle: "¿Terminar esta sesión?",
        endBody: (present, total) =>
            `Presentes: ${number(present)} de ${number(total)} estudiantes. Los demás contarán como falta.`,
        endExcused: (count) =>
            plural(count, {
                one: "De esas faltas, # está justificada.",
                other: "De esas faltas, # están justificadas.",
            }),
        endPending: (count) =>
            count
                ? plural(count, {
                      one: "# marca aún no se ha guardado. La sesión termina cuando se guarde.",
                      other: "# marcas aún no se han guardado. La sesión termina cuando se guarden.",
                  })
                : "",
        endOffline: (count) =>
            count
                ? plural(count, {
                      one: "No tienes conexión. Primero se envía # marca pendiente, y la sesión termina cuando vuelva la conexión. Deja esta página abierta, o cancela.",
                      other: "No tienes conexión. Primero se envían # marcas pendientes, y la sesión termina cuando vuelva la conexión. Deja esta página abierta, o cancela.",
                  })
                : "No tienes conexión. La sesión termina cuando vuelva. Deja esta página abierta, o cancela.",
        endConfirm: "Terminar sesión",
        endedHere: "La sesión ha terminado.",
        endedElsewhere: "La sesión se ha terminado en otra ventana.",
        notRunning: "No hay ninguna sesión en curso en esta clase.",
        noStudents: "Esta clase aún no tiene estudiantes.",
        noMatch: "Ningún estudiante coincide con la búsqueda.",
        toClass: "Añadir estudiantes",
        shortcutTable: [
            ["← ↑ → ↓", "Ir de estudiante en estudiante"],
            ["Espacio o Intro", "Marcar presente; otra vez: elegir otra marca"],
            ["p", "Marcar presente, aunque ya sea tarde"],
            ["l", "Marcar tarde"],
            ["e", "Marcar falta justificada"],
            ["a", "Marcar falta"],
            ["n", "Quitar la marca"],
            ["r", "Marcar presente al resto"],
            ["/", "Buscar"],
            ["Intro (en la búsqueda)", "Marcar al único que coincide"],
            ["Esc (en la búsqueda)", "Borrar la búsqueda y salir de ella"],
            ["u", "Deshacer el último cambio"],
            ["?", "Mostrar estos atajos"],
        ],
        shortcutsOn: "Usar los atajos de una tecla p, l, e, a, n, r, /, u y ?",
    },

    projector: {
        title: (className) => `Proyector: ${className}`,
        fullScreen: "Pantalla completa",
        leave: "Cerrar la vista de proyector",
        since: (iso) => `Desde: ${sessionStart(iso)}`,
        waiting: "Esperando el primer nombre…",
        others: (late, excused) =>
            enumerated([
                late && `tarde: ${number(late)}`,
                excused && `justificadas: ${number(excused)}`,
            ]),
        ended: "La sesión ha terminado",
        arrivals: "Acaban de llegar",
        notRunning: "No hay ninguna sesión en curso. Aparecerá aquí cuando empiece.",
    },
};
