/**
 * The words of the list of students in an ended session.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/summary.js").summary} */
export const summary = {
    list: "Estudiantes de esta sesión",
    soFar: "Resumen hasta ahora",
    soFarHint: "Quienes faltan van primero. La lista sigue cada marca.",
    toRoll: "Volver a la lista",
    filters: "Mostrar",
    filter: {
        all: "Todos",
        missing: "No vinieron",
        unmarked: "Sin marcar",
        late: "Tarde",
        excused: "Justificadas",
        present: "Presentes",
        corrected: "Corregidas",
    },
    neverMarked: "Sin marcar",
    none: "No hay estudiantes en este grupo.",

    copy: "Copiar direcciones",
    copied: (count) =>
        plural(count, {
            one: "Se ha copiado # dirección.",
            other: "Se han copiado # direcciones.",
        }),
    without: (count) =>
        plural(count, {
            one: "# estudiante no tiene dirección.",
            other: "# estudiantes no tienen dirección.",
        }),
    noAddress: "Ninguno de estos estudiantes tiene dirección.",
    copyTitle: "Copia estas direcciones",
    copyHint:
        "Este navegador no deja que la página copie. Las direcciones están seleccionadas: cópialas con el menú o con Ctrl+C.",
    addresses: "Direcciones",
    done: "Listo",

    choose: (name) => `Seleccionar a ${name}`,
    chooseShown: "Seleccionar a todos los mostrados",
    chosen: (count) =>
        plural(count, {
            one: "# estudiante seleccionado",
            other: "# estudiantes seleccionados",
        }),
    change: "Cambiar marcas…",
    chooseNone: "Quitar la selección",
    changeTitle: (count) =>
        plural(count, {
            one: "Cambiar la marca de # estudiante",
            other: "Cambiar las marcas de # estudiantes",
        }),
    save: "Guardar cambios",
    saved: (count) =>
        plural(count, { one: "Se ha cambiado # marca.", other: "Se han cambiado # marcas." }),
    unchanged: (count) =>
        plural(count, {
            one: "# estudiante ya tenía este estado.",
            other: "# estudiantes ya tenían este estado.",
        }),
    nothingChanged:
        "Todos tenían ya este estado. No se ha cambiado nada, y tu motivo no se ha guardado.",
};
