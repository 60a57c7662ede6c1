/**
 * A student's status in each session: a square with a letter per session, in order of time, with a
 * row per month.
 *
 * @module
 */

import { picture } from "/charts/picture.js";
import { s } from "/dom.js";
import { text } from "/language/en/reports.js";
import { dayOfMonth, monthOfYear } from "/language/formats.js";

/** @import { Child } from "/dom.js" */
/** @import { Status } from "/status.js" */

const LABEL = 66;
const CELL = 26;
const STEP = CELL + 4;
const DAY = 14;
const LINE = CELL + DAY + 6;

/**
 * @param {{ startedAt: string, status: Status }[]} sessions oldest first
 * @param {{ title: string, description: string, width: number }} options `width` in pixels
 */
export function statusesOverTime(sessions, { title, description, width }) {
    const room = Math.max(1, Math.floor((width - LABEL) / STEP));
    /** @type {Child[]} */
    const drawn = [];
    let line = -1;
    let place = 0;
    let month = "";
    for (const { startedAt, status } of sessions) {
        const thisMonth = monthOfYear(startedAt);
        if (thisMonth !== month || place === room) {
            line += 1;
            place = 0;
        }
        const y = line * LINE;
        if (thisMonth !== month) {
            month = thisMonth;
            drawn.push(s("text", { class: "chart-text", x: 0, y: y + DAY + 18 }, month));
        }
        const x = LABEL + place * STEP;
        drawn.push(
            s(
                "g",
                { class: `mark is-${status}` },
                s("title", {}, text.studentReport.cell(startedAt, status)),
                s(
                    "text",
                    { class: "chart-text is-day", x: x + CELL / 2, y: y + DAY - 3 },
                    dayOfMonth(startedAt),
                ),
                s("rect", {
                    ...{ class: "mark-square", x: x + 0.5, y: y + DAY + 0.5, rx: 4 },
                    ...{ width: CELL - 1, height: CELL - 1 },
                }),
                s(
                    "text",
                    { class: "mark-letter", x: x + CELL / 2, y: y + DAY + 18 },
                    text.statusLetter[status],
                ),
            ),
        );
        place += 1;
    }
    return picture(
        { width, height: (line + 1) * LINE, title, description },
        drawn,
    );
}
