/**
 * The words for files.
 *
 * @module
 */

/** @type {typeof import("/language/en/files.js").files} */
export const files = {
    more: "Más archivos",
    records: "Una línea por estudiante y sesión",
    recordsWhat: "Asistencia, una línea por estudiante y sesión,",
    school: "Asistencia de todo el centro",
    schoolBody:
        "Todas las personas en cada sesión de estos días, una línea por cada una. El historial de auditoría muestra quién lo ha descargado.",
    presets: "Para otro sistema",
    system: "Sistema",
    systems: [
        ["moodle", "Moodle (Asistencia)"],
        ["canvas", "Canvas (calificaciones)"],
        ["powerschool", "PowerSchool"],
        ["england", "SIMS: códigos de Inglaterra"],
        ["oneroster", "OneRoster 1.1"],
        ["webuntis", "WebUntis"],
    ],
    download: "Descargar",
};
