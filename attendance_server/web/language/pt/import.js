/**
 * The words of the page that imports a list.
 *
 * @module
 */

import { number, plural } from "/language/formats.js";

/** @import { ColumnRole, SkipCode } from "/api-types.js" */

/** What a column can be, in the order in which it is offered. @type {Record<ColumnRole, string>} */
const ROLES = {
    ignored: "Não usada",
    name: "Nome completo",
    givenName: "Nome",
    familyName: "Sobrenome",
    familyFirst: "Nome completo, sobrenome primeiro",
    email: "E-mail do estudante",
    studentNumber: "Número de estudante",
    contactEmail: "E-mail da família",
    class: "Turma",
    role: "Função, por exemplo professor",
    status: "Situação, por exemplo saiu",
    joined: "Hora de entrada",
    left: "Hora de saída",
    duration: "Duração",
};

/** @type {Record<SkipCode, string>} */
const SKIPPED = {
    teacher: "Um professor.",
    not_student: "Não é estudante.",
    left: "Já saiu.",
    test_student: "O estudante de teste de uma plataforma de ensino.",
    total: "Um total, ou um texto abaixo da lista.",
    points: "Pontos ou datas de um quadro de notas.",
    repeated_header: "O cabeçalho outra vez.",
    duplicate: "O mesmo estudante de uma linha anterior.",
    hidden: "Oculta na planilha. Para importá-la, mostre a linha lá.",
    filtered: "Excluída pelo filtro da planilha. Para importá-la, retire o filtro lá.",
};

