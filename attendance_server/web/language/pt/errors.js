/**
 * Errors in words for users, by the server's codes.
 *
 * @module
 */

import { text as common } from "/language/pt/common.js";
import { number, plural } from "/language/formats.js";

const UNREACHABLE = "Não é possível contatar o servidor. Verifique a rede e tente novamente.";

const UNUSABLE = "Contém caracteres que não podem ser usados.";

/** @type {typeof import("/language/en/errors.js").errors} */
export const errors = {
    unauthorized: common.expired,
    refresh_token_invalid: common.expired,
    refresh_token_reused: common.expired,
    teacher_only: "Só professores podem fazer isto.",
    student_only: "Só estudantes podem fazer isto.",
    admin_only: "Só a secretaria pode fazer isto.",
    passwords_off: "Nesta escola, entra-se com a conta escolar, e não com uma senha.",
    sign_on_refused:
        "A sua conta escolar não permitiu a entrada, ou você a cancelou. Tente novamente ou fale com a secretaria.",
    sign_on_stale: "Demorou demais, ou foi iniciado em outra janela. Tente novamente.",
    sign_on_invalid:
        "A sua conta escolar não foi reconhecida. Tente novamente e, se o problema continuar, avise quem administra este servidor.",
    sign_on_unverified:
        "A sua conta escolar não tem um e-mail verificado. Fale com a secretaria.",
    sign_on_not_allowed:
        "Esta conta não é da sua escola. Escolha a sua conta escolar, com o e-mail dela.",
    sign_on_not_for_admins: "Os administradores não usam aqui a conta escolar, mas a senha.",
    sign_on_taken:
        "A conta com o seu e-mail pertence a outra pessoa. Fale com a secretaria.",
    sign_on_unavailable:
        "O acesso da escola não está disponível no momento. Tente novamente daqui a pouco.",
    sign_on_off: "Este servidor não tem acesso com conta escolar.",
    no_mail: "O servidor desta escola não envia e-mails. Peça um código ao professor ou à secretaria.",
    too_much_mail: "Há e-mails demais à espera de envio. Tente novamente em um minuto.",
    not_importer:
        "Só quem criou esta conta ao importar a lista, ou a secretaria, pode redefinir a senha dela.",
    own_password: "Altere a sua própria senha na página da sua conta.",
    account_disabled: "Esta conta está desativada. Fale com a secretaria.",
    last_admin:
        "Esta é a única conta de administração e não pode ser desativada nem apagada. Primeiro é preciso criar outra.",
    role_fixed: "A função de um administrador não pode ser alterada.",
    account_unclaimed:
        "Esta conta ainda não foi ativada. A função pode ser alterada depois disso.",
    teacher_has_classes:
        "Este professor tem turmas. Primeiro passe-as a outra pessoa ou peça que sejam apagadas.",
    cannot_merge: "Só é possível unir duas contas diferentes de estudantes.",
    merge_unfinished:
        "A união desta conta com outra foi interrompida. Primeiro una-as novamente.",
    import_not_found: "Esta importação não pode mais ser desfeita: tem mais de um dia, ou já foi desfeita.",
    wrong_teacher_code:
        "Para criar uma conta de professor é preciso o código de professor da escola. Confira-o ou peça-o.",
    teacher_signup_closed:
        "Professores não podem criar contas aqui. Peça uma conta a quem administra este servidor.",
    wrong_student_code:
        "Para criar uma conta de estudante é preciso o código da escola. Confira-o ou peça-o.",
    student_signup_closed: "Estudantes não podem criar contas aqui. Peça um código ao professor.",
    invitation_not_found: "Este convite não existe mais.",
    invalid_request: "Alguns campos não estão preenchidos corretamente.",
    body_too_large: "É demais de uma só vez.",
    email_taken:
        "Já existe uma conta com este e-mail. Se o professor a preparou, digite o código do seu cartão; se ela é sua, entre.",
    awaits_student: "Este estudante precisa aceitar o convite.",
    wrong_credentials: "E-mail, número de estudante ou senha incorretos.",
    class_not_found: "Esta turma não existe mais.",
    student_not_found: "Este estudante não existe mais.",
    session_not_found: "Esta aula não existe.",
    device_not_found: "A conta já estava fechada neste dispositivo.",
    origin_not_allowed: "Esta página não foi carregada do próprio servidor. Abra-a de novo e tente novamente.",
    user_not_found: "Esta conta não existe mais.",
    not_class_teacher: "Esta não é uma das suas turmas.",
    not_class_owner: "Só o titular da turma pode fazer isto.",
    no_teacher_account:
        "Nenhum professor tem uma conta com este e-mail. Primeiro é preciso criar uma conta de professor.",
    already_owner: "Este já é o titular da turma.",
    owner_stays: "O titular não pode ser removido da turma.",
    teacher_not_found: "Este professor não está mais na turma.",
    too_many_left:
        "Mais de um terço da turma sairia. Verifique a lista e confirme que essas pessoas saem.",
    class_name_taken: "Várias turmas têm este nome.",
    session_imported: "Este relatório já foi importado.",
    lesson_not_over: "Esta aula ainda não terminou. Verifique o horário.",
    report_unsure: "Primeiro indique quando foi a aula.",
    too_many_api_keys: "Pode haver no máximo 20 chaves. Primeiro anule uma.",
    api_key_not_found: "Esta chave já foi anulada.",
    too_many_teachers: "Uma turma pode ter no máximo 50 professores. Primeiro remova alguém.",
    not_enrolled: "Você não está nesta turma.",
    session_running: "Há uma aula em curso. Encerre-a e tente novamente.",
    session_discarded: "Esta aula foi descartada. Restaure-a e tente novamente.",
    too_late_to_restore:
        "Esta aula foi descartada há mais de 30 dias e não pode mais ser restaurada.",
    class_archived:
        "Esta turma está arquivada. Traga-a de volta para as suas turmas e tente novamente.",
    not_last_session: "Só a última aula de uma turma pode ser reaberta, e há uma posterior.",
    too_late_to_reopen:
        "Esta aula terminou há mais de uma hora e não pode mais ser reaberta. Ainda é possível corrigir marcações.",
    too_many_changes: "Esta aula foi alterada vezes demais e não aceita mais alterações.",
    storage_unavailable: "O servidor não consegue salvar nada no momento. Tente novamente daqui a pouco.",
    shutting_down: "O servidor está reiniciando. Tente novamente em um momento.",
    hashing_unavailable:
        "O servidor não consegue verificar senhas no momento. Tente novamente em alguns segundos.",
    code_expired: "Este código expirou. Peça um novo ao professor.",
    too_many_logins: "Há muitas pessoas entrando no momento. Tente novamente em alguns segundos.",
    server_full: "O servidor está cheio. Tente novamente daqui a pouco.",
    body_too_slow: "A conexão é lenta demais. Tente novamente com uma melhor.",
    too_many_attempts: "Tentativas demais. Espere alguns minutos e tente novamente.",
    too_many_sockets: "Esta conta está aberta em janelas demais. Feche algumas.",
    too_many_frames: "Foi rápido demais. Espere um momento e tente novamente.",
    too_many_reports:
        "O servidor está preparando outros arquivos. Tente novamente em alguns segundos.",
    too_many_imports: "O servidor está lendo outras listas. Tente novamente em alguns segundos.",
    no_active_session: "Não há mais aula em curso nesta turma.",
    nothing_to_mark: "Todos os estudantes já têm uma marcação.",
    student_not_in_class: "Este estudante não está mais na turma.",
    roster_unreadable: "Este arquivo não pode ser lido como lista de estudantes.",
    roster_unsure: "É preciso fazer uma escolha antes de importar este arquivo.",
    roster_too_large:
        "Este arquivo tem mais de 2 MB. Retire tudo menos a lista ou divida-o em dois.",
    already_claimed: "A conta foi ativada entretanto e não precisa mais de código.",
    not_issuer: "O código deste estudante é entregue por outro professor.",
    wrong_code:
        "Este código está errado, já foi usado ou foi trocado. Compare-o com o seu cartão. Se você já escolheu uma senha, entre com ela; se não, peça um novo código ao professor.",
    marks_not_saved:
        "A aula não foi encerrada porque algumas marcações não foram salvas. Elas estão nesta página.",
    no_answer: UNREACHABLE,
    offline: UNREACHABLE,
    timeout: UNREACHABLE,
    lost: "A conexão caiu. Quando ela voltar, você verá se isto foi feito.",
};

