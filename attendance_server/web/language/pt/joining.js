/**
 * The words with which students join a class by themselves, and those of a student without one.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/joining.js").errors} */
export const errors = {
    class_code_wrong: "Nenhuma turma tem este código. Confira novamente ou peça o atual ao professor.",
    too_many_tries: "Tentativas erradas demais. Espere um momento ou fale com o professor.",
};

/** @type {typeof import("/language/en/joining.js").words} */
export const words = {
    heading: "Entrar em uma turma",
    code: "Código da turma",
    codeHint: "Oito letras e algarismos, como o professor os mostra. Também é possível colar o link.",
    misread: "Nenhum código tem 0, O, 1 ou I. Confira novamente.",
    wrongLength: (expected, actual) =>
        `Digite ${number(expected)} letras e algarismos. Aqui há ${number(actual)}.`,
    submit: "Entrar na turma",
    as: (name) => `Você entra como ${name}.`,
    notYou: "Não é você?",
    joined: (className) => `Você está em ${className}.`,
    asked: "O pedido foi enviado ao professor",
    askedHint: (className) =>
        `Depois da aprovação, ${className} aparece entre as suas turmas. Esta página se atualiza sozinha.`,
    refused: (className) => `O professor não aceitou você em ${className}. Pergunte o motivo.`,
    forStudents: "Só estudantes entram em uma turma com um código",
    forStudentsHint: "Saia e depois entre ou crie uma conta como estudante.",

    welcome: {
        heading: "Boas-vindas! Você ainda não está em nenhuma turma.",
        enter: "O professor mostrou um código? Digite-o.",
        link: "O professor mostrou um código QR ou enviou um link?",
        linkHint: "Leia-o com a câmera do telefone ou abra o link. Ele traz você de volta aqui.",
        show: "Nem uma coisa nem outra? Mostre isto ao professor.",
        showHint: "Com isto o professor adiciona você, e a turma aparece aqui sozinha.",
        showNumber: "O seu número de estudante",
        showEmail: "O seu e-mail",
    },
};
