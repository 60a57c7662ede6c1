/**
 * The words with which a teacher starts a session, adds the first students of a class and finds its
 * settings.
 *
 * @module
 */

import { sessionStart } from "/language/formats.js";

/** @type {typeof import("/language/en/class-page.js").startWords} */
export const startWords = {
    start: (className) => `开始点名：${className}`,
    resume: (iso) => `继续点名（始于 ${sessionStart(iso)}）`,
    resumeOf: (iso, className) => `继续点名（始于 ${sessionStart(iso)}）：${className}`,
    addStudents: "添加学生",
    addStudentsTo: (className) => `添加学生到 ${className}`,
    emptyTitle: "没有学生也开始点名？",
    emptyBody: "此班级还没有学生。点名进行时也可以添加学生。",
    emptyConfirm: "仍然开始",
};

/** @type {typeof import("/language/en/class-page.js").addWords} */
export const addWords = {
    heading: "添加学生",
    body: "从 Excel、Moodle、Canvas、Google、Teams 或其他系统的文件导入，也可以使用班级码，或按姓名添加。",
};

/** @type {typeof import("/language/en/class-page.js").settingsWords} */
export const settingsWords = {
    heading: "班级设置",
    link: "设置",
    name: "名称",
    late: "迟到",
    checkIn: "签到",
};
