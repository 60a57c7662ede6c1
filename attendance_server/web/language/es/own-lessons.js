/** The words for lessons that were begun without a network. @module */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/own-lessons.js").ownLessons} */
export const ownLessons = {
    begun: "No hay red. La sesión se lleva en este dispositivo y se guarda cuando vuelva la red.",
    ended: "La sesión ha terminado en este dispositivo. Se guarda cuando vuelva la red.",
    waiting: (count) =>
        plural(count, {
            one: "Sin conexión, # sesión pendiente",
            other: "Sin conexión, # sesiones pendientes",
        }),
    copy: "Copiar la lista",
    copied: "Copiado.",
    notCopied: "Este navegador no deja que la página copie. Selecciona el texto en su lugar.",
};
