/**
 * Errors in words for users, by the server's codes.
 *
 * @module
 */

import { text as common } from "/language/es/common.js";
import { number, plural } from "/language/formats.js";

const UNREACHABLE = "No se puede contactar con el servidor. Comprueba la red y vuelve a intentarlo.";

const UNUSABLE = "Contiene caracteres que no se pueden usar.";

/** @type {typeof import("/language/en/errors.js").errors} */
export const errors = {
    unauthorized: common.expired,
    refresh_token_invalid: common.expired,
    refresh_token_reused: common.expired,
    teacher_only: "Esto solo pueden hacerlo los docentes.",
    student_only: "Esto solo pueden hacerlo los estudiantes.",
    admin_only: "Esto solo puede hacerlo la secretaría.",
    passwords_off: "En este centro se entra con la cuenta escolar, no con una contraseña.",
    sign_on_refused:
        "Tu cuenta escolar no te ha dejado entrar aquí, o lo has cancelado. Vuelve a intentarlo o pregunta en la secretaría.",
    sign_on_stale: "Se tardó demasiado, o se empezó en otra ventana. Vuelve a intentarlo.",
    sign_on_invalid:
        "No se ha reconocido tu cuenta escolar. Vuelve a intentarlo y, si el problema sigue, avisa a quien administra este servidor.",
    sign_on_unverified:
        "Tu cuenta escolar no tiene un correo electrónico verificado. Pregunta en la secretaría.",
    sign_on_not_allowed:
        "Esta cuenta no es de tu centro. Elige tu cuenta escolar, con su correo electrónico.",
    sign_on_not_for_admins: "Los administradores no usan aquí la cuenta escolar, sino su contraseña.",
    sign_on_taken:
        "La cuenta con tu correo electrónico es de otra persona. Pregunta en la secretaría.",
    sign_on_unavailable:
        "El acceso del centro no está disponible en este momento. Vuelve a intentarlo dentro de un rato.",
    sign_on_off: "Este servidor no tiene acceso con cuenta escolar.",
    no_mail: "El servidor de este centro no envía correos. Pide un código a tu docente o a la secretaría.",
    too_much_mail: "Hay demasiados correos por enviar. Vuelve a intentarlo dentro de un minuto.",
    not_importer:
        "Solo quien creó esta cuenta al importar la lista, o la secretaría, puede restablecer su contraseña.",
    own_password: "Cambia tu propia contraseña en la página de tu cuenta.",
    account_disabled: "Esta cuenta está desactivada. Pregunta en la secretaría.",
    last_admin:
        "Es la única cuenta de administración y no se puede desactivar ni eliminar. Primero hay que crear otra.",
    role_fixed: "La función de un administrador no se puede cambiar.",
    account_unclaimed:
        "Esta cuenta todavía no se ha activado. Su función se puede cambiar cuando lo esté.",
    teacher_has_classes:
        "Este docente tiene clases. Primero pásalas a otra persona o haz que se eliminen.",
    cannot_merge: "Solo se pueden unificar dos cuentas distintas de estudiantes.",
    merge_unfinished:
        "La unificación de esta cuenta con otra se interrumpió. Primero vuelve a unificarlas.",
    import_not_found: "Esta importación ya no se puede deshacer: es de hace más de un día o ya se deshizo.",
    wrong_teacher_code:
        "Para crear una cuenta de docente necesitas el código de docente de tu centro. Compruébalo o pídelo.",
    teacher_signup_closed:
        "Los docentes no pueden crear cuentas aquí. Pide una a quien administra este servidor.",
    wrong_student_code:
        "Para crear una cuenta de estudiante necesitas el código de tu centro. Compruébalo o pídelo.",
    student_signup_closed: "Los estudiantes no pueden crear cuentas aquí. Pide un código a tu docente.",
    invitation_not_found: "Esta invitación ya no existe.",
    invalid_request: "Algunos campos no están bien rellenados.",
    body_too_large: "Es demasiado de una vez.",
    email_taken:
        "Ya hay una cuenta con este correo electrónico. Si la preparó tu docente, escribe el código de tu tarjeta; si es tuya, entra.",
    awaits_student: "Este estudiante tiene que aceptar la invitación.",
    wrong_credentials: "Correo electrónico, número de estudiante o contraseña incorrectos.",
    class_not_found: "Esta clase ya no existe.",
    student_not_found: "Este estudiante ya no existe.",
    session_not_found: "Esta sesión no existe.",
    device_not_found: "La cuenta ya estaba cerrada en este dispositivo.",
    origin_not_allowed: "Esta página no se ha cargado desde el propio servidor. Ábrela de nuevo y vuelve a intentarlo.",
    user_not_found: "Esta cuenta ya no existe.",
    not_class_teacher: "No es una de tus clases.",
    not_class_owner: "Esto solo puede hacerlo la persona responsable de la clase.",
    no_teacher_account:
        "Ningún docente tiene una cuenta con este correo electrónico. Primero tiene que crear una cuenta de docente.",
    already_owner: "Es la persona responsable de la clase.",
    owner_stays: "No se puede quitar a la persona responsable de una clase.",
    teacher_not_found: "Este docente ya no está en la clase.",
    too_many_left:
        "Más de un tercio de la clase saldría de ella. Revisa la lista y confirma que salen.",
    class_name_taken: "Varias clases tienen este nombre.",
    session_imported: "Este informe ya se había importado.",
    lesson_not_over: "Esta clase en línea aún no ha terminado. Comprueba la hora.",
    report_unsure: "Indica primero cuándo fue la clase en línea.",
    too_many_api_keys: "Puede haber 20 claves como máximo. Primero anula una.",
    api_key_not_found: "Esta clave ya está anulada.",
    too_many_teachers: "Una clase puede tener 50 docentes como máximo. Primero quita a alguien.",
    not_enrolled: "No estás en esta clase.",
    session_running: "Hay una sesión en curso. Termínala y vuelve a intentarlo.",
    session_discarded: "Esta sesión se ha descartado. Restáurala y vuelve a intentarlo.",
    too_late_to_restore:
        "Esta sesión se descartó hace más de 30 días y ya no se puede restaurar.",
    class_archived:
        "Esta clase está archivada. Recupérala en tus clases y vuelve a intentarlo.",
    not_last_session: "Solo se puede reabrir la última sesión de una clase, y hay una posterior.",
    too_late_to_reopen:
        "Esta sesión terminó hace más de una hora y ya no se puede reabrir. Todavía puedes corregir marcas.",
    too_many_changes: "Esta sesión se ha cambiado demasiadas veces y ya no admite cambios.",
    storage_unavailable: "El servidor no puede guardar nada en este momento. Vuelve a intentarlo dentro de un rato.",
    shutting_down: "El servidor se está reiniciando. Vuelve a intentarlo dentro de un momento.",
    hashing_unavailable:
        "El servidor no puede comprobar contraseñas en este momento. Vuelve a intentarlo en unos segundos.",
    code_expired: "Este código ha caducado. Pide uno nuevo a tu docente.",
    too_many_logins: "Hay muchas personas entrando en este momento. Vuelve a intentarlo en unos segundos.",
    server_full: "El servidor está lleno. Vuelve a intentarlo dentro de un rato.",
    body_too_slow: "La conexión es demasiado lenta. Vuelve a intentarlo con otra mejor.",
    too_many_attempts: "Demasiados intentos. Espera unos minutos y vuelve a intentarlo.",
    too_many_sockets: "Esta cuenta está abierta en demasiadas ventanas. Cierra algunas.",
    too_many_frames: "Demasiado rápido. Espera un momento y vuelve a intentarlo.",
    too_many_reports:
        "El servidor está preparando otros archivos. Vuelve a intentarlo en unos segundos.",
    too_many_imports: "El servidor está leyendo otras listas. Vuelve a intentarlo en unos segundos.",
    no_active_session: "Ya no hay ninguna sesión en curso en esta clase.",
    nothing_to_mark: "Todos los estudiantes tienen ya una marca.",
    student_not_in_class: "Este estudiante ya no está en la clase.",
    roster_unreadable: "Este archivo no se puede leer como lista de estudiantes.",
    roster_unsure: "Hay que elegir algo antes de importar este archivo.",
    roster_too_large:
        "Este archivo ocupa más de 2 MB. Quita todo menos la lista o divídelo en dos.",
    already_claimed: "La cuenta ya se ha activado entretanto y no necesita código.",
    not_issuer: "El código de este estudiante lo entrega otro docente.",
    wrong_code:
        "Este código es incorrecto, ya se ha usado o se ha cambiado. Compáralo con tu tarjeta. Si ya has elegido una contraseña, entra con ella; si no, pide un código nuevo a tu docente.",
    marks_not_saved:
        "La sesión no ha terminado porque algunas marcas no se han guardado. Están en esta página.",
    no_answer: UNREACHABLE,
    offline: UNREACHABLE,
    timeout: UNREACHABLE,
    lost: "Se ha perdido la conexión. Cuando vuelva, verás si se ha hecho.",
};

