/**
 * The words of the page that lists who was absent often.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/absences.js").absences} */
export const absences = {
    link: "经常缺勤的学生",
    heading: "经常缺勤的学生",
    hint: "汇总您所有在用班级的缺勤次数。请假不计入。",
    schoolHint: "汇总所有在用班级的缺勤次数。请假不计入。",
    filesHint: "文件中只包含由您负责的班级。",
    table: "经常缺勤的学生",
    file: "缺勤",
    schoolClasses: "班级",
    times: "缺勤",
    from: "所在班级",
    once: (count) => plural(count, { other: "# 名学生至少缺勤一次。" }),
    often: (count, times) => plural(count, { other: `# 名学生缺勤 ${times} 次或以上。` }),
    none: "这段时间内没有学生缺勤这么多次。",
};
