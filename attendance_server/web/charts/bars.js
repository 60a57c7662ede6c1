/** Small bars, one per session. @module */

import { s } from "/dom.js";

const BAR = 10;
const GAP = 4;
const HEIGHT = 48;
const STUB = 5;

/**
 * One bar per session, oldest first, as high as the share of students who were present. Bars differ
 * in shape and not only in colour: a session without any present student is a hollow stub. In a
 * student's own chart, late is a hollow bar and excused a dashed stub.
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
            // Many bars become narrower, not smaller.
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