/** For a code that is not in `errors`. */
export const unknown =
    "Algo ha salido mal en el servidor. Vuelve a intentarlo y, si el problema sigue, avisa a quien lo administra.";

export const busy = "El servidor está muy ocupado. Vuelve a intentarlo en unos segundos.";

export const notYourPassword = "Esta no es tu contraseña.";

/** @type {typeof import("/language/en/errors.js").waitSeconds} */
export const waitSeconds = (seconds) =>
    plural(seconds, {
        one: "Demasiados intentos. Espera # segundo y vuelve a intentarlo.",
        other: "Demasiados intentos. Espera # segundos y vuelve a intentarlo.",
    });

/** @type {typeof import("/language/en/errors.js").waitMinutes} */
export const waitMinutes = (minutes) =>
    plural(minutes, {
        one: "Demasiados intentos. Espera # minuto y vuelve a intentarlo.",
        other: "Demasiados intentos. Espera # minutos y vuelve a intentarlo.",
    });

/** @type {typeof import("/language/en/errors.js").quotas} */
export const quotas = {
    too_many_classes: (limit) =>
        `En este servidor, cada docente puede tener ${limit} clases como máximo, incluidas las archivadas. Elimina alguna o pide más a quien lo administra.`,
    class_full: (limit) =>
        `En este servidor, una clase puede tener ${limit} estudiantes como máximo. Quita a algunos o pide más a quien lo administra.`,
    too_many_sessions: (limit) =>
        `En este servidor, una clase puede tener ${limit} sesiones como máximo. Sigue en otra clase o pide más a quien lo administra.`,
    too_many_unclaimed: (limit) =>
        `En este servidor, cada docente puede tener ${limit} cuentas sin activar como máximo. Entrega sus códigos o pide más a quien lo administra.`,
};

