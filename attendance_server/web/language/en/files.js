/**
 * The words for files.
 *
 * @module
 */

export const files = {
    more: "More files",
    records: "One line per student and session",
    recordsWhat: "Attendance, one line per student and session,",
    school: "Attendance of the whole school",
    schoolBody:
        "Everyone in every session of these days, one line each. The audit log shows who has taken it.",
    presets: "For another system",
    system: "System",
    /** @type {[string, string][]} values of the server, and the names of the systems */
    systems: [
        ["moodle", "Moodle (Attendance)"],
        ["canvas", "Canvas (gradebook)"],
        ["powerschool", "PowerSchool"],
        ["england", "SIMS: codes of England"],
        ["oneroster", "OneRoster 1.1"],
        ["webuntis", "WebUntis"],
    ],
    download: "Download",
};
