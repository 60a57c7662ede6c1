/** Files that the server makes, as buttons. @module */

import { ApiError } from "/api.js";
import { save } from "/csv.js";
import { h } from "/dom.js";
import { errorText, text } from "/language/text.js";
import { button } from "/ui.js";

/**
 * Buttons that download files, with words on how far that is.
 *
 * @param {import("/app.js").App} app
 * @param {{ label: string, described?: string, path: () => string }[]} files
 * @param {...any} others further buttons
 */
export function exportButtons(app, files, ...others) {
    const words = text.exports;
    const state = h("p", { class: "hint", role: "status" });
    const buttons = files.map(({ label, described, path }) => {
        const node = button(
            label,
            { icon: "download", onClick: () => fetchFile(path()) },
            { "aria-label": described },
        );
        return node;
    });
    let busy = false;

    /** @param {string} path */
    async function fetchFile(path) {
        if (busy) {
            return;
        }
        setBusy(true);
        state.textContent = words.preparing;
        let told = 0;
        try {
            const { name, content } = await app.api.file(path, (bytes) => {
                // Not with every piece: a screen reader is to come along.
                if (bytes - told > TOLD) {
                    told = bytes;
                    state.textContent = words.received(bytes);
                }
            });
            save(name, content);
            state.textContent = words.done(name, content.size);
        } catch (error) {
            state.textContent = words.failed(why(error));
        } finally {
            setBusy(false);
        }
    }

    /** @param {boolean} now */
    function setBusy(now) {
        busy = now;
        for (const each of buttons) {
            each.toggleAttribute("aria-disabled", false);
            if (now) {
                each.setAttribute("aria-disabled", "true");
            }
        }
    }

    return h(
        "div",
        { class: "exports" },
        h("div", { class: "actions is-start" }, buttons, others),
        state,
    );
}

/** Bytes after which it is told again how many have come. */
const TOLD = 500_000;

/** @param {unknown} error */
function why(error) {
    if (error instanceof ApiError && error.status === 503 && error.retryAfter) {
        return text.exports.busy(error.retryAfter);
    }
    return error instanceof ApiError && error.status === 0
        ? text.exports.broken
        : errorText(error);
}

/** The time zone of the clock here, on which a file is to be. @returns {Record<string, string>} */
export function zoneQuery() {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return timeZone ? { tz: timeZone } : {};
}

/** @typedef {{ what: string, path: string, query: () => Record<string, string> }} Exported */

/** The same as CSV and for Excel. @param {Exported} exported */
export function files({ what, path, query }) {
    const words = text.exports;
    const as = (/** @type {string} */ format) => () =>
        `${path}?${new URLSearchParams({ ...query(), format })}`;
    return [
        { label: words.csv, described: words.csvLabel(what), path: as("csv") },
        { label: words.xlsx, described: words.xlsxLabel(what), path: as("xlsx") },
    ];
}

/**
 * A report as CSV and for Excel, and a button that prints the page.
 *
 * @param {import("/app.js").App} app @param {Exported} report
 */
export const reportExports = (app, report) =>
    exportButtons(
        app,
        files(report),
        button(text.exports.print, { icon: "print", onClick: () => print() }),
    );
