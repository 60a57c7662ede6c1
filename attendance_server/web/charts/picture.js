/**
 * What the larger charts share: how the four statuses are filled, and how a chart gets its width.
 *
 * @module
 */

import { h, replace, s, uniqueId } from "/dom.js";

/** @import { Child } from "/dom.js" */
/** @import { Status } from "/status.js" */

/** The width of a chart on paper, in pixels. */
const PAPER = 680;

/**
 * A chart that is drawn for the available width, so that its text keeps its size, and drawn again
 * for paper. A wider chart scrolls.
 *
 * @param {(width: number) => SVGElement} draw
 * @param {AbortSignal} signal aborted when the chart is no longer shown
 */
export function fitted(draw, signal) {
    const node = h("div", { class: "picture" });
    let drawn = 0;
    let onPaper = false;

    /** @param {number} width */
    function show(width) {
        if (width && width !== drawn) {
            drawn = width;
            replace(node, draw(width));
            // What scrolls must be reachable with the keyboard.
            const wide = node.scrollWidth > node.clientWidth + 1;
            node.toggleAttribute("tabindex", false);
            if (wide) {
                node.setAttribute("tabindex", "0");
            }
        }
    }

    const observer = new ResizeObserver(() => !onPaper && show(node.clientWidth));
    observer.observe(node);
    signal.addEventListener("abort", () => observer.disconnect());
    addEventListener(
        "beforeprint",
        () => {
            onPaper = true;
            show(PAPER);
        },
        { signal },
    );
    addEventListener(
        "afterprint",
        () => {
            onPaper = false;
            show(node.clientWidth);
        },
        { signal },
    );
    return node;
}

/**
 * An SVG with a title and a description for screen readers.
 *
 * @param {{ width: number, height: number, title: string, description: string }} about
 * @param {...Child} content
 */
export function picture({ width, height, title, description }, ...content) {
    const id = uniqueId("picture");
    return s(
        "svg",
        {
            ...{ class: "chart-svg", role: "img", width, height },
            viewBox: `0 0 ${width} ${height}`,
            ...{ "aria-labelledby": `${id}-title`, "aria-describedby": `${id}-description` },
        },
        s("title", { id: `${id}-title` }, title),
        s("desc", { id: `${id}-description` }, description),
        content,
    );
}

/**
 * The fills of the statuses: present plain, late hatched, excused dotted, absent dark. Use `fill`
 * for the attributes of a shape, and `defs` once per SVG.
 *
 * @returns {{ defs: SVGElement, fill: (status: Status) => { class: string, fill?: string } }}
 */
export function fills() {
    const id = uniqueId("fill");
    const pattern = (/** @type {string} */ status, /** @type {SVGElement} */ drawing) =>
        s(
            "pattern",
            {
                ...{ id: `${id}-${status}`, width: 5, height: 5 },
                patternUnits: "userSpaceOnUse",
            },
            s("rect", { class: `fill-ground is-${status}`, width: 5, height: 5 }),
            drawing,
        );
    const defs = s(
        "defs",
        {},
        pattern(
            "late",
            s("path", { class: "fill-lines is-late", d: "M-1 6L6 -1M-1 1L1 -1M4 6L6 4" }),
        ),
        pattern(
            "excused",
            s("circle", { class: "fill-dots is-excused", cx: 2.5, cy: 2.5, r: 1.2 }),
        ),
    );
    return {
        defs,
        fill: (status) =>
            status === "late" || status === "excused"
                ? { fill: `url(#${id}-${status})`, class: `column is-${status}` }
                : { class: `column is-${status}` },
    };
}
