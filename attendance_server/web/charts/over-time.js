/**
 * A class over time: the rate of each session as a line, and below it a column per session with the
 * number of students of each status.
 *
 * @module
 */

import { fills, picture } from "/charts/picture.js";
import { s } from "/dom.js";
import { text } from "/language/en/sessions.js";
import { STATUSES } from "/status.js";

/** @import { SessionReport } from "/api-types.js" */

const LEFT = 48;
const RIGHT = 10;
const LEGEND = 26;
const RATE = 84;
const BETWEEN = 34;
const COUNTS = 170;
const BELOW = 24;

/** The width of a column with its gap, in pixels. */
const LEAST = 3;
const MOST = 36;

/** The least distance between labels, in pixels. */
const WORDS = 52;

/**
 * Where and how wide columns are drawn, in pixels. `x`: the middle of a column; `step`: from one
 * column to the next; `top`: of the chart; `end`: its right edge.
 *
 * @typedef {{ x: (column: number) => number, step: number, top: number, end: number }} Placing
 */

/**
 * @param {SessionReport[]} sessions oldest first; at least one
 * @param {{ title: string, width: number }} options `width` in pixels; many sessions take more
 */
export function overTime(sessions, { title, width }) {
    const words = text.overTimePage;
    const room = width - LEFT - RIGHT;
    const step = Math.max(LEAST, Math.min(MOST, room / sessions.length));
    const total = Math.max(width, LEFT + RIGHT + step * sessions.length);
    const small = width < 430;
    const legend = small ? 2 * LEGEND : LEGEND;
    const rateTop = legend + 30;
    const countTop = rateTop + RATE + BETWEEN;
    const bottom = countTop + COUNTS;
    const rates = sessions.map(({ rate }) => rate).filter((rate) => rate !== null);
    const looks = fills();
    const x = (/** @type {number} */ column) => LEFT + step * (column + 0.5);
    const end = total - RIGHT;
    return picture(
        {
            ...{ width: Math.round(total), height: bottom + BELOW, title },
            description: words.describe({
                count: sessions.length,
                first: sessions[0].startedAt,
                last: sessions[sessions.length - 1].startedAt,
                least: rates.length ? Math.min(...rates) : null,
                most: rates.length ? Math.max(...rates) : null,
            }),
        },
        looks.defs,
        key(looks, small),
        rateLine(sessions, rates, { x, step, top: rateTop, end }),
        columns(sessions, looks, { x, step, top: countTop, end }),
        days(sessions, { x, step, y: bottom + 17 }),
    );
}

/** @param {ReturnType<typeof fills>} looks @param {boolean} small whether to use two lines */
function key(looks, small) {
    const room = small ? 110 : 92;
    return STATUSES.map((status, place) => {
        const [row, column] = small ? [Math.floor(place / 2), place % 2] : [0, place];
        const at = { x: LEFT + column * room, y: row * LEGEND + 3 };
        return s(
            "g",
            {},
            s("rect", { ...at, width: 14, height: 14, ...looks.fill(status) }),
            s("text", { class: "chart-text", x: at.x + 20, y: at.y + 12 }, text.status[status]),
        );
    });
}

/** @param {number} y @param {number} end @param {string} label */
function gridLine(y, end, label) {
    return s(
        "g",
        {},
        s("line", { class: "chart-line", x1: LEFT, x2: end, y1: y, y2: y }),
        s("text", { class: "chart-text is-number", x: LEFT - 6, y: y + 4 }, label),
    );
}

/** @param {SessionReport[]} sessions @param {number[]} rates @param {Placing} placing */
function rateLine(sessions, rates, { x, step, top, end }) {
    // The axis starts at a round value below the lowest rate, so that small differences show.
    const low = rates.length ? Math.min(0.75, Math.floor(Math.min(...rates) * 4) / 4) : 0;
    const y = (/** @type {number} */ rate) => top + RATE * (1 - (rate - low) / (1 - low));
    let path = "";
    let open = false;
    sessions.forEach(({ rate }, place) => {
        if (rate !== null) {
            path += `${open ? "L" : "M"}${x(place).toFixed(1)} ${y(rate).toFixed(1)}`;
        }
        open = rate !== null;
    });
    const dots = step >= 8 || rates.length === 1;
    const { rateAxis } = text.overTimePage;
    return [
        s("text", { class: "chart-text is-title", x: LEFT, y: top - 10 }, rateAxis),
        [low, (1 + low) / 2, 1].map((rate) => gridLine(y(rate), end, text.rate(rate))),
        s("path", { class: "chart-rate", d: path }),
        dots &&
            sessions.map(
                ({ rate }, place) =>
                    rate !== null &&
                    s("circle", { class: "chart-dot", cx: x(place), cy: y(rate), r: 3 }),
            ),
    ];
}

/**
 * @param {SessionReport[]} sessions @param {ReturnType<typeof fills>} looks
 * @param {Placing} placing
 */
function columns(sessions, looks, { x, step, top, end }) {
    const words = text.overTimePage;
    const ticks = roundTicks(Math.max(1, ...sessions.map(({ total }) => total)));
    const most = ticks.at(-1) ?? 1;
    const y = (/** @type {number} */ count) => top + COUNTS * (1 - count / most);
    const width = step - Math.min(4, step / 4);
    return [
        s("text", { class: "chart-text is-title", x: LEFT, y: top - 10 }, words.countAxis),
        ticks.map((count) => gridLine(y(count), end, words.number(count))),
        sessions.map(({ startedAt, counts, rate }, place) => {
            let below = 0;
            const parts = STATUSES.map((status) => {
                const count = counts[status];
                below += count;
                return (
                    count > 0 &&
                    s("rect", {
                        ...{ x: (x(place) - width / 2).toFixed(2), y: y(below).toFixed(2) },
                        ...{ width: width.toFixed(2) },
                        height: ((COUNTS * count) / most).toFixed(2),
                        ...looks.fill(status),
                    })
                );
            });
            return s(
                "g",
                {},
                s("title", {}, words.session(startedAt, counts, rate)),
                // The tooltip appears over the full height.
                s("rect", {
                    ...{ class: "chart-hover", x: x(place) - step / 2, y: top },
                    ...{ width: step, height: COUNTS },
                }),
                parts,
            );
        }),
    ];
}

/** Round whole numbers from 0 to at least `most`. @param {number} most */
function roundTicks(most) {
    const rough = most / 4;
    const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? 1;
    const count = Math.ceil(most / step);
    return Array.from({ length: count + 1 }, (_, place) => place * step);
}

/**
 * The dates below the columns: each if there is room, or else the first of each month.
 *
 * @param {SessionReport[]} sessions @param {Pick<Placing, "x" | "step"> & { y: number }} placing
 */
function days(sessions, { x, step, y }) {
    const words = text.overTimePage;
    const each = step * sessions.length >= WORDS * sessions.length;
    let last = -Infinity;
    let monthBefore = "";
    return sessions.map(({ startedAt }, place) => {
        const month = words.monthOfYear(startedAt);
        const starts = month !== monthBefore;
        const label = each ? words.day(startedAt) : words.month(startedAt);
        monthBefore = month;
        if (!(each || starts) || x(place) - last < WORDS - 12) {
            return false;
        }
        last = x(place);
        return [
            s("line", { class: "chart-tick", x1: last, x2: last, y1: y - 17, y2: y - 12 }),
            s("text", { class: "chart-text is-day", x: last, y }, label),
        ];
    });
}
