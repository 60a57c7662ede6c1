/** The words for lessons that were begun without a network. @module */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/own-lessons.js").ownLessons} */
export const ownLessons = {
    begun: "Não há rede. A aula decorre neste dispositivo e é salva quando a rede voltar.",
    ended: "A aula terminou neste dispositivo. Ela é salva quando a rede voltar.",
    waiting: (count) =>
        plural(count, {
            one: "Sem conexão, # aula pendente",
            other: "Sem conexão, # aulas pendentes",
        }),
    copy: "Copiar a lista",
    copied: "Copiado.",
    notCopied: "Este navegador não deixa a página copiar. Em vez disso, selecione o texto.",
};
