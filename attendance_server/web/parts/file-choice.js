/** Choosing a file, or dropping one. @module */

import { h, uniqueId } from "/dom.js";
import { text } from "/language/text.js";
import { mark } from "/ui.js";

/**
 * What a browser calls such an input is not ours to translate: it is its label that is seen.
 *
 * @param {{
 *     label: string, hint: string, accept: string, signal: AbortSignal,
 *     chosen: (files: File[]) => void,
 * }} options
 */
export function fileChoice({ label, hint, accept, signal, chosen }) {
    const id = uniqueId("file");
    const words = h("span", {}, label);
    const input = h("input", {
        ...{ type: "file", id, accept, class: "unseen", "aria-describedby": `${id}-hint` },
        on: {
            // Else the same file, mended, would be none that is new.
            click: () => {
                input.value = "";
            },
            change: () => tell(input.files),
        },
    });
    const node = h(
        "div",
        { class: "drop" },
        input,
        h("label", { for: id, class: "button" }, mark("upload"), words),
        h("p", { class: "hint", id: `${id}-hint` }, hint),
        h("p", { class: "drop-now", "aria-hidden": "true" }, text.import.dropNow),
    );

    /** @param {FileList | null | undefined} files */
    function tell(files) {
        if (files?.length) {
            chosen([...files]);
        }
    }

    /** @param {DragEvent} event */
    const holdsFiles = (event) => Boolean(event.dataTransfer?.types.includes("Files"));

    // Anywhere on the page: beside the frame the browser would open the file, and leave the page.
    addEventListener(
        "dragover",
        (event) => {
            if (holdsFiles(event)) {
                event.preventDefault();
                node.classList.add("is-over");
            }
        },
        { signal },
    );
    addEventListener(
        "dragleave",
        (event) => {
            if (!event.relatedTarget) {
                node.classList.remove("is-over");
            }
        },
        { signal },
    );
    addEventListener(
        "drop",
        (event) => {
            if (holdsFiles(event)) {
                event.preventDefault();
                node.classList.remove("is-over");
                tell(event.dataTransfer?.files);
            }
        },
        { signal },
    );
    return {
        node,
        input,
        /** @param {string} now */
        rename(now) {
            words.textContent = now;
        },
    };
}
