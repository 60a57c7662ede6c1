/** Importing a list of students into a class, from a spreadsheet. @module */

import { ApiError } from "/api.js";
import { csv, download, fileName } from "/csv.js";
import { h, name, replace } from "/dom.js";
import { errorCode, errorText, fileProblems } from "/language/errors.js";
import { text } from "/language/text.js";
import { fileChoice } from "/parts/file-choice.js";
import { previewTable } from "/parts/import-preview.js";
import { addSlips } from "/parts/issued-slips.js";
import { to } from "/router.js";
import { button, iconFor, linkButton } from "/ui.js";

/** @import { Import } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/** The largest file that the server accepts, in bytes. */
const MAX_BYTES = 2 * 2 ** 20;

/** The server's error code while it is busy with other lists; nothing was imported. */
const QUEUE_FULL = "too_many_imports";

const CSV = "text/csv";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A file as it was when it was chosen. @typedef {{ fileName: string, content: Blob }} Chosen */

/**
 * For a user who returns after their log-in has expired.
 *
 * @type {{ userId: string, classId: string, file: Chosen } | undefined}
 */
let stored;

/** A file that is not sent to the server. */
class Unfit extends Error {}

/** @param {App} app @param {Place} place */
export async function importView(app, { ids: [classId], signal, show }) {
    const words = text.import;
    const class_ = await app.api.class(classId, { signal });
    const userId = app.account.user?._id ?? "";
    const state = h("p", { role: "status", class: "import-state" });
    const result = h("div", { class: "stack" });
    const how = howTo();
    const choice = fileChoice({
        ...{ label: words.choose, hint: words.drop, accept: `.csv,.txt,.xlsx,${CSV},${XLSX}` },
        ...{ signal, chosen: (files) => void choose(files) },
    });
    let checking = new AbortController();
    let importing = false;

    signal.addEventListener("abort", () => {
        checking.abort();
        // If the log-in has not expired, the user left on purpose.
        if (app.account.user) {
            stored = undefined;
        }
    });
    addEventListener(
        "beforeunload",
        (event) => {
            if (importing) {
                event.preventDefault();
            }
        },
        { signal },
    );

    /** @param {File[]} files */
    async function choose(files) {
        if (importing) {
            return;
        }
        checking.abort();
        try {
            const file = await chosenOf(files);
            stored = { userId, classId, file };
            await check(file);
        } catch (error) {
            state.textContent = "";
            showProblem(error);
        }
    }

    /** @param {Chosen} file @param {string} [reason] why it is checked again */
    async function check(file, reason) {
        checking.abort();
        checking = new AbortController();
        const { signal: own } = checking;
        replace(result);
        state.textContent = words.checking(file.fileName);
        try {
            const preview = await app.api.previewRoster(classId, file.content, { signal: own });
            if (!own.aborted) {
                state.textContent = words.checked(file.fileName, preview.lines.length);
                showPreview(file, preview, reason);
            }
        } catch (error) {
            if (!own.aborted) {
                state.textContent = words.notChecked(file.fileName);
                showProblem(error, () => check(file));
            }
        }
    }

    /** @param {Chosen} file @param {Import} preview @param {string} [reason] */
    function showPreview(file, preview, reason) {
        const heading = h("h2", { tabindex: "-1" }, words.preview);
        how.open = false;
        choice.rename(words.chooseOther);
        replace(
            result,
            reason && notice("info", reason),
            h(
                "section",
                { class: "card stack" },
                heading,
                verdict(preview.counts, () => importFile(file)),
                previewTable(preview),
            ),
        );
        heading.focus();
    }

    /** @param {Chosen} file */
    async function importFile(file) {
        if (importing) {
            return;
        }
        importing = true;
        choice.input.disabled = true;
        result.setAttribute("aria-busy", "true");
        state.textContent = words.importing;
        try {
            // Not cancelled if the user leaves, because the server tells each code only once.
            finish(await app.api.importRoster(classId, file.content));
        } catch (error) {
            if (!signal.aborted) {
                state.textContent = "";
                await explain(error, file);
            } else {
                app.fail(error, new AbortController().signal);
            }
        } finally {
            importing = false;
            choice.input.disabled = false;
            result.removeAttribute("aria-busy");
        }
    }

    /** @param {Import} done */
    function finish({ counts, lines }) {
        const issued = lines.flatMap(({ code, ...line }) => (code ? [{ ...line, code }] : []));
        if (app.account.user?._id === userId) {
            addSlips(app, classId, issued);
            app.notices.show(words.done(counts.new + counts.known, counts.new, counts.unproven), "good");
        }
        if (!signal.aborted) {
            app.goInstead(issued.length ? to.slips(classId) : to.class(classId));
        }
    }

    /**
     * Explain why it was not imported, or may have been.
     *
     * @param {unknown} error @param {Chosen} file
     */
    async function explain(error, file) {
        const status = error instanceof ApiError ? error.status : undefined;
        if (status === 400) {
            // It was correct when it was checked, so something has changed since.
            await check(file, words.changed);
        } else if (status === 0 || (status === 503 && errorCode(error) !== QUEUE_FULL)) {
            showProblem(new Unfit(words.unknown), () => check(file), words.checkAgain);
        } else {
            showProblem(error, () => importFile(file));
        }
    }

    /** @param {unknown} error @param {() => void} [again] */
    function showProblem(error, again, label = text.tryAgain) {
        const missing = error instanceof ApiError && [403, 404].includes(error.status);
        const mayRetry = error instanceof ApiError && (error.status === 0 || error.status >= 500);
        const offered = again && (mayRetry || error instanceof Unfit) && !missing;
        const retryButton = offered && button(label, { kind: "primary", onClick: again });
        replace(
            result,
            notice(
                "error",
                errorWords(error),
                retryButton,
                missing && linkButton(text.back, to.home),
            ),
        );
    }

    show(
        words.title(class_.className),
        h("p", { class: "crumb" }, h("a", { href: to.class(classId) }, name(class_.className))),
        h("h1", {}, words.heading),
        h("p", {}, words.lead),
        how,
        choice.node,
        state,
        result,
    );
    if (stored?.userId === userId && stored.classId === classId) {
        await check(stored.file);
    }
}

