/** A QR code on a white card, which dark mode leaves white. @module */

import { s } from "/dom.js";
import { QUIET_ZONE, qrCode } from "/qr.js";

/** @param {string} description for screen readers */
export function qrPicture(description) {
    const ground = s("rect", { class: "qr-ground", x: 0, y: 0 });
    const modules = s("path", { class: "qr-modules" });
    const node = s(
        "svg",
        {
            ...{ class: "qr", role: "img", "aria-label": description },
            "shape-rendering": "crispEdges",
        },
        ground,
        modules,
    );
    return {
        node,
        /**
         * Without a symbol for the text, such as one with the address `[::1]`, it is hidden.
         *
         * @param {string} text in capital letters
         */
        update(text) {
            const rows = symbolOf(text);
            node.toggleAttribute("hidden", !rows.length);
            const size = String(rows.length + 2 * QUIET_ZONE);
            node.setAttribute("viewBox", `0 0 ${size} ${size}`);
            ground.setAttribute("width", size);
            ground.setAttribute("height", size);
            modules.setAttribute("d", rows.map(rowPath).join(""));
        },
    };
}

/** @param {string} text */
function symbolOf(text) {
    try {
        return qrCode(text);
    } catch {
        return [];
    }
}

/** The dark modules of a row, each run of them as one rectangle. */
function rowPath(/** @type {boolean[]} */ row, /** @type {number} */ place) {
    const runs = row.map(Number).join("").matchAll(/1+/g);
    return [...runs]
        .map(({ 0: run, index }) => {
            const [x, y] = [index + QUIET_ZONE, place + QUIET_ZONE];
            return `M${x} ${y}h${run.length}v1h-${run.length}z`;
        })
        .join("");
}
