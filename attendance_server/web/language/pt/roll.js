/**
 * The words of the bar of the roll, of marking all students at once, and of how they are listed.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/roll.js").words} */
export const words = {
    rest: "Resto presente",
    restAs: "Marcar o resto de outra forma",
    restTitle: (count) =>
        plural(count, {
            one: "# estudante sem marcação",
            other: "# estudantes sem marcação",
        }),
    restDone: {
        present: (count) =>
            plural(count, {
                one: "“Presente” marcado para # estudante",
                other: "“Presente” marcado para # estudantes",
            }),
        late: (count) =>
            plural(count, {
                one: "Atraso marcado para # estudante",
                other: "Atraso marcado para # estudantes",
            }),
        excused: (count) =>
            plural(count, {
                one: "Falta justificada marcada para # estudante",
                other: "Falta justificada marcada para # estudantes",
            }),
        absent: (count) =>
            plural(count, {
                one: "Falta marcada para # estudante",
                other: "Falta marcada para # estudantes",
            }),
    },
    tapAway: "Toque em quem não estiver.",
    noRest: "Todos os estudantes já têm uma marcação.",
    undone: (count) =>
        plural(count, { one: "Desfeito: # marcação", other: "Desfeito: # marcações" }),
    notUndone: (count) =>
        plural(count, {
            one: "# estudante mantém a marcação, pois ela foi alterada depois em outro lugar.",
            other: "# estudantes mantêm a marcação, pois ela foi alterada depois em outro lugar.",
        }),
    takeBack: "Retirar a marcação",
    away: (name) => `Marcar falta: ${name}`,

    summary: "Resumo",
    view: "Exibição",
    layout: "Mostrar estudantes em",
    layouts: { tiles: "Blocos", dense: "Blocos pequenos", list: "Lista" },
    order: "Ordenar estudantes por",
    letters: "Ir para uma letra",
    otherLetters: "Outras",

    checkIn: "Check-in",
    checkInWaiting: (count) =>
        plural(count, {
            one: "Check-in: # estudante precisa da sua atenção",
            other: "Check-in: # estudantes precisam da sua atenção",
        }),
};