/** @type {typeof import("/language/en/import.js").importWords} */
export const importWords = {
    heading: "Importar uma lista",
    title: (className) => `Importar uma lista: ${className}`,
    lead: "Adicione estudantes a partir de uma planilha. Primeiro você vê uma prévia: nada é alterado até você confirmar.",
    how: "Como o arquivo deve ser",
    rules: [
        "Excel (XLSX ou XLS), OpenDocument, CSV ou outro texto, até 2 MB e 10.000 estudantes: também como Moodle, Canvas, Google, Teams, Zoom, OneRoster e muitos sistemas escolares o exportam.",
        "Uma linha dá nome às colunas, em qualquer ordem: nome, e e-mail ou número de estudante, ou ambos. Nome e sobrenome podem estar em duas colunas, e pode haver um e-mail da família. Você vê como as colunas são entendidas e pode mudar isso.",
        "Abaixo dela, há um estudante por linha. Quem não tem conta recebe uma, com um código que você entrega.",
    ],
    sampleCaption: "Por exemplo:",
    sample: [
        ["Nome", "E-mail", "Número de estudante"],
        ["Ada Lovelace", "ada@school.example", "S-1042"],
        ["Alan Turing", "alan@school.example", "S-1043"],
    ],
    download: "Baixar um exemplo",
    sampleFile: "lista de exemplo",
    choose: "Escolher um arquivo",
    chooseOther: "Escolher outro arquivo",
    drop: "Ou solte-o aqui.",
    dropNow: "Solte o arquivo",
    oneOnly: "Você escolheu vários arquivos. Escolha um de cada vez.",
    unreadable: "Este arquivo não pode ser lido. Feche-o em outros programas e escolha-o novamente.",
    checking: (file) => `Verificando ${file}…`,
    checked: (file, count) =>
        plural(count, {
            one: `${file}: # linha`,
            other: `${file}: # linhas`,
        }),
    needsChoice: (file) => `É preciso fazer uma escolha em ${file}.`,
    notChecked: (file) => `${file} não foi verificado.`,
    preview: "O que aconteceria",
    lineByLine: "Linha por linha",
    filter: "Mostrar",
    show: {
        all: (count) => `Tudo ${number(count)}`,
        wrong: (count) => `Com erro ${number(count)}`,
        new: (count) => `Conta nova ${number(count)}`,
        known: (count) => `Com conta ${number(count)}`,
        unproven: (count) => `Por confirmar ${number(count)}`,
        enrolled: (count) => `Na turma ${number(count)}`,
        skipped: (count) => `Ignoradas ${number(count)}`,
    },

    becomes: {
        wrong: "Com erro",
        new: "Conta nova",
        known: "Com conta",
        unproven: "Por confirmar",
        enrolled: "Na turma",
        skipped: "Ignorada",
    },

    meaning:
        "“Conta nova”: uma conta é criada, com um código para ativá-la. “Com conta”: já tem conta e entra na turma. “Por confirmar”: entra quando digitar o código ou quando você confirmar.",
    table: "As linhas do arquivo e o que aconteceria com cada uma",
    line: "Linha",
    student: "Estudante",
    outcome: "O que aconteceria",
    number: String,
    noName: "Sem nome",
    knownAs: (name) => `A conta mantém o nome: ${name}`,
    shown: (shown, all) =>
        shown < all
            ? plural(all, {
                  one: `Primeiras linhas: ${number(shown)} de #`,
                  other: `Primeiras linhas: ${number(shown)} de #`,
              })
            : plural(all, { one: "# linha", other: "# linhas" }),
    more: (count) => `Mostrar mais ${number(count)}`,
    noLines: "Não há linhas assim.",
    fix: (count) =>
        plural(count, {
            one: "# linha tem erros, por isso a lista não é importada como está. Corrija o arquivo, salve e escolha-o novamente.",
            other: "# linhas têm erros, por isso a lista não é importada como está. Corrija o arquivo, salve e escolha-o novamente.",
        }),
    orOnlyRight: (right) =>
        plural(right, {
            one: "Ou importe # linha correta, e as outras mais tarde.",
            other: "Ou importe as # linhas corretas, e as outras mais tarde.",
        }),
    submitRight: (right) =>
        plural(right, { one: "Importar só # estudante", other: "Importar só # estudantes" }),
    saveWrong: "Salvar as linhas com erros",
    wrongFile: "linhas com erros",
    wrongColumns: ["Linha", "Nome", "E-mail", "Número de estudante", "Motivo"],
    noStudents: "Todas as linhas desta lista são ignoradas, por isso não há ninguém para importar.",
    nothing: "Todas as pessoas desta lista já estão na turma. Não há nada para importar.",
    submit: (count) =>
        plural(count, { one: "Importar # estudante", other: "Importar # estudantes" }),
    allOrNone: (fresh) =>
        fresh
            ? "Se algo der errado, ninguém é importado. Os códigos das contas novas aparecem logo depois."
            : "Se algo der errado, ninguém é importado.",
    importing: "Importando. Não feche esta página…",
    done: (joined, fresh, unconfirmed = 0) =>
        [
            fresh
                ? plural(joined, {
                      one: `# estudante entrou na turma. Contas novas: ${number(fresh)}.`,
                      other: `# estudantes entraram na turma. Contas novas: ${number(fresh)}.`,
                  })
                : plural(joined, {
                      one: "# estudante entrou na turma.",
                      other: "# estudantes entraram na turma.",
                  }),
            unconfirmed &&
                plural(unconfirmed, {
                    one: "# estudante ainda está por confirmar.",
                    other: "# estudantes ainda estão por confirmar.",
                }),
        ]
            .filter(Boolean)
            .join(" "),
    changed:
        "Algo mudou desde que este arquivo foi verificado, por isso nada foi importado. Esta é a nova prévia.",
    unknown:
        "O servidor não respondeu. Ou todos foram importados ou ninguém: verifique o arquivo novamente para saber. Se foram, crie novos códigos na página da turma.",
    checkAgain: "Verificar novamente",
    nothingChanged: "Nada foi alterado.",

    roles: ROLES,
    columns: {
        heading: "Como o arquivo é lido",
        lead: "Estas são as primeiras linhas da lista. Se uma coluna for entendida de outra forma, escolha o que ela é.",
        remembered: "As colunas são as que você escolheu para o último arquivo com estes cabeçalhos.",
        scroll: "As colunas do arquivo",
        caption: "O que é cada coluna, e as suas primeiras linhas",
        what: (header) => `O que é “${header}”`,
        unnamed: (place) => `Coluna ${number(place)}`,
        check: "Verifique isto",
        confirm: "As colunas estão certas",
        choose: "Escolher…",
        sheet: "Planilha",
        sheetRows: (sheet, rows) =>
            plural(rows, {
                one: `${sheet} (# linha)`,
                other: `${sheet} (# linhas)`,
            }),
        header: "Os nomes das colunas estão em",
        noHeader: "nenhuma linha",
        row: (row) => `linha ${number(row)}`,
        encoding: "Onde os nomes aparecem corretos?",
        noSpecialNames: "Não há nenhum nome com letras especiais.",
    },

    missing: {
        name: "Nenhuma coluna tem nomes completos. Escolha “Nome completo” acima de uma coluna, ou “Nome” e “Sobrenome” acima de duas.",
        login: "Nenhuma coluna tem e-mails ou números de estudante. Se houver uma, escolha o que ela é. Se não, mande criar números de estudante.",
        both: "Nenhuma coluna diz quem são os estudantes. Escolha acima das colunas o que elas são: uma lista precisa de nomes, e de e-mails ou números de estudante.",
    },

    makeNumbers: "Criar um número de estudante para quem não tem",
    makeNumbersHint:
        "Para estudantes sem e-mail nem número: entram com o número do cartão.",
    makeNames: "Criar os nomes a partir dos e-mails",
    makeNamesHint:
        "Por exemplo, Ada Okafor de ada.okafor@school.example. É possível corrigir um nome até a conta ser ativada.",
    getsNumber: "Recebe um número de estudante",
    skippedBecause: SKIPPED,
    leftOut: (count) =>
        plural(count, {
            one: "# linha com erros foi deixada de fora.",
            other: "# linhas com erros foram deixadas de fora.",
        }),
};
