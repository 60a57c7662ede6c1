/**
 * The words of the bar of the roll, of marking all students at once, and of how they are listed.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/roll.js").words} */
export const words = {
    rest: "Resto presente",
    restAs: "Marcar al resto de otra forma",
    restTitle: (count) =>
        plural(count, { one: "# estudiante sin marcar", other: "# estudiantes sin marcar" }),
    restDone: {
        present: (count) =>
            plural(count, {
                one: "Marca «presente» puesta a # estudiante",
                other: "Marca «presente» puesta a # estudiantes",
            }),
        late: (count) =>
            plural(count, {
                one: "Marca «tarde» puesta a # estudiante",
                other: "Marca «tarde» puesta a # estudiantes",
            }),
        excused: (count) =>
            plural(count, {
                one: "Falta justificada puesta a # estudiante",
                other: "Falta justificada puesta a # estudiantes",
            }),
        absent: (count) =>
            plural(count, {
                one: "Falta puesta a # estudiante",
                other: "Falta puesta a # estudiantes",
            }),
    },
    tapAway: "Toca a quien no esté.",
    noRest: "Todos los estudiantes tienen ya una marca.",
    undone: (count) =>
        plural(count, { one: "Deshecho: # marca", other: "Deshecho: # marcas" }),
    notUndone: (count) =>
        plural(count, {
            one: "# estudiante conserva su marca, porque después se cambió en otro lugar.",
            other: "# estudiantes conservan su marca, porque después se cambió en otro lugar.",
        }),
    takeBack: "Quitar la marca",
    away: (name) => `Poner falta a ${name}`,

    summary: "Resumen",
    view: "Vista",
    layout: "Mostrar estudiantes como",
    layouts: { tiles: "Mosaico", dense: "Mosaico pequeño", list: "Lista" },
    order: "Ordenar estudiantes por",
    letters: "Ir a una letra",
    otherLetters: "Otras",

    checkIn: "Registro",
    checkInWaiting: (count) =>
        plural(count, {
            one: "Registro: # estudiante necesita tu atención",
            other: "Registro: # estudiantes necesitan tu atención",
        }),
};
