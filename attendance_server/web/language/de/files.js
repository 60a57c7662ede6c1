/**
 * The words for files.
 *
 * @module
 */

/** @type {typeof import("/language/en/files.js").files} */
export const files = {
    more: "Weitere Dateien",
    records: "Eine Zeile je Person und Stunde",
    recordsWhat: "Anwesenheit, eine Zeile je Person und Stunde,",
    school: "Anwesenheit der ganzen Schule",
    schoolBody:
        "Alle Personen in allen Stunden dieser Tage, je eine Zeile. Im Protokoll steht, wer sie geholt hat.",
    presets: "Für ein anderes System",
    system: "System",
    systems: [
        ["moodle", "Moodle (Anwesenheit)"],
        ["canvas", "Canvas (Notenbuch)"],
        ["powerschool", "PowerSchool"],
        ["england", "SIMS: Codes aus England"],
        ["oneroster", "OneRoster 1.1"],
        ["webuntis", "WebUntis"],
    ],
    download: "Herunterladen",
};
