/**
 * The words of the bar of the roll, of marking all students at once, and of how they are listed.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @import { Status } from "/status.js" */

export const words = {
    rest: "Mark the rest present",
    restAs: "Mark the rest as something else",
    /** @param {number} count */
    restTitle: (count) =>
        plural(count, { one: "# student is not marked", other: "# students are not marked" }),
    /** @type {Record<Status, (count: number) => string>} */
    restDone: {
        present: (count) =>
            plural(count, { one: "# student marked present", other: "# students marked present" }),
        late: (count) =>
            plural(count, { one: "# student marked late", other: "# students marked late" }),
        excused: (count) =>
            plural(count, { one: "# student marked excused", other: "# students marked excused" }),
        absent: (count) =>
            plural(count, { one: "# student marked absent", other: "# students marked absent" }),
    },
    tapAway: "Tap anyone who is not here.",
    noRest: "Every student has a mark already.",
    /** @param {number} count */
    undone: (count) => plural(count, { one: "Undone: # mark", other: "Undone: # marks" }),
    /** @param {number} count */
    notUndone: (count) =>
        plural(count, {
            one: "# student was changed elsewhere since, and keeps that mark.",
            other: "# students were changed elsewhere since, and keep those marks.",
        }),
    /** @param {string} name */
    away: (name) => `Mark ${name} absent`,
    takeBack: "Take the mark back",

    summary: "Summary",
    view: "View",
    layout: "Show students as",
    layouts: { tiles: "Tiles", dense: "Small tiles", list: "List" },
    order: "Sort students by",
    letters: "Jump to a letter",
    otherLetters: "Others",

    checkIn: "Check-in",
    /** @param {number} count */
    checkInWaiting: (count) =>
        plural(count, {
            one: "Check-in: # student needs your attention",
            other: "Check-in: # students need your attention",
        }),
};
