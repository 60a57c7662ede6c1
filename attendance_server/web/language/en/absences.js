/**
 * The words of the page that lists who was absent often.
 *
 * @module
 */

import { plural } from "/language/formats.js";

export const absences = {
    link: "Who was absent often",
    heading: "Who was absent often",
    hint: "Absences in all of your classes in use add up. Excused absences do not count.",
    schoolHint: "Absences in all classes in use add up. Excused absences do not count.",
    filesHint: "Files have only the classes that you own.",
    table: "Students who were absent often",
    file: "Absences",
    schoolClasses: "Classes",
    times: "Absent",
    from: "From these classes",
    /** @param {number} count */
    once: (count) =>
        plural(count, {
            one: "# student was absent at least once.",
            other: "# students were absent at least once.",
        }),
    /** @param {number} count @param {string} times */
    often: (count, times) =>
        plural(count, {
            one: `# student was absent ${times} times or more.`,
            other: `# students were absent ${times} times or more.`,
        }),
    none: "No student was absent that often in this period.",
};