/** @type {typeof import("/language/en/errors.js").problems} */
export const problems = {
    required: common.required,
    empty: common.required,
    invisible: "No tiene ningún carácter visible.",
    too_short: ({ minimum = 0 }) =>
        plural(minimum, { one: "Usa al menos # carácter.", other: "Usa al menos # caracteres." }),
    too_long: ({ maximum = 0 }) =>
        plural(maximum, {
            one: "Usa # carácter como máximo.",
            other: "Usa # caracteres como máximo.",
        }),
    wrong_length: ({ minimum = 0, maximum = 0 }) =>
        `Usa entre ${number(minimum)} y ${number(maximum)} caracteres.`,
    control_characters: UNUSABLE,
    direction_characters: `${UNUSABLE} Escríbelo en lugar de pegarlo.`,
    invalid_email: "No es una dirección de correo electrónico.",
    invalid_number: "Un número de estudiante no lleva @. Un correo electrónico tiene algo detrás de ella.",
    common_password:
        "Mucha gente usa esta contraseña, así que es fácil de adivinar. Elige otra.",
    out_of_range: ({ minimum = 0, maximum = 0 }) =>
        `Usa un número entero del ${number(minimum)} al ${number(maximum)}, o déjalo vacío.`,
    not_in_future: "Este día ya ha pasado. Elige uno posterior.",
};
