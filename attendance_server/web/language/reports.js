/**
 * The words of the summary of a session, and of what reports show while they are open.
 *
 * @module
 */

import { number, plural, sessionStart } from "/language/formats.js";

export const reports = {
    /** @param {string} startedAt @param {number} present */
    running: (startedAt, present) =>
        plural(
            present,
            `A session has been running since ${sessionStart(startedAt)}, with # student present so far. It counts here once it has ended.`,
            `A session has been running since ${sessionStart(startedAt)}, with # students present so far. It counts here once it has ended.`,
        ),
    runningColumn: "running, does not count yet",
    /** A student in a running session. @type {Record<string, string>} */
    soFar: {
        present: "In the running session: present",
        late: "In the running session: late",
        excused: "In the running session: excused",
        none: "In the running session: not marked yet",
    },

    summary: {
        list: "Students in this session",
        filters: "Show",
        /** @type {Record<string, string>} */
        filter: {
            all: "All",
            missing: "Missing",
            late: "Late",
            excused: "Excused",
            present: "Present",
            corrected: "Corrected",
            unmarked: "Not marked",
        },
        unmarked: "Never marked",
        none: "No student is in this group.",
        copy: "Copy addresses",
        /** @param {number} count */
        copied: (count) => plural(count, "# address copied.", "# addresses copied."),
        /** @param {number} count @param {number} without */
        copiedSome: (count, without) =>
            `${plural(count, "# address copied.", "# addresses copied.")} ${plural(without, "# student has no address.", "# students have no address.")}`,
        noAddress: "None of these students has an address.",
        copyTitle: "Copy these addresses",
        copyHint: "This browser does not let the page copy. The addresses are selected: copy them with the menu or with Ctrl+C.",
        addresses: "Addresses",
        done: "Done",
        choose: "Choose",
        /** @param {string} name */
        chooseLabel: (name) => `Choose ${name}`,
        chooseShown: "Choose all shown",
        /** @param {number} count */
        chosen: (count) => plural(count, "# student chosen", "# students chosen"),
        change: "Change marks…",
        clear: "Choose none",
        /** @param {number} count */
        changeTitle: (count) =>
            plural(count, "Change the mark of # student", "Change the marks of # students"),
        /** @param {number} count */
        save: (count) => plural(count, "Save # change", "Save # changes"),
        /** @param {number} count */
        saved: (count) => plural(count, "# mark was changed.", "# marks were changed."),
        /** @param {number} count @param {number} already */
        savedSome: (count, already) =>
            `${plural(count, "# mark was changed.", "# marks were changed.")} ${plural(already, "# student had this status already.", "# students had this status already.")}`,
        already: "All of them had this status already. Nothing was changed, and your reason was not saved.",
    },

    absences: {
        link: "Who was absent often",
        heading: "Who was absent often",
        hint: "Absences add up over all of your classes in use. Excused absences do not count.",
        schoolHint: "Absences add up over all classes in use. Excused absences do not count.",
        filesHint: "Files have only the classes that you own.",
        table: "Students who were absent often",
        file: "Absences",
        classes: "Classes",
        absences: "Absences",
        /** @param {number} count @param {number} times */
        count: (count, times) =>
            times === 1
                ? plural(count, "# student was absent at least once.", "# students were absent at least once.")
                : plural(
                      count,
                      `# student was absent ${number(times)} times or more.`,
                      `# students were absent ${number(times)} times or more.`,
                  ),
        none: "No student was absent that often in this period.",
        /** @param {number} count */
        inClass: (count) => plural(count, "# time", "# times"),
    },
};
