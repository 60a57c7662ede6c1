/**
 * The words of teachers' pages.
 *
 * @module
 */

import { being, enumerated } from "/language/pt/common.js";
import { text as sessions } from "/language/pt/sessions.js";
import { moment, number, plural, sessionStart, time } from "/language/formats.js";

/**
 * How many students match a filter, and how many tiles are shown: a tile that no longer matches
 * stays in its place until the filter is changed.
 *
 * @param {string} counted in words @param {number} count @param {number} shown
 */
const withShown = (counted, count, shown) =>
    shown === count ? counted : `${counted}; à vista: ${number(shown)}`;

/** @type {typeof import("/language/en/teacher.js").text} */
export const text = {
    ...sessions,

    classList: {
        none: "Você ainda não tem turmas. Crie a primeira aqui em cima.",
        name: "Nome da nova turma",
        create: "Criar turma",
        created: (name) => `${name} foi criada. Agora adicione os estudantes.`,
        students: (count) =>
            count
                ? plural(count, { one: "# estudante", other: "# estudantes" })
                : "Sem estudantes",
        archived: (count) => `Turmas arquivadas (${number(count)})`,
        archivedHeading: "Turmas arquivadas",
        archivedHint:
            "As aulas anteriores, os relatórios e os arquivos são conservados. Não é possível fazer a chamada nelas.",
        noneArchived: "Você não tem turmas arquivadas.",
    },

    slips: {
        noneHeading: "Não há códigos para mostrar",
        none: "Os códigos são mostrados só uma vez. Para quem ainda não ativou a conta, crie novos códigos na página da turma.",
        toClass: "Ir para a turma",
        heading: (count) =>
            plural(count, {
                one: "# código para entregar",
                other: "# códigos para entregar",
            }),
        once: "Estes códigos não são mostrados novamente. Imprima-os ou baixe-os agora. Se algum se perder, crie outro na página da turma.",
        careful: "Qualquer pessoa com um código pode ativar a conta. Entregue cada cartão apenas ao seu estudante.",
        print: "Imprimir cartões",
        download: "Baixar CSV",
        done: "Pronto",
        leaveTitle: "Deixar os códigos?",
        leaveBody: "Eles não foram impressos nem baixados, e não são mostrados novamente.",
        leave: "Deixar",
        sheet: "Cartões",
        file: "códigos",
        columns: ["Nome", "E-mail", "Número de estudante", "Código", "Link", "Válido até"],
        goTo: "Abra",
        choose: "e escolha “Tenho um código”.",
        join: "entre na sua conta e use este código para entrar na turma.",
        code: "O seu código",
        logInWith: "Depois, entre com",
        until: "O código é válido até",
        orLink: "Ou vá diretamente a",
    },

    unclaimed: {
        correct: "Corrigir",
        correctLabel: (name) => `Corrigir ${name}`,
        title: (name) => `Corrigir ${name}`,
        body: "Até que o estudante ative a conta, é possível corrigir o nome ou apagar a conta.",
        name: "Nome",
        save: "Salvar",
        saved: "O nome foi corrigido.",
        remove: "Apagar a conta…",
        removeTitle: (name) => `Apagar a conta de ${name}?`,
        removeBody:
            "A conta sai de todas as turmas, o código deixa de funcionar e o e-mail fica livre novamente.",
        removeConfirm: "Apagar a conta",
        removed: "A conta foi apagada.",
    },

    recentImports: {
        what: ({ at, created, joined, invited, left, renamed }) => {
            const parts = enumerated([
                created && plural(created, { one: "# conta nova", other: "# contas novas" }),
                joined &&
                    plural(joined, {
                        one: "# estudante com conta",
                        other: "# estudantes com conta",
                    }),
                invited && plural(invited, { one: "# convite", other: "# convites" }),
                left && plural(left, { one: "# saída", other: "# saídas" }),
                renamed && plural(renamed, { one: "# nome novo", other: "# nomes novos" }),
            ]);
            return `Importação (${sessionStart(at)}): ${parts}.`;
        },
        undo: "Desfazer",
        undoLabel: (at) => `Desfazer a importação de ${moment(at)}`,
        title: "Desfazer esta importação?",
        body: "Quem foi adicionado sai da turma e de uma aula em curso, e quem saiu volta a ela. As contas que ninguém ativou ainda são apagadas, e os códigos delas deixam de funcionar. É possível durante um dia.",
        confirm: "Desfazer a importação",
        done: (deleted) =>
            plural(deleted, {
                one: "A importação foi desfeita, e # conta foi apagada.",
                other: "A importação foi desfeita, e # contas foram apagadas.",
            }),
    },

    codes: {
        unclaimed: "Por ativar",
        waiting: (count) =>
            plural(count, {
                one: "# estudante ainda não ativou a conta.",
                other: "# estudantes ainda não ativaram a conta.",
            }),
        others: (count) =>
            plural(count, {
                one: "O código de # deles é entregue por outro professor.",
                other: "Os códigos de # deles são entregues por outros professores.",
            }),
        one: "Novo código",
        oneLabel: (name) => `Novo código para ${name}`,
        oneTitle: (name) => `Novo código para ${name}?`,
        oneBody: "Um código já existente deixa de funcionar.",
        all: "Novos códigos para todas as contas por ativar",
        allTitle: (count) =>
            plural(count, {
                one: "Novo código para # estudante?",
                other: "Novos códigos para # estudantes?",
            }),
        allBody: "Os códigos já existentes deixam de funcionar, também os dos cartões já entregues.",
        allConfirm: "Criar novos códigos",
        none: "Nenhum estudante precisa mais de um código.",
        unprinted: (count) =>
            plural(count, {
                one: "# código ainda não foi impresso nem baixado.",
                other: "# códigos ainda não foram impressos nem baixados.",
            }),
        show: "Mostrar códigos",
        failed: "Não foi possível carregar a lista de contas por ativar.",
    },

    pending: {
        heading: (count) => `Ainda fora da turma (${number(count)})`,
        explanation:
            "Estas contas já existiam antes de você importar a lista, e outra pessoa pode tê-las criado com o endereço de um estudante. Entregue o código ou confirme quem você conhece.",
        unconfirmed: "Por confirmar",
        invited: "Com convite",
        confirm: "Confirmar",
        confirmLabel: (name) => `Confirmar ${name}`,
        confirmed: (name) => `${name} está agora na turma.`,
        confirmAll: (count) => `Confirmar tudo (${number(count)})`,
        allConfirmed: (count) =>
            plural(count, {
                one: "# estudante está agora na turma.",
                other: "# estudantes estão agora na turma.",
            }),
        withdraw: "Retirar",
        withdrawLabel: (name) => `Retirar o convite de ${name}`,
        withdrawTitle: (name) => `Retirar o convite de ${name}?`,
        withdrawBody: "O código para esta turma deixa de funcionar. É possível convidar novamente a qualquer momento.",
        withdrawn: (name) => `O convite de ${name} foi retirado.`,
        failed: "Não foi possível carregar a lista de estudantes com convite.",
    },

    class: {
        importList: "Importar uma lista",
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: "Estudantes desta turma em CSV",
        xlsxLabel: "Estudantes desta turma para Excel (XLSX)",
        start: "Iniciar aula",
        resume: "Abrir a aula em curso",
        rename: "Renomear",
        archive: "Arquivar a turma",
        archiveInstead: "Arquivar em vez disso",
        archiveHint:
            "Uma turma arquivada desaparece da sua lista e das listas dos estudantes. As aulas anteriores, os relatórios e os arquivos são conservados, e é possível trazê-la de volta a qualquer momento.",
        archivedNow: (name) => `${name} foi arquivada.`,
        archived:
            "Esta turma está arquivada. Não é possível iniciar aulas nela, mas as aulas anteriores, os relatórios e os arquivos são conservados.",
        unarchive: "Trazer de volta às minhas turmas",
        unarchived: (name) => `${name} está de volta às suas turmas.`,
        delete: "Apagar a turma…",
        deleteConfirm: "Apagar a turma",
        renameTitle: "Renomear esta turma",
        newName: "Novo nome",
        save: "Salvar",
        renamed: "A turma foi renomeada.",
        deleteTitle: (name) => `Apagar ${name}?`,
        deleteBody:
            "Uma turma apagada não pode ser recuperada. As aulas anteriores, os relatórios e os arquivos são apagados com ela.",
        deleteSessions: (count) =>
            plural(count, {
                one: "# aula é apagada com ela e não pode ser recuperada.",
                other: "# aulas são apagadas com ela e não podem ser recuperadas.",
            }),
        deleteType: "Para apagar a turma, digite o nome dela:",
        deleteName: "Nome da turma",
        deleteWrongName: "Este não é o nome da turma.",
        deleted: (name) => `${name} foi apagada.`,
        students: (count) =>
            count
                ? plural(count, { one: "# estudante", other: "# estudantes" })
                : "Sem estudantes",
        noStudents:
            "Ainda não há estudantes. Adicione-os pelo nome ou cole uma lista de e-mails.",
        filter: "Buscar nesta turma",
        noMatch: "Nenhum estudante corresponde.",
        remove: "Remover",
        removeLabel: (name) => `Remover ${name}`,
        removeTitle: (name) => `Remover ${name} desta turma?`,
        removeBody: "Se houver uma aula em curso, a marcação nela também é removida. As aulas anteriores são conservadas.",
        removed: (name) => `Estudante fora da turma: ${name}.`,
        add: "Adicionar estudantes",
        search: "Buscar por nome ou e-mail",
        searchHint:
            "Ou pelo número de estudante. É preciso ter uma conta: cada um cria a sua aqui, ou você importa uma lista.",
        searchHintAssistant:
            "Ou pelo número de estudante. É preciso ter uma conta: cada um cria a sua aqui.",
        found: (count) =>
            plural(count, {
                one: "# estudante encontrado",
                other: "# estudantes encontrados",
            }),
        foundMany: (count) =>
            `São mostrados os primeiros ${number(count)}. Digite mais para encontrar outros.`,
        foundNone: "Nenhum estudante tem este nome, e-mail ou número. A conta já foi criada?",
        enrol: "Adicionar",
        enrolLabel: (name) => `Adicionar ${name}`,
        enrolled: "Nesta turma",
        enrolledNow: (name) => `${name} está agora na turma.`,
        paste: "Colar uma lista de e-mails",
        pasteField: "E-mails",
        pasteHint: "Um por linha ou separados por vírgulas. Podem conter nomes.",
        pasteSubmit: "Adicionar todos",
        pasteNothing: "Não há nenhum e-mail neste texto.",
        pasteProgress: (done, all) => `${number(done)} de ${number(all)}…`,
        pasteResult: (added, failed) =>
            [
                plural(added, {
                    one: "# estudante foi adicionado.",
                    other: "# estudantes foram adicionados.",
                }),
                failed &&
                    plural(failed, {
                        one: "# linha precisa da sua atenção. Ela continua na caixa.",
                        other: "# linhas precisam da sua atenção. Elas continuam na caixa.",
                    }),
            ]
                .filter(Boolean)
                .join(" "),
        outcome: {
            enrolled: "Na turma agora",
            already: "Já está nesta turma",
            invited: "Com convite. Entra quando o aceitar",
            unknown: "Nenhum estudante tem este e-mail",
            wrong: "Não é um e-mail",
        },
    },

    lateSetting: {
        current: (minutes) =>
            minutes === null
                ? "Os atrasos não são marcados automaticamente."
                : plural(minutes, {
                      one: "Conta como atraso a partir de # minuto após o início.",
                      other: "Conta como atraso a partir de # minutos após o início.",
                  }),
        button: "Atraso a partir de…",
        title: "Marcar atrasos automaticamente",
        body: "Em quem você tocar depois deste tempo, fica marcado um atraso. Sempre é possível escolher outra marcação.",
        label: "Minutos após o início",
        hint: "Um número inteiro de 1 a 1440. Deixe vazio para não marcar atrasos automaticamente.",
        save: "Salvar",
        changed: (minutes) =>
            minutes === null
                ? "A partir da próxima aula, os atrasos não são marcados automaticamente."
                : plural(minutes, {
                      one: "A partir da próxima aula, conta como atraso a partir de # minuto após o início.",
                      other: "A partir da próxima aula, conta como atraso a partir de # minutos após o início.",
                  }),
    },

    roll: {
        since: (iso) => `Desde: ${sessionStart(iso)}`,
        searchHint: "Buscar estudantes",
        shown: (count) =>
            plural(count, {
                one: "# estudante corresponde",
                other: "# estudantes correspondem",
            }),
        roster: "Lista de estudantes",
        help: "Toque em um estudante para marcá-lo presente. Toque de novo, ou nos pontos, para escolher outra marcação.",
        chooseFor: (name) => `Escolher outra marcação para ${name}`,
        filters: "Mostrar",
        filter: {
            all: "Todos",
            none: "Sem marcação",
            present: "Presentes",
            late: "Atrasos",
            excused: "Justificadas",
            absent: "Faltas",
        },
        filtered: {
            none: (count, shown) =>
                withShown(
                    plural(count, {
                        one: "# estudante sem marcação",
                        other: "# estudantes sem marcação",
                    }),
                    count,
                    shown,
                ),
            present: (count, shown) =>
                withShown(
                    plural(count, {
                        one: "# estudante presente",
                        other: "# estudantes presentes",
                    }),
                    count,
                    shown,
                ),
            late: (count, shown) =>
                withShown(plural(count, { one: "# atraso", other: "# atrasos" }), count, shown),
            excused: (count, shown) =>
                withShown(
                    plural(count, {
                        one: "# falta justificada",
                        other: "# faltas justificadas",
                    }),
                    count,
                    shown,
                ),
            absent: (count, shown) =>
                withShown(plural(count, { one: "# falta", other: "# faltas" }), count, shown),
        },
        projector: "Projetor",
        end: "Encerrar aula",
        shortcuts: "Atalhos de teclado",
        saving: "Salvando…",
        waiting: "À espera de envio",
        markedAt: (status, iso) => `${sessions.status[status]} ${time(iso)}`,
        notSaved: "Não salvo",
        lastChange: (name, status) => `${name}: ${being[status]}`,
        undo: "Desfazer",
        undone: (name) => `Desfeito: ${name}`,
        notUndone: (name, status) =>
            `Não foi desfeito: a marcação de ${name} foi alterada depois em outro lugar (“${being[status]}”).`,
        already: (name) => `${name} já tem a marcação “presente”.`,
        alreadyMarked: (name, status) =>
            status === "none"
                ? `${name} não tem nenhuma marcação.`
                : `${name} já tem a marcação “${being[status]}”.`,
        savedOne: (name, status) => `${name}: ${being[status]}`,
        savedMany: (count, present, total) =>
            plural(count, {
                one: `# marcação salva. Presentes: ${number(present)} de ${number(total)}.`,
                other: `# marcações salvas. Presentes: ${number(present)} de ${number(total)}.`,
            }),
        endTitle: "Encerrar esta aula?",
        endBody: (present, total) =>
            `Presentes: ${number(present)} de ${number(total)} estudantes. Os outros contarão como falta.`,
        endExcused: (count) =>
            plural(count, {
                one: "# dessas faltas está justificada.",
                other: "# dessas faltas estão justificadas.",
            }),
        endPending: (count) =>
            count
                ? plural(count, {
                      one: "# marcação ainda não foi salva. A aula é encerrada quando ela for salva.",
                      other: "# marcações ainda não foram salvas. A aula é encerrada quando elas forem salvas.",
                  })
                : "",
        endOffline: (count) =>
            count
                ? plural(count, {
                      one: "Não há conexão. Primeiro é enviada # marcação pendente, e a aula é encerrada quando a conexão voltar. Deixe esta página aberta, ou cancele.",
                      other: "Não há conexão. Primeiro são enviadas # marcações pendentes, e a aula é encerrada quando a conexão voltar. Deixe esta página aberta, ou cancele.",
                  })
                : "Não há conexão. A aula é encerrada quando ela voltar. Deixe esta página aberta, ou cancele.",
        endConfirm: "Encerrar aula",
        endedHere: "A aula terminou.",
        endedElsewhere: "A aula foi encerrada em outra janela.",
        notRunning: "Não há aula em curso nesta turma.",
        noStudents: "Ainda não há estudantes nesta turma.",
        noMatch: "Nenhum estudante corresponde a esta busca.",
        toClass: "Adicionar estudantes",
        shortcutTable: [
            ["← ↑ → ↓", "Ir de estudante em estudante"],
            ["Espaço ou Enter", "Marcar presente; de novo: escolher outra marcação"],
            ["p", "Marcar presente, mesmo depois da hora de atraso"],
            ["l", "Marcar atraso"],
            ["e", "Marcar falta justificada"],
            ["a", "Marcar falta"],
            ["n", "Retirar a marcação"],
            ["r", "Marcar o resto presente"],
            ["/", "Buscar"],
            ["Enter (na busca)", "Marcar o único que corresponde"],
            ["Esc (na busca)", "Limpar a busca e sair dela"],
            ["u", "Desfazer a última alteração"],
            ["?", "Mostrar estes atalhos"],
        ],
        shortcutsOn: "Usar os atalhos de uma tecla p, l, e, a, n, r, /, u e ?",
    },

    projector: {
        title: (className) => `Projetor: ${className}`,
        fullScreen: "Tela inteira",
        leave: "Fechar a vista do projetor",
        since: (iso) => `Desde: ${sessionStart(iso)}`,
        waiting: "À espera do primeiro nome…",
        others: (late, excused) =>
            enumerated([
                late && `atrasos: ${number(late)}`,
                excused && `justificadas: ${number(excused)}`,
            ]),
        ended: "A aula terminou",
        arrivals: "Acabam de chegar",
        notRunning: "Não há aula em curso. Ela aparece aqui quando começar.",
    },
};
