/**
 * The words of what keeps a class up to date.
 *
 * @module
 */

import { enumerated } from "/language/pt/common.js";
import { day, moment, number, plural, time } from "/language/formats.js";

/** @import { Change } from "/api-types.js" */

/** @type {typeof import("/language/en/upkeep.js").keyWords} */
export const keyWords = {
    heading: "Chaves para envios noturnos",
    ofClass:
        "Um programa da escola pode manter esta turma como está nas suas listas. Em vez de senha, ele tem uma chave, que não serve para mais nada.",
    ofSchool:
        "Um programa da escola pode manter todas as turmas como estão nas suas listas. Em vez de senha, ele tem uma chave, que não serve para mais nada.",
    none: "Não há nenhuma chave.",
    make: "Criar uma chave",
    makeTitle: "Criar uma chave",
    name: "Para que ela serve?",
    nameHint: "Este nome aparece na lista de chaves, no log do servidor e no histórico de auditoria.",
    madeTitle: "Copie esta chave agora",
    madeBody: "Ela só é mostrada desta vez. Quem a tiver pode mudar quem está na turma.",
    key: "Chave",
    close: "Já copiei",
    about: (at, by, used) =>
        enumerated([
            by ? `Criada por ${by}: ${moment(at)}` : `Criada: ${moment(at)}`,
            used ? `último uso: ${moment(used)}` : "ainda não usada",
        ]),
    end: "Anular",
    endLabel: (name) => `Anular a chave ${name}`,
    endTitle: (name) => `Anular a chave ${name}?`,
    endBody: "A partir de agora, os envios com ela são recusados.",
    ended: "A chave foi anulada.",
};

/** @type {Record<Change, string>} */
const CHANGES = {
    new: "recebe uma conta",
    moved: "entra na turma",
    renamed: "recebe este nome",
    left: "sai da turma",
    invited: "recebe um convite",
    unchanged: "fica",
    wrong: "tem um erro",
};

/** @type {typeof import("/language/en/upkeep.js").syncWords} */
export const syncWords = {
    heading: "É a turma completa?",
    lead: "A turma pode ficar como esta lista diz. Os estudantes que não estão nela saem então da turma; as contas e as aulas anteriores são conservadas.",
    compare: "Comparar com a turma",
    comparing: "Comparando…",
    same: "A turma já está como a lista diz.",
    changes: CHANGES,
    summary: (counts) => {
        const parts = enumerated([
            counts.new && plural(counts.new, { one: "# conta nova", other: "# contas novas" }),
            counts.moved &&
                plural(counts.moved, {
                    one: "# estudante entra",
                    other: "# estudantes entram",
                }),
            counts.renamed &&
                plural(counts.renamed, { one: "# nome novo", other: "# nomes novos" }),
            counts.invited &&
                plural(counts.invited, {
                    one: "# convite",
                    other: "# convites",
                }),
            counts.left &&
                plural(counts.left, {
                    one: "# estudante sai",
                    other: "# estudantes saem",
                }),
            counts.unchanged && `${number(counts.unchanged)} sem alteração`,
        ]);
        return `${parts}.`;
    },

    wrong: (count) =>
        plural(count, {
            one: "# linha tem erros. Primeiro corrija o arquivo: faz-se tudo ou nada.",
            other: "# linhas têm erros. Primeiro corrija o arquivo: faz-se tudo ou nada.",
        }),
    before: (before) => `Nome atual: ${before}`,
    list: "O que muda",
    more: (count) =>
        plural(count, { one: "e mais # estudante", other: "e mais # estudantes" }),
    allowLeft: (left) =>
        plural(left, { one: "Sim, # estudante sai", other: "Sim, # estudantes saem" }),
    allowLeftHint: "É mais de um terço da turma. A lista está completa?",
    update: "Atualizar a turma",
    updating: "Atualizando a turma…",
    undo: "Isto pode ser desfeito durante um dia, na página da turma.",
    done: "A turma está agora como a lista diz.",
};

/** @type {typeof import("/language/en/upkeep.js").meetingWords} */
export const meetingWords = {
    heading: "Aula on-line",
    summary: "Importar um relatório de presenças do Teams ou do Zoom",
    lead: "O relatório torna-se uma aula anterior, que pode ser corrigida como qualquer outra.",
    choose: "Escolher um relatório",
    chooseOther: "Escolher outro relatório",
    drop: "O arquivo como o Teams ou o Zoom o salva. Também é possível soltá-lo nesta página.",
    sources: { teams: "Teams", zoom: "Zoom" },
    checking: (fileName) => `Lendo ${fileName}…`,
    when: (start, end) => `${day(start)}, ${time(start)} – ${time(end)}`,
    whenUnknown: "O relatório não diz quando foi a aula.",
    started: "Início da aula",
    ended: "Fim da aula",
    minMinutes: "Minutos para contar como presente",
    minMinutesHint: "Quem esteve menos tempo tem falta.",
    lateAfter: "Atraso a partir de (minutos)",
    lateAfterHint: "Desde o início da aula; vazio: nunca.",
    dates: "Datas no relatório",
    dayFirst: "dia, mês",
    monthFirst: "mês, dia",
    unclearDates: "As datas podem ser lidas das duas formas. Escolha uma.",
    again: "Aplicar",
    counts: ({ present, late, absent, others }) =>
        enumerated([
            plural(present, { one: "presentes: #", other: "presentes: #" }),
            late && plural(late, { one: "atrasos: #", other: "atrasos: #" }),
            plural(absent, { one: "faltas: #", other: "faltas: #" }),
            others &&
                plural(others, {
                    one: "# pessoa que não está na turma",
                    other: "# pessoas que não estão na turma",
                }),
        ]),
    student: "Estudante",
    status: "Situação",
    there: "Conexão",
    stay: (minutes, joined, left) =>
        enumerated([
            `${number(minutes)} min`,
            joined !== null && (left ? `${time(joined)} – ${time(left)}` : time(joined)),
        ]),
    found: {
        email: "encontrado pelo endereço",
        number: "encontrado pelo número",
        name: "encontrado pelo nome",
        no: "não está no relatório",
    },

    others: "Não encontrados na turma",
    othersHint:
        "Professores e convidados, e estudantes cujo nome na reunião não é claro. Corrija as marcações deles depois da importação.",
    add: "Adicionar esta aula",
    imported: "Este relatório já foi importado.",
    show: "Ver essa aula",
    replace: "Substituir essa aula",
    added: "A aula foi adicionada.",
    working: "Adicionando a aula…",
};
