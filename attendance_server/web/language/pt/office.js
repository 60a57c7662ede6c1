/**
 * The words of the school office.
 *
 * @module
 */

import { moment, plural } from "/language/formats.js";

/** @type {typeof import("/language/en/office.js").office} */
export const office = {
    heading: "Secretaria",
    parts: "Partes da secretaria",
    people: "Pessoas",
    classes: "Turmas",
    audit: "Histórico de auditoria",
    more: "Mostrar mais",
    roles: { TEACHER: "Docente", STUDENT: "Estudante", ADMIN: "Secretaria" },

    list: {
        search: "Buscar por nome ou e-mail",
        show: "Mostrar",
        everyone: "Todas as pessoas",
        kinds: {
            TEACHER: "Docentes",
            STUDENT: "Estudantes",
            ADMIN: "Secretaria",
            disabled: "Contas desativadas",
        },
        none: "Nenhuma conta corresponde.",
        found: (count, more) =>
            more
                ? plural(count, { one: "A primeira conta (#)", other: "As primeiras # contas" })
                : plural(count, { one: "# conta", other: "# contas" }),
    },

    state: {
        unclaimed: "Por ativar",
        disabled: "Desativada",
        merging: "União interrompida",
    },

    person: {
        created: "Criada",
        role: "Função",
        email: "E-mail",
        state: "Situação",
        active: "Em uso",
        disabledSince: (at) => `Desativada desde: ${moment(at)}`,
        merging:
            "A união desta conta com outra foi interrompida. Ela fica desativada até que sejam unidas novamente.",
        teaches: "Turmas em que leciona",
        attends: "Turmas que frequenta",
        log: "O que aconteceu com esta conta",
        deeds: "O que esta pessoa fez",
        correct: "Corrigir nome e e-mail",
        name: "Nome",
        save: "Salvar",
        saved: "A conta foi alterada.",
        toTeacher: "Tornar conta de professor",
        toTeacherBody:
            "A conta é fechada nos dispositivos da pessoa, que sai de todas as turmas como estudante. As aulas anteriores conservam as marcações.",
        toStudent: "Tornar conta de estudante",
        toStudentBody:
            "A conta é fechada nos dispositivos da pessoa. Um professor que tem turmas não pode passar a estudante.",
        roleChanged: "A função foi alterada.",
        disable: "Desativar a conta",
        disableBody:
            "A conta é fechada imediatamente, e a pessoa não pode entrar até que ela seja reativada. As turmas e as marcações são conservadas.",
        disabled: "A conta está desativada.",
        enable: "Reativar a conta",
        enabled: "A conta pode ser usada novamente.",
        merge: "Unir a outra conta…",
        mergeTitle: (who) => `Unir a conta de ${who}`,
        mergeBody:
            "Busque a conta que permanece. Ela mantém o nome, o e-mail e a senha, e recebe as turmas, as marcações e as correções. Depois, esta conta é apagada. Se as duas têm uma marcação em uma aula, presente vem antes de atraso, justificada e falta.",
        mergeSearch: "Conta que permanece",
        mergeConfirm: (one, other) => `Unir ${one} a ${other}?`,
        mergeNote: "Isto não pode ser desfeito.",
        mergeButton: "Unir",
        merged: "As contas foram unidas.",
        remove: "Apagar a conta…",
        removeTitle: (who) => `Apagar a conta de ${who}?`,
        removeStudent:
            "O estudante sai de todas as turmas. As aulas anteriores conservam as marcações, mas não o nome. Isto não pode ser desfeito.",
        removeOther: "Isto não pode ser desfeito. As turmas de um professor precisam antes passar a outra pessoa.",
        removeConfirm: "Apagar a conta",
        removed: "A conta foi apagada.",
    },

    classList: {
        search: "Buscar pelo nome da turma",
        archived: "Turmas arquivadas",
        none: "Nenhuma turma corresponde.",
        about: (students, teacher) =>
            plural(students, {
                one: `# estudante, ${teacher ?? "professor apagado"}`,
                other: `# estudantes, ${teacher ?? "professor apagado"}`,
            }),
    },

    class: {
        students: "Estudantes",
        owner: "Titular",
        move: "Passar a outro professor…",
        moveTitle: (className) => `Passar ${className} a outro professor`,
        moveBody:
            "O novo titular vê todas as aulas anteriores. O atual deixa de ter a turma; uma aula em curso continua com o novo titular.",
        moveSearch: "Novo titular",
        moveConfirm: (className, teacher) => `Passar ${className} a ${teacher}?`,
        moveButton: "Passar",
        moved: (teacher) => `A turma é agora de ${teacher}.`,
    },

    choose: {
        none: "Ninguém corresponde.",
        choose: "Escolher",
        chooseLabel: (who) => `Escolher: ${who}`,
    },

    log: {
        lead: "Quem fez o quê. As entradas não podem ser alteradas e são conservadas pelo tempo definido no servidor.",
        action: "Ação",
        every: "Todas",
        outcome: "Resultado",
        any: "Qualquer",
        done: "Realizada",
        refused: "Recusada",
        actions: {
            "account.signup": "Conta criada",
            "account.login": "Entrada",
            "account.sign-on": "Entrada com a conta escolar",
            "account.logout": "Saída",
            "account.refresh": "Acesso de um dispositivo renovado",
            "account.device": "Conta fechada em um dispositivo",
            "account.claim": "Conta ativada",
            "account.password": "Senha alterada",
            "account.forgot": "E-mail para nova senha pedido",
            "account.reset-code": "Código para nova senha emitido",
            "account.change": "Conta alterada",
            "account.merge": "Contas unidas",
            "account.delete": "Conta apagada",
            "account.export": "Dados próprios baixados",
            "class.create": "Turma criada",
            "class.change": "Turma alterada",
            "class.delete": "Turma apagada",
            "class.move": "Turma passada a outro professor",
            "class.add-teacher": "Professor adicionado a uma turma",
            "class.remove-teacher": "Professor removido de uma turma",
            "class.enrol": "Estudante adicionado a uma turma",
            "class.confirm": "Conta de um estudante convidado confirmada",
            "class.decline": "Convite recusado",
            "class.withdraw": "Convite retirado",
            "class.refuse-join": "Pedido para entrar recusado",
            "class.unenrol": "Estudante removido de uma turma",
            "key.create": "Chave de API criada",
            "key.end": "Chave de API anulada",
            "roster.import": "Lista importada",
            "roster.sync": "Turma atualizada com uma lista",
            "roster.undo": "Importação desfeita",
            "roster.codes": "Códigos emitidos",
            "report.file": "Arquivo baixado",
            "report.school": "Presenças de toda a escola baixadas",
            "session.import": "Relatório de reunião importado como aula",
            "session.correct": "Marcação corrigida",
            "session.reopen": "Aula reaberta",
            "session.discard": "Aula descartada",
            "session.restore": "Aula restaurada",
        },
        only: "Só as entradas sobre uma conta ou turma.",
        all: "Mostrar todas as entradas",
        none: "Nenhuma entrada corresponde.",
        file: "Histórico de auditoria",
        table: "Histórico de auditoria",
        when: "Quando",
        who: "Quem",
        about: "Sobre",
        changes: "Alterações",
        unknown: "Desconhecido",
        deleted: "Conta apagada",
        outcomes: { ok: "Realizada", started: "Não se sabe", "broken off": "Interrompida" },
        refusedWith: (code) => `Recusada (${code})`,
        targets: {
            userId: "Conta",
            intoId: "Unida a",
            studentId: "Estudante",
            teacherId: "Docente",
            classId: "Turma",
            sessionId: "Aula",
            importId: "Importação",
            keyId: "Chave de API",
            key: "Nome da chave de API",
            dryRun: "Teste sem alterações",
            days: "Dias",
            way: "Entregue por",
        },
        fields: {
            name: "Nome completo",
            givenName: "Nome",
            familyName: "Sobrenome",
            email: "E-mail",
            role: "Função",
            disabledAt: "Desativada",
            teacherId: "Titular",
            mark: "Marcação",
        },
        notDisabled: "não",
    },
};
