/** Importing a list of students into a class, from a spreadsheet. @module */

import { ApiError } from "/api.js";
import { csv, download, fileName } from "/csv.js";
import { h, name, replace } from "/dom.js";
import { text } from "/language/en/common.js";
import { importWords } from "/language/en/import.js";
import { codeText, errorCode, errorText } from "/language/errors.js";
import { fileProblems } from "/language/file-problems.js";
import { fileChoice } from "/parts/file-choice.js";
import { howRead, queryOf } from "/parts/import-columns.js";
import { previewTable } from "/parts/import-preview.js";
import { lackOf, madeUp, notice, verdict } from "/parts/import-verdict.js";
import { addSlips } from "/parts/issued-slips.js";
import { syncSection } from "/parts/sync.js";
import { to } from "/router.js";
import { button, linkButton } from "/ui.js";

/** @import { FoundColumn, FoundFile, Import, Problem } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */
/** @import { Reading } from "/parts/import-columns.js" */

/** The largest file that the server accepts, in bytes. */
const MAX_BYTES = 2 * 2 ** 20;

/** The server's error code while it is busy with other lists; nothing was imported. */
const QUEUE_FULL = "too_many_imports";

/** The server recognizes a file by its content. */
const ANY_FILE = "application/octet-stream";

/** Ends of the names of files that can hold a list, for the dialog that chooses one. */
const ACCEPTED = ".csv,.txt,.tsv,.text,.xlsx,.xlsm,.xlsb,.xls,.ods,.fods,.zip,.htm,.html,.xml";

/** A file as it was when it was chosen. @typedef {{ fileName: string, content: Blob }} Chosen */

/**
 * For a user who returns after their log-in has expired.
 *
 * @type {{ userId: string, classId: string, file: Chosen, reading: Reading } | undefined}
 */
let stored;

/** A file that is not sent to the server. */
class Unfit extends Error {}

