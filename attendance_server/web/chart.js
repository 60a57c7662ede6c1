/**
 * Pictures of numbers, as SVG that also prints. Each says in words what it shows.
 *
 * @module
 */

import { s } from "/dom.js";

const RADIUS = 54;
const AROUND = 2 * Math.PI * RADIUS;

/**
 * A ring that fills as students come. It is turned by attributes, not rebuilt.
 *
 * @param {(present: number, total: number) => string} describe
 */
export function ring(describe) {
    const arc = s("circle", {
        class: "ring-arc",
        ...{ cx: 64, cy: 64, r: RADIUS, "stroke-dasharray": AROUND, "stroke-dashoffset": AROUND },
    });
    const count = s("text", { class: "ring-count", x: 64, y: 68 });
    const of = s("text", { class: "ring-of", x: 64, y: 86 });
    const node = s(
        "svg",
        { class: "ring", viewBox: "0 0 128 128", role: "img" },
        s("circle", { class: "ring-track", cx: 64, cy: 64, r: RADIUS }),
        arc,
        count,
        of,
    );
    return {
        node,
        /** @param {number} present @param {number} total @param {string} below */
        update(present, total, below) {
            const share = total ? Math.min(1, present / total) : 0;
            arc.setAttribute("stroke-dashoffset", String(AROUND * (1 - share)));
            // A round end would show a dot where nobody is there.
            arc.setAttribute("stroke-linecap", share ? "round" : "butt");
            arc.classList.toggle("is-empty", !share);
            count.textContent = String(present);
            of.textContent = below;
            node.setAttribute("aria-label", describe(present, total));
        },
    };
}

const BAR = 10;
const GAP = 4;
const HEIGHT = 48;
const STUB = 5;

/**
 * A bar a session, the oldest first: as high as the share of those who were there. A bar of
 * nobody is a hollow stub, so that it differs not by colour alone; a student's own is a hollow
 * bar where they were late, and a dashed stub where they were excused.
 *
 * @param {{ share: number, label: string, status?: string }[]} sessions
 * @param {string} description
 */
export function bars(sessions, description) {
    const width = Math.max(1, sessions.length) * (BAR + GAP) - GAP;
    return s(
        "svg",
        {
            ...{ class: "bars", role: "img", "aria-label": description },
            ...{ viewBox: `0 0 ${width} ${HEIGHT + 2}`, width, height: HEIGHT + 2 },
            // Very many become narrow rather than small.
            preserveAspectRatio: "none",
        },
        s("line", { class: "bars-ground", x1: 0, x2: width, y1: HEIGHT + 1, y2: HEIGHT + 1 }),
        sessions.map(({ share, label, status }, place) => {
            const height = Math.max(STUB, share * HEIGHT);
            return s(
                "rect",
                {
                    class: ["bar", !share && "is-none", status && `is-${status}`]
                        .filter(Boolean)
                        .join(" "),
                    ...{ x: place * (BAR + GAP) + 0.5, y: HEIGHT - height },
                    ...{ width: BAR - 1, height, rx: 2 },
                },
                s("title", {}, label),
            );
        }),
    );
}
