/**
 * The words with which students check in.
 *
 * @module
 */

import { number, time } from "/language/formats.js";

/** @type {typeof import("/language/en/check-in-student.js").errors} */
export const errors = {
    check_in_closed: "O check-in não está aberto no momento. Peça ao professor que o abra.",
    check_in_code_wrong: "Estas letras estão erradas ou são antigas demais. Digite as que o projetor mostra agora.",
    too_many_tries: "Tentativas erradas demais. Espere um momento ou fale com o professor.",
    teacher_must_confirm: "Peça ao professor que confirme.",
    join_requested: "O professor recebeu o pedido para você entrar na turma.",
};

/** @type {typeof import("/language/en/check-in-student.js").words} */
export const words = {
    heading: "Fazer check-in",
    checking: "Fazendo o check-in…",
    marked: {
        present: "A sua presença está marcada",
        late: "Presença marcada, com atraso",
        excused: "A sua falta está justificada",
        absent: "O professor marcou falta para você",
    },

    held: "Peça ao professor que confirme",
    heldHint:
        "O professor vê o seu nome e confirma com um toque. O motivo mais comum é que outra pessoa já fez o check-in neste dispositivo.",
    requested: "O professor recebeu o pedido para você entrar na turma",
    requestedHint: "Deixe esta página aberta. Ela avisa quando você estiver na turma.",
    joined: "Você entrou na turma",
    tooOld: "Este código é antigo demais",
    tooOldHint:
        "O código no projetor muda a cada poucos segundos. Leia o que está lá agora ou digite as letras abaixo dele.",
    tooOften: "Tentativas demais",
    failed: {
        check_in_closed: "O check-in não está aberto",
        no_active_session: "Não há aula em curso",
        not_enrolled: "Você não está nesta turma",
        class_not_found: "Você não está nesta turma",
        declined: "O professor não aceitou você na turma",
    },

    failedHint: {
        check_in_closed: "Quem o abre é o professor. Esta página se atualiza sozinha.",
        no_active_session: "Quem a inicia é o professor. Esta página se atualiza sozinha.",
        not_enrolled:
            "O projetor mostra o código de outra turma? Se não, peça ao professor que adicione você.",
        class_not_found: "Esta turma não existe mais.",
        declined: "Pergunte o motivo.",
    },

    again: "Tentar novamente",
    toClass: "As minhas presenças nesta turma",
    letters: "Letras abaixo do código",
    lettersHint: "Seis letras e algarismos, como o projetor os mostra.",
    misread: "Nenhum código tem 0, O, 1 ou I. Confira novamente.",
    wrongLength: (expected, actual) =>
        `Digite ${number(expected)} letras e algarismos. Aqui há ${number(actual)}.`,
    how: "Leia o código do projetor com a câmera do telefone ou digite as letras abaixo dele.",
    submit: "Fazer check-in",
    scan: "Ler com a câmera",
    stop: "Parar a câmera",
    camera: "A imagem da câmera",
    cameraRefused:
        "Não é possível usar a câmera. Permita-a no navegador ou digite as letras.",
    hand: "Levantar a mão",
    handHint: "Não tem um telefone que leia o código, ou não funciona? O professor vê o seu nome.",
    handRaised: (iso) => `Mão levantada (${time(iso)}). O professor vê isso.`,
};
