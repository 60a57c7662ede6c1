/**
 * The words for files.
 *
 * @module
 */

/** @type {typeof import("/language/en/files.js").files} */
export const files = {
    more: "Mais arquivos",
    records: "Uma linha por estudante e aula",
    recordsWhat: "Presenças, uma linha por estudante e aula,",
    school: "Presenças de toda a escola",
    schoolBody:
        "Todas as pessoas em cada aula destes dias, uma linha para cada. O histórico de auditoria mostra quem baixou o arquivo.",
    presets: "Para outro sistema",
    system: "Sistema",
    systems: [
        ["moodle", "Moodle (Presenças)"],
        ["canvas", "Canvas (notas)"],
        ["powerschool", "PowerSchool"],
        ["england", "SIMS: códigos da Inglaterra"],
        ["oneroster", "OneRoster 1.1"],
        ["webuntis", "WebUntis"],
    ],
    download: "Baixar",
};
