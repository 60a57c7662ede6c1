/**
 * The words of the page of one's account.
 *
 * @module
 */

import { text as reports } from "/language/es/reports.js";
import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/account.js").text} */
export const text = {
    ...reports,

    devices: {
        heading: "Dispositivos",
        body: "Tu cuenta está abierta en estos dispositivos. Ciérrala en los que no conozcas o ya no uses.",
        none: "Tu cuenta no permanece abierta en ningún dispositivo: en este, hasta que salgas o cierres todas las pestañas.",
        current: "Este dispositivo",
        unknown: "Navegador desconocido",
        lastUsed: (when) => `Último uso: ${when}`,
        since: (when) => `Acceso: ${when}`,
        end: "Cerrar",
        endOne: (device) => `Cerrar la cuenta en: ${device}`,
        ended: (device) => `Se ha cerrado tu cuenta en: ${device}.`,
        endOthers: "Cerrar en los demás dispositivos",
        endOthersTitle: "¿Cerrar tu cuenta en los demás dispositivos?",
        endOthersBody: (count) =>
            plural(count, {
                one: "Tu cuenta se cierra de inmediato en # dispositivo más.",
                other: "Tu cuenta se cierra de inmediato en # dispositivos más.",
            }),
        endedOthers: "Se ha cerrado tu cuenta en los demás dispositivos.",
    },

    accountPage: {
        heading: "Cuenta",
        name: "Nombre",
        email: "Correo electrónico",
        studentNumber: "Número de estudiante",
        role: "Función",
        roles: { TEACHER: "Docente", STUDENT: "Estudiante", ADMIN: "Secretaría" },
        rename: "Cambiar tu nombre",
        newName: "Tu nombre",
        save: "Guardar",
        renamed: "Se ha cambiado tu nombre.",
        languageBody: "Para las páginas, los archivos y los correos, en todos tus dispositivos.",
        password: "Cambiar la contraseña",
        oldPassword: "Contraseña actual",
        newPassword: "Contraseña nueva",
        newPasswordHint: (rules) => `${rules} Tu cuenta se cierra en los demás dispositivos.`,
        change: "Cambiar la contraseña",
        changed: "Se ha cambiado tu contraseña.",
        delete: "Eliminar la cuenta",
        deleteAdmin:
            "No se puede deshacer. No es posible eliminar la única cuenta de administración.",
        deleteTeacher:
            "Tus clases pasan a un ayudante que no sea suplente. Las clases que no tengan ninguno también se eliminan. El centro conserva las sesiones anteriores.",
        deleteStudent:
            "Sales de todas tus clases. Las sesiones anteriores conservan tu asistencia, pero no tu nombre.",
        deleteTitle: "¿Eliminar tu cuenta?",
        deletePassword: "Tu contraseña",
        deleted: "Se ha eliminado tu cuenta.",
    },

    ownData: {
        heading: "Todos mis datos",
        body: "Un archivo (JSON) con todo lo que este servidor guarda sobre ti: tu cuenta, tus clases y tus sesiones.",
        button: "Descargar todos mis datos",
    },
};