/** What the file must look like. */
function howTo() {
    const words = text.import;
    const [titles, ...rows] = words.sample;
    return h(
        "details",
        { class: "card how-to", open: true },
        h("summary", {}, words.how),
        h("ul", {}, words.rules.map((rule) => h("li", {}, rule))),
        h(
            "table",
            { class: "sample" },
            h("caption", {}, words.sampleCaption),
            h("thead", {}, h("tr", {}, titles.map((title) => h("th", { scope: "col" }, title)))),
            h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell) => h("td", {}, cell))))),
        ),
        h(
            "div",
            { class: "actions is-start" },
            button(words.download, {
                icon: "download",
                onClick: () => download(fileName(words.sampleFile), csv(words.sample)),
            }),
        ),
    );
}

/**
 * What the user can do now: import the list, or correct the file.
 *
 * @param {Import["counts"]} counts @param {() => void} confirm
 */
function verdict(counts, confirm) {
    const words = text.import;
    const joining = counts.new + counts.known + (counts.unproven ?? 0);
    if (counts.wrong) {
        return notice("error", words.fix(counts.wrong));
    }
    if (!joining) {
        return notice("good", words.nothing);
    }
    return h(
        "div",
        { class: "verdict" },
        button(words.submit(joining), { kind: "primary", onClick: confirm }),
        h("p", { class: "hint" }, words.allOrNone(counts.new)),
    );
}

/** @param {"info" | "good" | "error"} kind @param {string} message @param {...any} actions */
function notice(kind, message, ...actions) {
    const icon = { info: "info", good: "present", error: "warning" }[kind];
    return h(
        "div",
        { class: `notice is-${kind}`, role: kind === "error" ? "alert" : "status" },
        iconFor(icon),
        h("p", {}, message),
        actions,
    );
}

/**
 * The chosen file, read into memory, so that exactly what was checked is imported.
 *
 * @param {File[]} files
 * @returns {Promise<Chosen>}
 */
async function chosenOf(files) {
    const words = text.import;
    if (files.length > 1) {
        throw new Unfit(words.oneOnly);
    }
    const [file] = files;
    if (file.size > MAX_BYTES) {
        throw new Unfit(words.tooLarge);
    }
    let bytes;
    try {
        bytes = await file.arrayBuffer();
    } catch {
        throw new Unfit(words.unreadable);
    }
    const workbook = String.fromCharCode(...new Uint8Array(bytes.slice(0, 2))) === "PK";
    return { fileName: file.name, content: new Blob([bytes], { type: workbook ? XLSX : CSV }) };
}

/** @param {unknown} error */
function errorWords(error) {
    if (error instanceof Unfit) {
        return error.message;
    }
    if (error instanceof ApiError && error.status === 400 && error.details.length) {
        return `${text.import.nothingChanged} ${fileProblems(error.details)}`;
    }
    return errorText(error);
}
