/** The heading of a report. @module */

import { h } from "/dom.js";

/** @import { Child } from "/dom.js" */

/**
 * The heading of a report, with its period and its tools.
 *
 * @param {Child} heading @param {Child} range @param {...Child} tools
 */
export function reportHead(heading, range, ...tools) {
    return h("div", { class: "report-head" }, h("div", {}, heading, range), tools);
}
