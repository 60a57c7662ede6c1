/**
 * The words of whoever is not logged in, and of the page that sets a password.
 *
 * @module
 */

import { text as common } from "/language/es/common.js";
import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/visitor.js").text} */
export const text = {
    ...common,

    login: {
        heading: "Entrar",
        loginName: "Correo o número de estudiante",
        password: "Contraseña",
        stay: "Mantener mi cuenta abierta en este dispositivo",
        stayHint:
            "También después de cerrar el navegador. No lo hagas nunca en un equipo compartido.",
        submit: "Entrar",
        code: "Tengo un código",
        forgot: "¿Has olvidado la contraseña?",
        signOn: "Entrar con tu cuenta escolar",
        orPassword: "O aquí con tu contraseña:",
        office: "Los administradores entran con contraseña",
        signingOn: "Entrando…",
        errorCode: (code) => `(${code})`,
    },

    forgot: {
        heading: "¿Has olvidado la contraseña?",
        byMail: "Escribe el correo electrónico de tu cuenta y recibirás un enlace para elegir una contraseña nueva.",
        email: "Correo electrónico",
        submit: "Enviarme un enlace",
        sent: (email) =>
            `Si hay una cuenta con la dirección ${email}, un correo con un enlace está en camino. Mira también en la carpeta de correo no deseado.`,
        ask: "Pedir un código",
        askInstead: "O pide un código",
        askBody:
            "Si eres estudiante, pídelo a tu docente; si no, en la secretaría. Te dan un código con el que eliges una contraseña nueva, que nadie más conoce.",
        back: "Volver a la entrada",
    },

    claim: {
        heading: "Tengo un código",
        body: "Te han dado un código, o lo has recibido por correo: para una cuenta nueva o porque has olvidado la contraseña. Úsalo una vez para elegir tu contraseña.",
        code: "Código",
        codeHint: "Por ejemplo, 7KQM-2XHD-PW9T. Las mayúsculas y los guiones no importan.",
        wrongLength: (expected, actual) =>
            `Un código tiene ${number(expected)} letras y cifras. Este tiene ${number(actual)}.`,
        password: "Contraseña nueva",
        submit: "Elegir esta contraseña",
        noCode: "¿Ya tienes contraseña?",
        logIn: "Entrar",
        done: (name, loginName) =>
            `Te damos la bienvenida, ${name}. A partir de ahora, entra con: ${loginName}.`,
        loggedInAs: "En este dispositivo está abierta la cuenta de",
        notYou: "Si no eres tú, cierra antes esa cuenta. Después podrás usar tu código.",
        logOut: "Cerrar esa cuenta y usar mi código",
        stay: "Seguir con esta cuenta",
    },

    signUp: {
        heading: "Crear cuenta",
        role: "Soy",
        student: "Estudiante",
        teacher: "Docente",
        name: "Nombre",
        nameHint: "El nombre con el que te conoce tu clase.",
        email: "Correo electrónico",
        password: "Contraseña",
        code: "Código de docente",
        codeHint: "Déjalo vacío si tu centro no te ha dado ninguno.",
        studentCode: "Código del centro",
        studentCodeHint: "El código que te ha dado tu centro.",
        submit: "Crear cuenta",
        orLogIn: "¿Ya tienes cuenta?",
        logIn: "Entrar",
        done: (name) => `Te damos la bienvenida, ${name}.`,
    },
};
