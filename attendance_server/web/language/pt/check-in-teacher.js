/**
 * The words with which teachers let students check in.
 *
 * @module
 */

import { list, number, plural, time } from "/language/formats.js";

/** @import { Flag } from "/api-types.js" */

/** @type {typeof import("/language/en/check-in-teacher.js").errors} */
export const errors = {
    check_in_off: "Nesta turma os estudantes não podem fazer check-in: assim está nas configurações.",
    join_request_not_found: "Este pedido já foi respondido.",
};

/**
 * What is odd about a check-in. `names`: the other students whom it concerns.
 *
 * @type {Record<Flag, (names: string[]) => string>}
 */
const FLAGS = {
    sharedDevice: (names) =>
        names.length
            ? `No mesmo dispositivo que ${list(names)}`
            : "No dispositivo de outra pessoa",
    newDevice: () => "Em um dispositivo visto pela primeira vez há menos de 12 horas",
    otherNetwork: () => "De fora da rede da sala",
    typed: () => "Digitou as letras, enquanto os outros leem o código",
    alwaysTogether: (names) =>
        names.length
            ? `Sempre com poucos segundos de diferença de ${list(names)}`
            : "Sempre com poucos segundos de diferença de outra pessoa",
    overHeadCount: () => "Acima da sua contagem",
};

/** @type {typeof import("/language/en/check-in-teacher.js").words} */
export const words = {
    heading: "Check-in",

    door: {
        picture: "Código QR para fazer check-in",
        orType: "Leia o código ou digite em",
        open: "Abrir check-in",
        close: "Fechar check-in",
        lost: "Sem conexão. O código volta com ela.",
        lostHint: "Um código antigo não serviria para ninguém.",
    },

    panel: {
        hint: "Os estudantes fazem check-in com o código no projetor.",
        isOpen: (until) =>
            until ? `Check-in aberto até: ${time(until)}` : "O check-in está aberto",
        isClosed: "O check-in está fechado",
        letters: (letters) => `Letras: ${letters}`,
        open: "Abrir check-in",
        close: "Fechar check-in",
        project: "Mostrar o código",
        callOut: "Chamar ao acaso",
        headCount: "Contagem",
        counted: (count, present) => {
            const over = present - count;
            const counted = plural(count, {
                one: "Você contou # estudante.",
                other: "Você contou # estudantes.",
            });
            return over > 0
                ? plural(over, {
                      one: `${counted} Há # presente a mais.`,
                      other: `${counted} Há # presentes a mais.`,
                  })
                : counted;
        },
        headCountTitle: "Quantos estudantes você vê?",
        headCountBody:
            "Conte as pessoas na sala. A partir daí, os check-ins acima desse número ficam assinalados.",
        headCountLabel: "Estudantes na sala",
        headCountHint: "Deixe vazio para retirar a contagem.",
        headCountSave: "Salvar",
        headCountWrong: "Use um número inteiro de 0 a 10000, ou deixe vazio.",
    },

    flagged: {
        heading: (count) =>
            plural(count, {
                one: "# check-in a verificar",
                other: "# check-ins a verificar",
            }),
        held: "Ainda sem marcação",
        tileHeld: "Confirmar?",
        tileFlagged: "Verificar",
        tileHand: "Mão levantada",
        accept: "Aceitar",
        acceptLabel: (name) => `Aceitar: ${name}`,
        decline: "Falta",
        declineLabel: (name) => `Falta: ${name}`,
        reasons: (flags, names) => flags.map((flag) => FLAGS[flag]?.(names) ?? flag).join(". "),
        announce: (name) => `Verifique o check-in de ${name}.`,
    },

    hands: {
        heading: (count) =>
            plural(count, { one: "# mão levantada", other: "# mãos levantadas" }),
        since: (iso) => `desde ${time(iso)}`,
        accept: "Presente",
        acceptLabel: (name) => `Presente: ${name}`,
        decline: "Falta",
        declineLabel: (name) => `Falta: ${name}`,
        announce: (name) => `${name} levantou a mão.`,
    },

    joining: {
        heading: (count) =>
            plural(count, {
                one: "# pedido para entrar",
                other: "# pedidos para entrar",
            }),
        accept: "Aceitar",
        acceptLabel: (name) => `Aceitar: ${name}`,
        decline: "Recusar",
        declineLabel: (name) => `Recusar: ${name}`,
        announce: (name) => `${name} pede para entrar na turma.`,
        accepted: (name) => `${name} está na turma.`,
    },

    called: {
        heading: "Chamada ao acaso",
        hint: "Diga estes nomes em voz alta e olhe para a turma.",
        none: "Todas as pessoas que fizeram check-in já foram chamadas.",
        accept: "Está",
        acceptLabel: (name) => `Está: ${name}`,
        decline: "Não está",
        declineLabel: (name) => `Não está: ${name}`,
    },

    notForTeachers: {
        heading: "O check-in é para estudantes",
        hint: (name) =>
            `Neste dispositivo está aberta a conta de ${name}. Saia, para que o estudante entre com a dele.`,
    },

    setting: {
        button: "Check-in…",
        title: "Check-in pelos estudantes",
        current: ({ allowed, openAtStart }) =>
            allowed
                ? openAtStart
                    ? "Os estudantes podem fazer check-in desde o início de cada aula."
                    : "Os estudantes podem fazer check-in quando você o abrir em uma aula."
                : "Os estudantes não podem fazer check-in.",
        allowed: "Os estudantes podem fazer check-in",
        openAtStart: "Abri-lo em todas as aulas",
        openAtStartHint: "Se não, você o abre durante a aula.",
        closeAfter: "Fechá-lo após (minutos)",
        closeAfterHint: "Deixe vazio para fechá-lo você, ou com o fim da aula.",
        step: "Novo código QR a cada (segundos)",
        stepHint: "De 3 a 60. Quanto menos, menos tempo para reenviar uma foto.",
        codeStep: "Novas letras a cada (segundos)",
        codeStepHint: "De 10 a 300. Precisa dar tempo de digitá-las.",
        join: "Outros podem pedir para entrar",
        joinHint:
            "Estudantes que não estão na turma, mas têm um código certo. Você os aceita com um toque.",
        save: "Salvar",
        saved: "As novas configurações valem a partir da próxima vez que você abrir o check-in.",
    },

    afterwards: {
        heading: "Check-ins",
        summary: (count, scanned, typed) =>
            plural(count, {
                one: `# estudante fez check-in. Com leitura: ${number(scanned)}; com letras: ${number(typed)}.`,
                other: `# estudantes fizeram check-in. Com leitura: ${number(scanned)}; com letras: ${number(typed)}.`,
            }),
        noFlags: "Não há nada de estranho neles.",
        flagged: (count) => plural(count, { one: "# a verificar", other: "# a verificar" }),
        way: { scanned: "Com leitura", typed: "Com letras", hand: "Mão levantada" },
        came: (way, iso) => `${way}, ${time(iso)}`,
        headCount: (count, present) =>
            `A sua contagem: ${number(count)}. Com a marcação “presente”: ${number(present)}.`,
        called: "chamada pelo nome",
        decided: "decisão de um professor",
    },
};
