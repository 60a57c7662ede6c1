/**
 * The words of what keeps a class up to date.
 *
 * @module
 */

import { enumerated } from "/language/es/common.js";
import { day, moment, number, plural, time } from "/language/formats.js";

/** @import { Change } from "/api-types.js" */

/** @type {typeof import("/language/en/upkeep.js").keyWords} */
export const keyWords = {
    heading: "Claves para cargas nocturnas",
    ofClass:
        "Un programa del centro puede mantener esta clase tal como está en sus listas. En lugar de contraseña tiene una clave, que no sirve para nada más.",
    ofSchool:
        "Un programa del centro puede mantener todas las clases tal como están en sus listas. En lugar de contraseña tiene una clave, que no sirve para nada más.",
    none: "No hay ninguna clave.",
    make: "Crear una clave",
    makeTitle: "Crear una clave",
    name: "¿Para qué es?",
    nameHint: "Este nombre aparece en la lista de claves, en el registro del servidor y en el historial de auditoría.",
    madeTitle: "Copia esta clave ahora",
    madeBody: "Solo se muestra esta vez. Quien la tenga puede cambiar quién está en la clase.",
    key: "Clave",
    close: "Ya la he copiado",
    about: (at, by, used) =>
        enumerated([
            by ? `Creada el ${moment(at)} por ${by}` : `Creada el ${moment(at)}`,
            used ? `último uso: ${moment(used)}` : "aún sin usar",
        ]),
    end: "Anular",
    endLabel: (name) => `Anular la clave ${name}`,
    endTitle: (name) => `¿Anular la clave ${name}?`,
    endBody: "A partir de ahora se rechazan las cargas hechas con ella.",
    ended: "Se ha anulado la clave.",
};

/** @type {Record<Change, string>} */
const CHANGES = {
    new: "recibe una cuenta",
    moved: "se une a la clase",
    renamed: "recibe este nombre",
    left: "sale de la clase",
    invited: "recibe una invitación",
    unchanged: "se queda",
    wrong: "tiene un error",
};

/** @type {typeof import("/language/en/upkeep.js").syncWords} */
export const syncWords = {
    heading: "¿Es la clase completa?",
    lead: "La clase puede quedar tal como dice esta lista. Entonces salen de ella los estudiantes que no figuran; sus cuentas y sesiones anteriores se conservan.",
    compare: "Comparar con la clase",
    comparing: "Comparando…",
    same: "La clase ya es como dice la lista.",
    changes: CHANGES,
    summary: (counts) => {
        const parts = enumerated([
            counts.new && plural(counts.new, { one: "# cuenta nueva", other: "# cuentas nuevas" }),
            counts.moved &&
                plural(counts.moved, {
                    one: "# estudiante se une",
                    other: "# estudiantes se unen",
                }),
            counts.renamed &&
                plural(counts.renamed, { one: "# nombre nuevo", other: "# nombres nuevos" }),
            counts.invited &&
                plural(counts.invited, {
                    one: "# invitación",
                    other: "# invitaciones",
                }),
            counts.left &&
                plural(counts.left, {
                    one: "# estudiante sale",
                    other: "# estudiantes salen",
                }),
            counts.unchanged && `${number(counts.unchanged)} sin cambios`,
        ]);
        return `${parts}.`;
    },

    wrong: (count) =>
        plural(count, {
            one: "# línea tiene errores. Corrige primero el archivo: se hace todo o nada.",
            other: "# líneas tienen errores. Corrige primero el archivo: se hace todo o nada.",
        }),
    before: (before) => `Nombre actual: ${before}`,
    list: "Qué cambia",
    more: (count) =>
        plural(count, { one: "y # estudiante más", other: "y # estudiantes más" }),
    allowLeft: (left) =>
        plural(left, { one: "Sí, # estudiante sale", other: "Sí, # estudiantes salen" }),
    allowLeftHint: "Es más de un tercio de la clase. ¿Está completa la lista?",
    update: "Actualizar la clase",
    updating: "Actualizando la clase…",
    undo: "Se puede deshacer durante un día, en la página de la clase.",
    done: "La clase ya es como dice la lista.",
};

/** @type {typeof import("/language/en/upkeep.js").meetingWords} */
export const meetingWords = {
    heading: "Clase en línea",
    summary: "Importar un informe de asistencia de Teams o Zoom",
    lead: "El informe se convierte en una sesión anterior, que se puede corregir como cualquier otra.",
    choose: "Elegir un informe",
    chooseOther: "Elegir otro informe",
    drop: "El archivo tal como lo guarda Teams o Zoom. También puedes soltarlo en esta página.",
    sources: { teams: "Teams", zoom: "Zoom" },
    checking: (fileName) => `Leyendo ${fileName}…`,
    when: (start, end) => `${day(start)}, ${time(start)} – ${time(end)}`,
    whenUnknown: "El informe no dice cuándo fue la clase.",
    started: "Comienzo de la clase",
    ended: "Final de la clase",
    minMinutes: "Minutos para contar como presente",
    minMinutesHint: "Quien estuvo menos tiempo tiene falta.",
    lateAfter: "Tarde a partir de (minutos)",
    lateAfterHint: "Desde el comienzo de la clase; vacío: nunca.",
    dates: "Fechas del informe",
    dayFirst: "día, mes",
    monthFirst: "mes, día",
    unclearDates: "Las fechas se pueden leer de las dos formas. Elige una.",
    again: "Aplicar",
    counts: ({ present, late, absent, others }) =>
        enumerated([
            plural(present, { one: "# presente", other: "# presentes" }),
            late && plural(late, { one: "# llegada tarde", other: "# llegadas tarde" }),
            plural(absent, { one: "# falta", other: "# faltas" }),
            others &&
                plural(others, {
                    one: "# persona que no está en la clase",
                    other: "# personas que no están en la clase",
                }),
        ]),
    student: "Estudiante",
    status: "Estado",
    there: "Conexión",
    stay: (minutes, joined, left) =>
        enumerated([
            `${number(minutes)} min`,
            joined !== null && (left ? `${time(joined)} – ${time(left)}` : time(joined)),
        ]),
    found: {
        email: "encontrado por la dirección",
        number: "encontrado por el número",
        name: "encontrado por el nombre",
        no: "no está en el informe",
    },

    others: "No encontrados en la clase",
    othersHint:
        "Docentes e invitados, y estudiantes cuyo nombre en la reunión no está claro. Corrige sus marcas después de importar.",
    add: "Añadir esta sesión",
    imported: "Este informe ya se había importado.",
    show: "Ver esa sesión",
    replace: "Sustituir esa sesión",
    added: "Se ha añadido la sesión.",
    working: "Añadiendo la sesión…",
};