/** @param {App} app @param {Place} place */
export async function importView(app, { ids: [classId], signal, show }) {
    const words = importWords;
    const class_ = await app.api.class(classId, { signal });
    const userId = app.account.user?._id ?? "";
    const state = h("p", { role: "status", class: "import-state" });
    const result = h("div", { class: "stack" });
    const how = howTo();
    const choice = fileChoice({
        ...{ label: words.choose, hint: words.drop, accept: ACCEPTED },
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
        replace(result);
        try {
            await check(await chosenOf(files), {});
        } catch (error) {
            state.textContent = "";
            showProblem(error);
        }
    }

    /**
     * Show what importing the file would do.
     *
     * @param {Chosen} file @param {Reading} reading how the user wants it to be read
     * @param {string} [reason] why it is checked again
     */
    async function check(file, reading, reason) {
        checking.abort();
        checking = new AbortController();
        const { signal: own } = checking;
        stored = { userId, classId, file, reading };
        const again = () => void check(file, reading);
        result.setAttribute("aria-busy", "true");
        state.textContent = words.checking(file.fileName);
        try {
            const query = queryOf(reading);
            const preview = await app.api.previewRoster(classId, file.content, query, {
                signal: own,
            });
            if (!own.aborted) {
                const count = preview.lines.length + (preview.skipped?.length ?? 0);
                state.textContent = words.checked(file.fileName, count);
                showPreview(file, reading, preview, reason);
            }
        } catch (error) {
            if (!own.aborted) {
                if (error instanceof ApiError && error.file) {
                    state.textContent = words.needsChoice(file.fileName);
                    showTable(file, reading, error.file, error.details);
                } else {
                    state.textContent = words.notChecked(file.fileName);
                    showProblem(error, again);
                }
            }
        } finally {
            if (!own.aborted) {
                result.removeAttribute("aria-busy");
            }
        }
    }

    /**
     * Show what is in the file, and what would happen to each line.
     *
     * @param {Chosen} file @param {Reading} reading @param {Import} preview @param {string} [reason]
     */
    function showPreview(file, reading, preview, reason) {
        const changed = onChange(file);
        const unsure = preview.unsure ?? [];
        draw(
            reason && notice("info", reason),
            h(
                "section",
                { class: "card stack" },
                h("h2", { tabindex: "-1" }, words.preview),
                unsure.map((problem) => notice("error", fileProblems([problem]))),
                !unsure.length &&
                    verdict(preview, (onlyRight) => void importFile(file, reading, onlyRight)),
                madeUp(lackOf(preview.lines), reading, changed),
            ),
            class_.students.length > 0 &&
                !unsure.length &&
                syncSection(app, classId, file.content, queryOf(reading), signal),
            howRead(preview, reading, changed),
            h(
                "section",
                { class: "card stack" },
                h("h2", {}, words.lineByLine),
                previewTable(preview),
            ),
        );
    }

    /**
     * Show what is in a file that does not say who the students are.
     *
     * @param {Chosen} file @param {Reading} reading @param {FoundFile} found
     * @param {Problem[]} problems
     */
    function showTable(file, reading, found, problems) {
        const changed = onChange(file);
        const { lacks, explanation } = missingOf(found.columns);
        draw(
            notice("error", explanation ?? fileProblems(problems)),
            madeUp(lacks, reading, changed),
            howRead(found, reading, changed),
        );
    }

    /** What to do when the user has chosen how the file is read. @param {Chosen} file */
    function onChange(file) {
        /** @param {Reading} reading */
        return (reading) => {
            if (!importing) {
                void check(file, reading);
            }
        };
    }

    /**
     * Replace what is shown of a file. The focus stays on the choice that was changed, and is
     * otherwise on the heading of what would happen.
     *
     * @param {...any} content
     */
    function draw(...content) {
        const focused = result.contains(document.activeElement)
            ? document.activeElement?.getAttribute("name")
            : undefined;
        const table = result.querySelector(".column-table");
        const scrolled = table?.scrollLeft ?? 0;
        how.open = false;
        choice.rename(words.chooseOther);
        replace(result, ...content);
        if (focused) {
            result.querySelector(".column-table")?.scrollTo(scrolled, 0);
            const named = [...result.querySelectorAll(`[name="${focused}"]`)];
            (named.find(({ checked }) => checked) ?? named[0])?.focus();
        } else {
            result.querySelector("h2[tabindex]")?.focus();
        }
    }

    /** @param {Chosen} file @param {Reading} reading @param {boolean} onlyRight */
    async function importFile(file, reading, onlyRight) {
        if (importing) {
            return;
        }
        importing = true;
        choice.input.disabled = true;
        result.setAttribute("aria-busy", "true");
        state.textContent = words.importing;
        const query = { ...queryOf(reading), only: onlyRight ? "right" : "" };
        try {
            // Not cancelled if the user leaves, because the server tells each code only once.
            finish(await app.api.importRoster(classId, file.content, query));
        } catch (error) {
            if (!signal.aborted) {
                state.textContent = "";
                await explain(error, file, reading, onlyRight);
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
            const joined = words.done(counts.new + counts.known, counts.new, counts.unproven);
            const leftOut = counts.wrong ? ` ${words.leftOut(counts.wrong)}` : "";
            app.notices.show(joined + leftOut, "good");
        }
        if (!signal.aborted) {
            app.goInstead(issued.length ? to.slips(classId) : to.class(classId));
        }
    }

    /**
     * Explain why it was not imported, or may have been.
     *
     * @param {unknown} error @param {Chosen} file @param {Reading} reading
     * @param {boolean} onlyRight
     */
    async function explain(error, file, reading, onlyRight) {
        const status = error instanceof ApiError ? error.status : undefined;
        const again = () => void check(file, reading);
        if (status === 400) {
            // It was correct when it was checked, so something has changed since.
            importing = false;
            await check(file, reading, words.changed);
        } else if (status === 0 || (status === 503 && errorCode(error) !== QUEUE_FULL)) {
            showProblem(new Unfit(words.unknown), again, words.checkAgain);
        } else {
            showProblem(error, () => void importFile(file, reading, onlyRight));
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
        await check(stored.file, stored.reading);
    }
}

/** What the file must look like. */
function howTo() {
    const words = importWords;
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
 * What the columns of a file do not say, and that in words.
 *
 * @param {FoundColumn[]} columns
 */
function missingOf(columns) {
    const words = importWords.missing;
    const roles = new Set(columns.map(({ role }) => role));
    const parts = roles.has("givenName") && roles.has("familyName");
    const named = parts || roles.has("name") || roles.has("familyFirst");
    const identified = roles.has("email") || roles.has("studentNumber");
    const lacks = {
        lacksNames: !named && roles.has("email"),
        lacksNumbers: named && !identified,
    };
    if (named === identified) {
        return { lacks, explanation: named ? undefined : words.both };
    }
    return { lacks, explanation: named ? words.login : words.name };
}

/**
 * The chosen file, read into memory, so that exactly what was checked is imported.
 *
 * @param {File[]} files
 * @returns {Promise<Chosen>}
 */
async function chosenOf(files) {
    const words = importWords;
    if (files.length > 1) {
        throw new Unfit(words.oneOnly);
    }
    const [file] = files;
    if (file.size > MAX_BYTES) {
        throw new Unfit(codeText("roster_too_large"));
    }
    let bytes;
    try {
        bytes = await file.arrayBuffer();
    } catch {
        throw new Unfit(words.unreadable);
    }
    return { fileName: file.name, content: new Blob([bytes], { type: ANY_FILE }) };
}

/** @param {unknown} error */
function errorWords(error) {
    if (error instanceof Unfit) {
        return error.message;
    }
    if (error instanceof ApiError && error.status === 400 && error.details.length) {
        return `${importWords.nothingChanged} ${fileProblems(error.details)}`;
    }
    return errorText(error);
}
