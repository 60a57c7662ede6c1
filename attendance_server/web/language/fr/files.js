/**
 * The words for files.
 *
 * @module
 */

/** @type {typeof import("/language/en/files.js").files} */
export const files = {
    more: "Autres fichiers",
    records: "Une ligne par élève et par séance",
    recordsWhat: "Présences, une ligne par élève et par séance,",
    school: "Présences de tout l’établissement",
    schoolBody:
        "Tous les élèves, à toutes les séances de ces jours, une ligne chacun. Le journal d’audit indique qui l’a téléchargé.",
    presets: "Pour un autre logiciel",
    system: "Logiciel",
    systems: [
        ["moodle", "Moodle (présences)"],
        ["canvas", "Canvas (carnet de notes)"],
        ["powerschool", "PowerSchool"],
        ["england", "SIMS : codes d’Angleterre"],
        ["oneroster", "OneRoster 1.1"],
        ["webuntis", "WebUntis"],
    ],
    download: "Télécharger",
};
