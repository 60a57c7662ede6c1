/** A ring that fills up as students arrive. @module */

import { s } from "/dom.js";
import { number } from "/language/formats.js";

const RADIUS = 54;
const AROUND = 2 * Math.PI * RADIUS;

/**
 * The ring is updated in place, so that changes are animated.
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
            // A round end would show a dot when nobody is present.
            arc.setAttribute("stroke-linecap", share ? "round" : "butt");
            arc.classList.toggle("is-empty", !share);
            count.textContent = number(present);
            of.textContent = below;
            node.setAttribute("aria-label", describe(present, total));
        },
    };
}
