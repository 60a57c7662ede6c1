/**
 * The words of the list of students in an ended session.
 *
 * @module
 */

import { plural } from "/language/formats.js";

export const summary = {
    list: "Students in this session",
    soFar: "Summary so far",
    soFarHint: "Who is missing comes first. The list follows each mark.",
    toRoll: "Back to the roll",
    filters: "Show",
    filter: {
        all: "All",
        missing: "Missing",
        unmarked: "Not marked",
        late: "Late",
        excused: "Excused",
        present: "Present",
        corrected: "Corrected",
    },
    /** Beside the status of a student who counts as absent. */
    neverMarked: "Not marked",
    none: "No student is in this group.",

    copy: "Copy addresses",
    /** @param {number} count */
    copied: (count) =>
        plural(count, { one: "# address was copied.", other: "# addresses were copied." }),
    /** @param {number} count */
    without: (count) =>
        plural(count, { one: "# student has no address.", other: "# students have no address." }),
    noAddress: "None of these students has an address.",
    copyTitle: "Copy these addresses",
    copyHint:
        "This browser does not let the page copy. The addresses are selected: copy them with the menu or with Ctrl+C.",
    addresses: "Addresses",
    done: "Done",

    /** @param {string} name */
    choose: (name) => `Choose ${name}`,
    chooseShown: "Choose all who are shown",
    /** @param {number} count */
    chosen: (count) => plural(count, { one: "# student chosen", other: "# students chosen" }),
    change: "Change marks…",
    chooseNone: "Choose none",
    /** @param {number} count */
    changeTitle: (count) =>
        plural(count, {
            one: "Change the mark of # student",
            other: "Change the marks of # students",
        }),
    save: "Save changes",
    /** @param {number} count */
    saved: (count) => plural(count, { one: "# mark was changed.", other: "# marks were changed." }),
    /** @param {number} count */
    unchanged: (count) =>
        plural(count, {
            one: "# student had this status already.",
            other: "# students had this status already.",
        }),
    nothingChanged:
        "All of them had this status already. Nothing was changed, and your reason was not saved.",
};
