/**
 * The words with which teachers let students join a class by themselves.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/class-code.js").words} */
export const words = {
    heading: "Código da turma",
    hint: "Os estudantes digitam o código ou abrem o link e já estão na turma. Não é preciso ter lista nem endereços.",
    rule: "Quem tem o código",
    rules: {
        off: "não pode usá-lo",
        atOnce: "entra já",
        ask: "entra depois da sua aprovação",
    },
    readOnly: {
        off: "O código está desativado. O titular da turma pode ativá-lo.",
        atOnce: "Quem tem o código entra na turma imediatamente.",
        ask: "Quem tem o código entra na turma depois da sua aprovação.",
    },
    enterAt: (address) => `Os estudantes entram em ${address} e escolhem “Entrar em uma turma”.`,
    code: "Código desta turma",
    picture: "Código QR com o link para entrar nesta turma",
    copyLink: "Copiar link",
    copied: "O link foi copiado.",
    notCopied: (link) => `Não foi possível copiar o link. É ${link}`,
    showLarge: "Mostrar grande",
    close: "Fechar",
    renew: "Novo código…",
    renewTitle: "Trocar o código?",
    renewBody: "O código antigo e o seu link deixam de funcionar imediatamente. Quem já entrou continua na turma.",
    renewConfirm: "Trocar",
    renewed: "A turma tem um novo código.",
    saved: "Salvo.",
    requests: (count) =>
        plural(count, {
            one: "# estudante pede para entrar",
            other: "# estudantes pedem para entrar",
        }),
    accept: "Aceitar",
    refuse: "Recusar",
    acceptLabel: (name) => `Aceitar: ${name}`,
    refuseLabel: (name) => `Recusar: ${name}`,
    accepted: (name) => `${name} está na turma.`,
    refused: (name) => `O pedido de ${name} foi recusado.`,
};
