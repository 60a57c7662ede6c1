/**
 * The words for files.
 *
 * @module
 */

/** @type {typeof import("/language/en/files.js").files} */
export const files = {
    more: "ملفات أخرى",
    records: "سطر لكل طالب وحصة",
    recordsWhat: "الحضور، سطر لكل طالب وحصة،",
    school: "حضور المدرسة كلها",
    schoolBody: "كل طالب في كل حصة من هذه الأيام، في سطر مستقل. يبيّن سجل التدقيق من أخذ الملف.",
    presets: "لنظام آخر",
    system: "النظام",
    systems: [
        ["moodle", "Moodle (Attendance)"],
        ["canvas", "Canvas (سجل الدرجات)"],
        ["powerschool", "PowerSchool"],
        ["england", "SIMS: رموز إنجلترا"],
        ["oneroster", "OneRoster 1.1"],
        ["webuntis", "WebUntis"],
    ],
    download: "تنزيل",
};
