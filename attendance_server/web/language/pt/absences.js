/**
 * The words of the page that lists who was absent often.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/absences.js").absences} */
export const absences = {
    link: "Quem falta muito",
    heading: "Quem falta muito",
    hint: "As faltas de todas as suas turmas ativas são somadas. Faltas justificadas não contam.",
    schoolHint: "As faltas de todas as turmas ativas são somadas. Faltas justificadas não contam.",
    filesHint: "Os arquivos contêm apenas as turmas de que você é titular.",
    table: "Estudantes que faltam muito",
    file: "Faltas",
    schoolClasses: "Turmas",
    times: "Faltas",
    from: "Destas turmas",
    once: (count) =>
        count
            ? plural(count, {
                  one: "# estudante faltou pelo menos uma vez.",
                  other: "# estudantes faltaram pelo menos uma vez.",
              })
            : "Ninguém faltou.",
    often: (count, times) =>
        count
            ? plural(count, {
                  one: `# estudante faltou ${times} vezes ou mais.`,
                  other: `# estudantes faltaram ${times} vezes ou mais.`,
              })
            : `Ninguém faltou ${times} vezes ou mais.`,
    none: "Ninguém faltou tantas vezes neste período.",
};
