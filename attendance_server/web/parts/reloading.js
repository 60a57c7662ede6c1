/** Content that is loaded again, such as for other days. @module */

import { h, replace } from "/dom.js";
import { errorText } from "/language/errors.js";
import { text } from "/language/en/reports.js";
import { button, iconFor } from "/ui.js";

/** @import { Child } from "/dom.js" */

/**
 * Content that can be loaded again, when the choice has changed.
 *
 * @template T
 * @param {AbortSignal} signal
 * @param {(signal: AbortSignal) => Promise<T>} load @param {(data: T) => Child} draw
 */
export function reloading(signal, load, draw) {
    const node = h("div", { class: "stack results" });
    let current = new AbortController();
    signal.addEventListener("abort", () => current.abort());

    async function reload() {
        current.abort();
        const own = new AbortController();
        current = own;
        node.setAttribute("aria-busy", "true");
        try {
            const data = await load(own.signal);
            if (!own.signal.aborted) {
                replace(node, draw(data));
            }
        } catch (error) {
            if (!own.signal.aborted) {
                replace(node, problem(error));
            }
        } finally {
            if (current === own) {
                node.removeAttribute("aria-busy");
            }
        }
    }

    /** @param {unknown} error */
    function problem(error) {
        return h(
            "div",
            { class: "notice is-error", role: "alert" },
            iconFor("warning"),
            h("p", {}, `${text.report.failed} ${errorText(error)}`),
            button(text.tryAgain, { onClick: reload }),
        );
    }

    return {
        node,
        reload,
        /** Like `reload`, before the page is shown: raises what went wrong. */
        async start() {
            replace(node, draw(await load(signal)));
        },
    };
}