/** For a code that is not in `errors`. */
export const unknown =
    "Algo deu errado no servidor. Tente novamente e, se o problema continuar, avise quem o administra.";

export const busy = "O servidor está muito ocupado. Tente novamente em alguns segundos.";

export const notYourPassword = "Esta não é a sua senha.";

/** @type {typeof import("/language/en/errors.js").waitSeconds} */
export const waitSeconds = (seconds) =>
    plural(seconds, {
        one: "Tentativas demais. Espere # segundo e tente novamente.",
        other: "Tentativas demais. Espere # segundos e tente novamente.",
    });

/** @type {typeof import("/language/en/errors.js").waitMinutes} */
export const waitMinutes = (minutes) =>
    plural(minutes, {
        one: "Tentativas demais. Espere # minuto e tente novamente.",
        other: "Tentativas demais. Espere # minutos e tente novamente.",
    });

/** @type {typeof import("/language/en/errors.js").quotas} */
export const quotas = {
    too_many_classes: (limit) =>
        `Neste servidor, cada professor pode ter no máximo ${limit} turmas, incluindo as arquivadas. Apague alguma ou peça mais a quem o administra.`,
    class_full: (limit) =>
        `Neste servidor, uma turma pode ter no máximo ${limit} estudantes. Remova alguns ou peça mais a quem o administra.`,
    too_many_sessions: (limit) =>
        `Neste servidor, uma turma pode ter no máximo ${limit} aulas. Continue em outra turma ou peça mais a quem o administra.`,
    too_many_unclaimed: (limit) =>
        `Neste servidor, cada professor pode ter no máximo ${limit} contas por ativar. Entregue os códigos ou peça mais a quem o administra.`,
};

/** @type {typeof import("/language/en/errors.js").problems} */
export const problems = {
    required: common.required,
    empty: common.required,
    invisible: "Não tem nenhum caractere visível.",
    too_short: ({ minimum = 0 }) =>
        plural(minimum, {
            one: "Use pelo menos # caractere.",
            other: "Use pelo menos # caracteres.",
        }),
    too_long: ({ maximum = 0 }) =>
        plural(maximum, { one: "Use no máximo # caractere.", other: "Use no máximo # caracteres." }),
    wrong_length: ({ minimum = 0, maximum = 0 }) =>
        `Use entre ${number(minimum)} e ${number(maximum)} caracteres.`,
    control_characters: UNUSABLE,
    direction_characters: `${UNUSABLE} Digite em vez de colar.`,
    invalid_email: "Isto não é um endereço de e-mail.",
    invalid_number: "Um número de estudante não tem @. Um e-mail tem algo depois dela.",
    common_password:
        "Muita gente usa esta senha, por isso é fácil de adivinhar. Escolha outra.",
    out_of_range: ({ minimum = 0, maximum = 0 }) =>
        `Use um número inteiro de ${number(minimum)} a ${number(maximum)}, ou deixe vazio.`,
    not_in_future: "Este dia já passou. Escolha um posterior.",
};
