/**
 * The words of whoever is not logged in, and of the page that sets a password.
 *
 * @module
 */

import { text as common } from "/language/pt/common.js";
import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/visitor.js").text} */
export const text = {
    ...common,

    login: {
        heading: "Entrar",
        loginName: "E-mail ou número de estudante",
        password: "Senha",
        stay: "Manter a minha conta aberta neste dispositivo",
        stayHint:
            "Mesmo depois de fechar o navegador. Nunca faça isto em um computador compartilhado.",
        submit: "Entrar",
        code: "Tenho um código",
        forgot: "Esqueceu a senha?",
        signOn: "Entrar com a conta escolar",
        orPassword: "Ou com a sua senha, aqui:",
        office: "Os administradores entram com uma senha",
        signingOn: "Entrando…",
        errorCode: (code) => `(${code})`,
    },

    forgot: {
        heading: "Esqueceu a senha?",
        byMail: "Digite o e-mail da sua conta e receba um link para escolher uma nova senha.",
        email: "E-mail",
        submit: "Enviar um link",
        sent: (email) =>
            `Se existe uma conta com o endereço ${email}, um e-mail com um link está a caminho. Veja também na pasta de spam.`,
        ask: "Pedir um código",
        askInstead: "Ou peça um código",
        askBody:
            "Estudantes pedem ao professor; os outros, à secretaria. Você recebe um código com que escolhe uma nova senha, que mais ninguém fica sabendo.",
        back: "Voltar à entrada",
    },

    claim: {
        heading: "Tenho um código",
        body: "Você recebeu um código em mãos ou por e-mail: para uma conta nova ou porque esqueceu a senha. Use-o uma vez, para escolher a sua senha.",
        code: "Código",
        codeHint: "Por exemplo, 7KQM-2XHD-PW9T. Maiúsculas e hífens não importam.",
        wrongLength: (expected, actual) =>
            `Um código tem ${number(expected)} letras e algarismos. Este tem ${number(actual)}.`,
        password: "Nova senha",
        submit: "Escolher esta senha",
        noCode: "Já tem uma senha?",
        logIn: "Entrar",
        done: (name, loginName) => `Boas-vindas, ${name}. A partir de agora, entre com: ${loginName}.`,
        loggedInAs: "Neste dispositivo está aberta a conta de",
        notYou: "Se não é você, feche primeiro essa conta. Depois, use o seu código.",
        logOut: "Fechar essa conta e usar o meu código",
        stay: "Continuar com esta conta",
    },

    signUp: {
        heading: "Criar conta",
        role: "Sou",
        student: "Estudante",
        teacher: "Docente",
        name: "Nome",
        nameHint: "O nome pelo qual a turma conhece você.",
        email: "E-mail",
        password: "Senha",
        code: "Código de professor",
        codeHint: "Deixe vazio se a escola não deu um código a você.",
        studentCode: "Código da escola",
        studentCodeHint: "O código que a escola deu a você.",
        submit: "Criar conta",
        orLogIn: "Já tem uma conta?",
        logIn: "Entrar",
        done: (name) => `Boas-vindas, ${name}.`,
    },
};
