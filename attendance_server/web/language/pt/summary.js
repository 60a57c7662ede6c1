/**
 * The words of the list of students in an ended session.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/summary.js").summary} */
export const summary = {
    list: "Estudantes nesta aula",
    soFar: "Resumo até agora",
    soFarHint: "Quem falta vem primeiro. A lista acompanha cada marcação.",
    toRoll: "Voltar à chamada",
    filters: "Mostrar",
    filter: {
        all: "Todos",
        missing: "Não vieram",
        unmarked: "Sem marcação",
        late: "Atrasos",
        excused: "Justificadas",
        present: "Presentes",
        corrected: "Corrigidas",
    },
    neverMarked: "Sem marcação",
    none: "Não há estudantes neste grupo.",

    copy: "Copiar endereços",
    copied: (count) =>
        plural(count, {
            one: "# endereço foi copiado.",
            other: "# endereços foram copiados.",
        }),
    without: (count) =>
        plural(count, {
            one: "# estudante não tem endereço.",
            other: "# estudantes não têm endereço.",
        }),
    noAddress: "Nenhum destes estudantes tem endereço.",
    copyTitle: "Copie estes endereços",
    copyHint:
        "Este navegador não deixa a página copiar. Os endereços estão selecionados: copie-os pelo menu ou com Ctrl+C.",
    addresses: "Endereços",
    done: "Pronto",

    choose: (name) => `Selecionar ${name}`,
    chooseShown: "Selecionar todos os mostrados",
    chosen: (count) =>
        plural(count, {
            one: "# estudante selecionado",
            other: "# estudantes selecionados",
        }),
    change: "Alterar marcações…",
    chooseNone: "Limpar a seleção",
    changeTitle: (count) =>
        plural(count, {
            one: "Alterar a marcação de # estudante",
            other: "Alterar as marcações de # estudantes",
        }),
    save: "Salvar alterações",
    saved: (count) =>
        plural(count, {
            one: "# marcação foi alterada.",
            other: "# marcações foram alteradas.",
        }),
    unchanged: (count) =>
        plural(count, {
            one: "# estudante já estava nesta situação.",
            other: "# estudantes já estavam nesta situação.",
        }),
    nothingChanged:
        "Todos já estavam nesta situação. Nada foi alterado, e o motivo não foi salvo.",
};
