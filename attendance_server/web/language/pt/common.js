/**
 * The words that all pages share: the frame, the connection, waiting marks, and the statuses.
 *
 * @module
 */

import { moment, number, percent, plural, time } from "/language/formats.js";

/** @type {typeof import("/language/en/common.js").being} */
export const being = {
    present: "presente",
    late: "atraso",
    excused: "falta justificada",
    absent: "falta",
    none: "sem marcação",
};

/** @type {typeof import("/language/en/common.js").enumerated} */
export const enumerated = (parts) => parts.filter(Boolean).join(", ");

/** @type {typeof import("/language/en/common.js").text} */
export const text = {
    product: "Presenças",
    title: (view) => `${view} – Presenças`,
    skip: "Ir para o conteúdo",
    mainMenu: "Principal",
    classes: "Turmas",
    myClasses: "Minhas turmas",
    office: "Secretaria",
    account: "Conta",
    logOut: "Sair",
    language: "Idioma",
    loggedOut: "Você saiu da conta.",
    loggedOutElsewhere: "Você saiu da conta em outra aba.",
    otherUser: (name) =>
        `${name} entrou a partir de outra aba; por isso, a sua conta foi fechada aqui.`,
    logOutTitle: "Sair agora?",
    logOutPending: (count) =>
        plural(count, {
            one: "# marcação ainda não foi salva. Ela fica neste dispositivo e é enviada quando você voltar a entrar aqui.",
            other: "# marcações ainda não foram salvas. Elas ficam neste dispositivo e são enviadas quando você voltar a entrar aqui.",
        }),
    logOutLosing: (count) =>
        plural(count, {
            one: "# marcação ainda não foi salva e será perdida.",
            other: "# marcações ainda não foram salvas e serão perdidas.",
        }),
    expired: "O seu acesso expirou. Entre novamente para continuar de onde parou.",
    loading: "Carregando…",
    cancel: "Cancelar",
    close: "Fechar",
    notices: "Avisos",
    tryAgain: "Tentar novamente",
    more: "Mais",
    back: "Voltar às minhas turmas",
    backTo: (className) => `Voltar a ${className}`,
    required: "Preencha este campo.",
    showPassword: "Mostrar",
    moment,
    number,
    rate: (rate) => (rate === null ? "–" : percent(rate)),
    loginName: ({ email, studentNumber }) =>
        email || (studentNumber ? `número de estudante ${studentNumber}` : ""),

    connection: {
        connecting: "Conectando…",
        live: "Ao vivo",
        polling: "Ao vivo bloqueado",
        trying: "Reconectando…",
        waiting: (seconds) => `Reconexão em ${number(seconds)} s`,
        offline: "Sem conexão",
        tryNow: "Tentar agora",
        runningUnknown: "Sem conexão não é possível saber se há aula em curso.",
        label: "Conexão",
        announce: {
            waiting: "A conexão caiu. Será restabelecida automaticamente.",
            offline: "Este dispositivo está sem conexão.",
            live: "Conexão restabelecida. Está tudo em dia.",
            back: "Conexão restabelecida.",
            sending: (count) =>
                plural(count, {
                    one: "Conexão restabelecida. Enviando # marcação…",
                    other: "Conexão restabelecida. Enviando # marcações…",
                }),
            sent: (count) =>
                plural(count, {
                    one: "# marcação que aguardava aqui já foi salva.",
                    other: "# marcações que aguardavam aqui já foram salvas.",
                }),
            polling: "Esta rede bloqueia conexões ao vivo. A página funciona sem elas.",
        },
    },

    waiting: {
        label: "Marcações pendentes",
        offline: (count) =>
            plural(count, {
                one: "Sem conexão, # marcação pendente",
                other: "Sem conexão, # marcações pendentes",
            }),
        sending: (count) =>
            plural(count, { one: "Enviando # marcação…", other: "Enviando # marcações…" }),
        unstored: (count) =>
            plural(count, {
                one: "Este navegador não consegue conservá-la: será perdida se você fechar esta página.",
                other: "Este navegador não consegue conservá-las: serão perdidas se você fechar esta página.",
            }),
        polling:
            "Esta rede bloqueia conexões ao vivo (WebSockets). As alterações feitas em outros dispositivos aparecem após alguns segundos.",
        session: moment,
        problem: (count, names, code) =>
            code === "newer"
                ? plural(count, {
                      one: `A marcação de ${names} não foi alterada.`,
                      other: `# marcações não foram alteradas: ${names}.`,
                  })
                : plural(count, {
                      one: `A marcação de ${names} não foi salva.`,
                      other: `# marcações não foram salvas: ${names}.`,
                  }),
        why: {
            ended: "A aula já tinha terminado. Ainda é possível corrigir nela.",
            gone: "A aula não existe mais, ou não é mais sua.",
            discarded: "A aula foi descartada e não conta mais.",
            newer: "Isto foi alterado mais tarde em outro dispositivo. Vale a alteração mais recente.",
        },
        wanted: (status, iso, saved) =>
            saved
                ? `${being[status]} (${time(iso)}); foi salvo “${being[saved]}”`
                : `${being[status]} (${time(iso)})`,
        details: "Mostrar cada marcação",
        correct: "Corrigir esta aula",
        show: "Ver esta aula",
        open: "Abrir a aula em curso",
        dismiss: "Ocultar",
    },

    status: {
        present: "Presente",
        late: "Atraso",
        excused: "Justificada",
        absent: "Falta",
        none: "Sem marcação",
    },

    resetNotice: {
        dismiss: "Ocultar",
        body: ({ way, at, by }) => {
            const whose = by ? ` (${by})` : "";
            const set = {
                teacher: `A senha desta conta foi definida com um código dado por um professor${whose}: ${moment(at)}.`,
                office: `A senha desta conta foi definida com um código dado pela secretaria${whose}: ${moment(at)}.`,
                command: `A senha desta conta foi definida com um código dado por quem administra o servidor: ${moment(at)}.`,
                mail: `A senha desta conta foi definida com um código enviado ao seu e-mail: ${moment(at)}.`,
            }[way];
            return `${set ?? `A senha desta conta foi definida com um código: ${moment(at)}.`} Se não foi você, avise a secretaria.`;
        },
    },

    missing: {
        heading: "Página não encontrada",
        body: "Esta página não existe, ou não existe mais.",
    },

    failed: "Algo deu errado",
};
