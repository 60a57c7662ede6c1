/**
 * What is wrong with a roster file or a line of it.
 *
 * @module
 */

import { fileProblems as ofFiles, lineProblems as ofLines } from "/language/en/file-problems.js";
import { about, problemText } from "/language/errors.js";

/** @import { Problem } from "/api-types.js" */
/** @import { Words } from "/language/errors.js" */

/** @type {Record<string, Words>} */
const OF_FILES = ofFiles;

/** @type {Record<string, Words | undefined>} */
const OF_LINES = ofLines;

/** @param {Problem[]} details what is wrong with a roster file, or with how it is to be read */
export const fileProblems = (details) =>
    details
        .map((each) =>
            each.code in OF_FILES ? about(OF_FILES[each.code], each) : problemText(each),
        )
        .join(" ");

/** @param {Problem[]} problems what is wrong with a line of a roster, or odd about it */
export const lineProblems = (problems) =>
    problems
        .map((each) => about(OF_LINES[`${each.path} ${each.code}`], each))
        .join(" ");
