/**
 * The words for files.
 *
 * @module
 */

/** @type {typeof import("/language/en/files.js").files} */
export const files = {
    more: "更多文件",
    records: "每名学生每次点名一行",
    recordsWhat: "考勤（每名学生每次点名一行）",
    school: "全校考勤",
    schoolBody: "这段时间内每次点名的每名学生，各占一行。操作日志会记录是谁下载的。",
    presets: "用于其他系统",
    system: "系统",
    systems: [
        ["moodle", "Moodle（考勤）"],
        ["canvas", "Canvas（成绩册）"],
        ["powerschool", "PowerSchool"],
        ["england", "SIMS：英格兰代码"],
        ["oneroster", "OneRoster 1.1"],
        ["webuntis", "WebUntis"],
    ],
    download: "下载",
};
