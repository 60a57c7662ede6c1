/** The head of the roll, and the buttons of its bar. @module */

import { h, name } from "/dom.js";
import { words as rollWords } from "/language/en/roll.js";
import { text } from "/language/en/teacher.js";
import { to } from "/router.js";
import { button, iconFor, linkButton } from "/ui.js";

/** @import { ClassRoster } from "/api-types.js" */

/**
 * @param {ClassRoster} class_ @param {string | undefined} startedAt @param {Element} ring
 * @param {() => void} end
 */
export function rollHead({ _id, className }, startedAt, ring, end) {
    const words = text.roll;
    return h(
        "div",
        { class: "roll-head" },
        ring,
        h(
            "div",
            { class: "roll-title" },
            h("p", { class: "crumb" }, h("a", { href: to.class(_id) }, text.backTo(className))),
            h("h1", {}, name(className)),
            h("p", { class: "quiet" }, startedAt && words.since(startedAt)),
        ),
        h(
            "div",
            { class: "actions is-start" },
            linkButton(rollWords.summary, to.soFar(_id), { icon: "summary" }),
            // With an opener, the new window shares the log-in.
            linkButton(
                words.projector,
                to.projector(_id),
                { icon: "screen" },
                { target: "_blank", rel: "opener" },
            ),
            button(words.end, { kind: "danger", onClick: end }),
        ),
    );
}

/**
 * A button of the bar that shows an icon only.
 *
 * @param {string} label @param {string} icon @param {() => unknown} onClick
 * @param {Record<string, any>} [props]
 */
export function tool(label, icon, onClick, props = {}) {
    return h(
        "button",
        {
            ...{ type: "button", class: "tool", "aria-label": label, title: label },
            on: { click: () => void onClick() },
            ...props,
        },
        iconFor(icon),
    );
}
