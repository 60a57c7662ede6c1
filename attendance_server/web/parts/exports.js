/** Buttons that download files from the server. @module */

import { ApiError, isNoAnswer } from "/api.js";
import { save } from "/csv.js";
import { h } from "/dom.js";
import { text } from "/language/en/reports.js";
import { errorText } from "/language/errors.js";
import { csvQuery, headingsQuery, sortQuery } from "/parts/file-form.js";
import { button } from "/ui.js";

/** @import { App } from "/app.js" */
/** @import { Child } from "/dom.js" */

/**
 * Buttons that download files, with a line that shows the progress.
 *
 * @param {App} app
 * @param {{ label: string, described?: string, path: () => string }[]} files
 * @param {...Child} others further buttons
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
        let announced = 0;
        try {
            const { name, content } = await app.api.file(path, (bytes) => {
                // Not for every piece, so that screen readers can keep up.
                if (bytes - announced > ANNOUNCED) {
                    announced = bytes;
                    state.textContent = words.received(bytes);
                }
            });
            save(name, content);
            state.textContent = words.done(name, content.size);
        } catch (error) {
            state.textContent = words.failed(reasonOf(error));
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
        { class: "exports not-paper" },
        h("div", { class: "actions is-start" }, buttons, others),
        state,
    );
}

/** Bytes between two announcements of the progress. */
const ANNOUNCED = 500_000;

/** @param {unknown} error */
function reasonOf(error) {
    if (error instanceof ApiError && error.status === 503 && error.retryAfter) {
        return text.exports.busy(error.retryAfter);
    }
    return isNoAnswer(error) ? text.exports.broken : errorText(error);
}

/** The time zone of this device, for the times in a file. @returns {Record<string, string>} */
export function zoneQuery() {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return timeZone ? { tz: timeZone } : {};
}

/** @typedef {{ what: string, path: string, query: () => Record<string, string> }} Exported */

/** The same file as CSV and for Excel. @param {Exported} exported */
export function files({ what, path, query }) {
    const words = text.exports;
    const pathOf = (/** @type {Record<string, string>} */ form) => () =>
        `${path}?${new URLSearchParams({ ...query(), ...headingsQuery(), ...sortQuery(), ...form })}`;
    return [
        {
            label: words.csv,
            described: words.csvLabel(what),
            path: pathOf({ format: "csv", ...csvQuery() }),
        },
        { label: words.xlsx, described: words.xlsxLabel(what), path: pathOf({ format: "xlsx" }) },
    ];
}

/**
 * A report as CSV and for Excel, and a button that prints the page.
 *
 * @param {App} app @param {Exported} report
 * @param {boolean} [asFiles] `false`: only the button that prints
 */
export const reportExports = (app, report, asFiles = true) =>
    exportButtons(
        app,
        asFiles ? files(report) : [],
        button(text.exports.print, { icon: "print", onClick: () => print() }),
    );
