/** Choosing a file, or dropping one on the page. @module */

import { h, uniqueId } from "/dom.js";
import { importWords } from "/language/en/import.js";
import { iconFor } from "/ui.js";

/**
 * The browser's own words for a file input cannot be translated, so only its label is shown.
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
            // Otherwise, choosing the same file again would not be a change.
            click: () => {
                input.value = "";
            },
            change: () => choose(input.files),
        },
    });
    const node = h(
        "div",
        { class: "drop" },
        input,
        h("label", { for: id, class: "button" }, iconFor("upload"), words),
        h("p", { class: "hint", id: `${id}-hint` }, hint),
        h("p", { class: "drop-now", "aria-hidden": "true" }, importWords.dropNow),
    );

    /** @param {FileList | null | undefined} files */
    function choose(files) {
        if (files?.length) {
            chosen([...files]);
        }
    }

    /** @param {DragEvent} event */
    const holdsFiles = (event) => Boolean(event.dataTransfer?.types.includes("Files"));

    // Anywhere on the page, because browsers open a file that is dropped elsewhere.
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
                choose(event.dataTransfer?.files);
            }
        },
        { signal },
    );
    return {
        node,
        input,
        /** @param {string} newLabel */
        rename(newLabel) {
            words.textContent = newLabel;
        },
    };
}
