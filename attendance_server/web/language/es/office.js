/**
 * The words of the school office.
 *
 * @module
 */

import { moment, plural } from "/language/formats.js";

/** @type {typeof import("/language/en/office.js").office} */
export const office = {
    heading: "Secretaría",
    parts: "Apartados de la secretaría",
    people: "Personas",
    classes: "Clases",
    audit: "Historial de auditoría",
    more: "Mostrar más",
    roles: { TEACHER: "Docente", STUDENT: "Estudiante", ADMIN: "Secretaría" },

    list: {
        search: "Buscar por nombre o correo",
        show: "Mostrar",
        everyone: "Todas las personas",
        kinds: {
            TEACHER: "Docentes",
            STUDENT: "Estudiantes",
            ADMIN: "Secretaría",
            disabled: "Cuentas desactivadas",
        },
        none: "Ninguna cuenta coincide.",
        found: (count, more) =>
            more
                ? plural(count, { one: "La primera cuenta", other: "Las primeras # cuentas" })
                : plural(count, { one: "# cuenta", other: "# cuentas" }),
    },

    state: {
        unclaimed: "Sin activar",
        disabled: "Desactivada",
        merging: "Unificación interrumpida",
    },

    person: {
        created: "Creada",
        role: "Función",
        email: "Correo electrónico",
        state: "Estado",
        active: "En uso",
        disabledSince: (at) => `Desactivada desde: ${moment(at)}`,
        merging:
            "La unificación de esta cuenta con otra se interrumpió. Sigue desactivada hasta que se vuelvan a unificar.",
        teaches: "Clases que imparte",
        attends: "Clases a las que asiste",
        log: "Qué ha pasado con esta cuenta",
        deeds: "Qué ha hecho esta persona",
        correct: "Corregir nombre y correo",
        name: "Nombre",
        save: "Guardar",
        saved: "Se ha cambiado la cuenta.",
        toTeacher: "Convertirla en cuenta de docente",
        toTeacherBody:
            "Se cierra la cuenta en sus dispositivos y la persona sale de todas las clases como estudiante. Las sesiones anteriores conservan sus marcas.",
        toStudent: "Convertirla en cuenta de estudiante",
        toStudentBody:
            "Se cierra la cuenta en sus dispositivos. Un docente que tiene clases no puede pasar a ser estudiante.",
        roleChanged: "Se ha cambiado la función.",
        disable: "Desactivar la cuenta",
        disableBody:
            "La cuenta se cierra de inmediato en sus dispositivos, y la persona no puede entrar hasta que se reactive. Las clases y las marcas se conservan.",
        disabled: "La cuenta está desactivada.",
        enable: "Reactivar la cuenta",
        enabled: "La cuenta se puede usar de nuevo.",
        merge: "Unificar con otra cuenta…",
        mergeTitle: (who) => `Unificar la cuenta de ${who}`,
        mergeBody:
            "Busca la cuenta que se conserva. Mantiene su nombre, correo electrónico y contraseña, y recibe las clases, marcas y correcciones. Después se elimina esta cuenta. Si ambas tienen una marca en una sesión, presente va antes que tarde, justificada y falta.",
        mergeSearch: "Cuenta que se conserva",
        mergeConfirm: (one, other) => `¿Unificar ${one} con ${other}?`,
        mergeNote: "No se puede deshacer.",
        mergeButton: "Unificar",
        merged: "Se han unificado las cuentas.",
        remove: "Eliminar la cuenta…",
        removeTitle: (who) => `¿Eliminar la cuenta de ${who}?`,
        removeStudent:
            "El estudiante sale de todas las clases. Las sesiones anteriores conservan las marcas, pero no el nombre. No se puede deshacer.",
        removeOther: "No se puede deshacer. Antes hay que pasar las clases de un docente a otra persona.",
        removeConfirm: "Eliminar la cuenta",
        removed: "Se ha eliminado la cuenta.",
    },

    classList: {
        search: "Buscar por nombre de la clase",
        archived: "Clases archivadas",
        none: "Ninguna clase coincide.",
        about: (students, teacher) =>
            plural(students, {
                one: `# estudiante, ${teacher ?? "docente eliminado"}`,
                other: `# estudiantes, ${teacher ?? "docente eliminado"}`,
            }),
    },

    class: {
        students: "Estudiantes",
        owner: "Responsable",
        move: "Pasar a otro docente…",
        moveTitle: (className) => `Pasar ${className} a otro docente`,
        moveBody:
            "La nueva persona responsable ve todas las sesiones anteriores. La actual deja de tener la clase; una sesión en curso continúa con la nueva.",
        moveSearch: "Nueva persona responsable",
        moveConfirm: (className, teacher) => `¿Pasar ${className} a ${teacher}?`,
        moveButton: "Pasar",
        moved: (teacher) => `Ahora la clase es de ${teacher}.`,
    },

    choose: {
        none: "Nadie coincide.",
        choose: "Elegir",
        chooseLabel: (who) => `Elegir: ${who}`,
    },

    log: {
        lead: "Quién hizo qué. Las entradas no se pueden cambiar y se conservan el tiempo fijado en el servidor.",
        action: "Acción",
        every: "Todas",
        outcome: "Resultado",
        any: "Cualquiera",
        done: "Realizada",
        refused: "Rechazada",
        actions: {
            "account.signup": "Cuenta creada",
            "account.login": "Entrada",
            "account.sign-on": "Entrada con la cuenta escolar",
            "account.logout": "Salida",
            "account.refresh": "Acceso de un dispositivo renovado",
            "account.device": "Cuenta cerrada en un dispositivo",
            "account.claim": "Cuenta activada",
            "account.password": "Contraseña cambiada",
            "account.forgot": "Correo para nueva contraseña solicitado",
            "account.reset-code": "Código para nueva contraseña emitido",
            "account.change": "Cuenta cambiada",
            "account.merge": "Cuentas unificadas",
            "account.delete": "Cuenta eliminada",
            "account.export": "Datos propios descargados",
            "class.create": "Clase creada",
            "class.change": "Clase cambiada",
            "class.delete": "Clase eliminada",
            "class.move": "Clase pasada a otro docente",
            "class.add-teacher": "Docente añadido a una clase",
            "class.remove-teacher": "Docente quitado de una clase",
            "class.enrol": "Estudiante añadido a una clase",
            "class.confirm": "Cuenta de un estudiante invitado confirmada",
            "class.decline": "Invitación rechazada",
            "class.withdraw": "Invitación retirada",
            "class.refuse-join": "Solicitud para unirse rechazada",
            "class.unenrol": "Estudiante quitado de una clase",
            "key.create": "Clave de API creada",
            "key.end": "Clave de API anulada",
            "roster.import": "Lista importada",
            "roster.sync": "Clase actualizada con una lista",
            "roster.undo": "Importación deshecha",
            "roster.codes": "Códigos emitidos",
            "report.file": "Archivo descargado",
            "report.school": "Asistencia de todo el centro descargada",
            "session.import": "Informe de reunión importado como sesión",
            "session.correct": "Marca corregida",
            "session.reopen": "Sesión reabierta",
            "session.discard": "Sesión descartada",
            "session.restore": "Sesión restaurada",
        },
        only: "Solo las entradas sobre una cuenta o clase.",
        all: "Mostrar todas las entradas",
        none: "Ninguna entrada coincide.",
        file: "Historial de auditoría",
        table: "Historial de auditoría",
        when: "Cuándo",
        who: "Quién",
        about: "Sobre",
        changes: "Cambios",
        unknown: "Desconocido",
        deleted: "Cuenta eliminada",
        outcomes: { ok: "Realizada", started: "No se sabe", "broken off": "Interrumpida" },
        refusedWith: (code) => `Rechazada (${code})`,
        targets: {
            userId: "Cuenta",
            intoId: "Unificada con",
            studentId: "Estudiante",
            teacherId: "Docente",
            classId: "Clase",
            sessionId: "Sesión",
            importId: "Importación",
            keyId: "Clave de API",
            key: "Nombre de la clave de API",
            dryRun: "Prueba sin cambios",
            days: "Días",
            way: "Entregado por",
        },
        fields: {
            name: "Nombre completo",
            givenName: "Nombre",
            familyName: "Apellidos",
            email: "Correo electrónico",
            role: "Función",
            disabledAt: "Desactivada",
            teacherId: "Responsable",
            mark: "Marca",
        },
        notDisabled: "no",
    },
};
