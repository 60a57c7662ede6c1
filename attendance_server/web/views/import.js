/** Taking a list of students over into a class, from a spreadsheet. @module */

import { ApiError } from "/api.js";
import { csv, download, fileName } from "/csv.js";
import { h, name, replace } from "/dom.js";
import { to } from "/router.js";
import { errorText, text } from "/language/text.js";
import { button, linkButton, mark } from "/ui.js";
import { fileChoice } from "/parts/file-choice.js";
import { previewTable } from "/parts/import-preview.js";
import { addSlips } from "/parts/issued-slips.js";

/** Bytes that the server takes. */
const MAX_BYTES = 2 * 2 ** 20;

const CSV = "text/csv";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Before anything is done with a list, others are. */
const QUEUE = "Too many rosters are being read, try again";

/** @typedef {{ named: string, content: Blob }} Chosen a file, as it was when it was chosen */

/**
 * For who comes back after their log-in has run out.
 *
 * @type {{ userId: string, classId: string, file: Chosen } | undefined}
 */
let kept;

/** A file that is not even sent. */
class Unfit extends Error {}

/** @type {import("/app.js").View} */
export async function importView(app, { ids: [classId], signal, show }) {
    const words = text.import;
    const class_ = await app.api.class(classId, { signal });
    const userId = app.account.user?._id ?? "";
    const state = h("p", { role: "status", class: "import-state" });
    const result = h("div", { class: "stack" });
    const how = howTo();
    const choice = fileChoice({
        ...{ label: words.choose, hint: words.drop, accept: `.csv,.txt,.xlsx,${CSV},${XLSX}` },
        ...{ signal, chosen: take },
    });
    let asked = new AbortController();
    let importing = false;

    signal.addEventListener("abort", () => {
        asked.abort();
        // Else they are somewhere else because they want to be.
        if (app.account.user) {
            kept = undefined;
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
    async function take(files) {
        if (importing) {
            return;
        }
        asked.abort();
        try {
            const file = await chosenOf(files);
            kept = { userId, classId, file };
            await check(file);
        } catch (error) {
            state.textContent = "";
            showProblem(error);
        }
    }

    /** @param {Chosen} file @param {string} [because] */
    async function check(file, because) {
        asked.abort();
        asked = new AbortController();
        const own = asked.signal;
        replace(result);
        state.textContent = words.checking(file.named);
        try {
            const preview = await app.api.previewRoster(classId, file.content, { signal: own });
            if (!own.aborted) {
                state.textContent = words.checked(file.named, preview.lines.length);
                showPreview(file, preview, because);
            }
        } catch (error) {
            if (!own.aborted) {
                state.textContent = words.notChecked(file.named);
                showProblem(error, () => check(file));
            }
        }
    }

    /** @param {Chosen} file @param {string} [because] */
    function showPreview(file, preview, because) {
        const heading = h("h2", { tabindex: "-1" }, words.preview);
        how.open = false;
        choice.rename(words.chooseOther);
        replace(
            result,
            because && notice("info", because),
            h(
                "section",
                { class: "card stack" },
                heading,
                verdict(preview.counts, () => carryOut(file)),
                previewTable(preview),
            ),
        );
        heading.focus();
    }

    /** @param {Chosen} file */
    async function carryOut(file) {
        if (importing) {
            return;
        }
        importing = true;
        choice.input.disabled = true;
        result.setAttribute("aria-busy", "true");
        state.textContent = words.importing;
        try {
            // To the end, whoever goes elsewhere: codes are told once.
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

    function finish({ counts, lines }) {
        const fresh = lines.filter(({ code }) => code);
        if (app.account.user?._id === userId) {
            addSlips(app, classId, fresh);
            app.notices.show(words.done(counts.new + counts.known, counts.new), "good");
        }
        if (!signal.aborted) {
            app.goInstead(fresh.length ? to.slips(classId) : to.class(classId));
        }
    }

    /** Why it was not imported, or may have been. @param {unknown} error @param {Chosen} file */
    async function explain(error, file) {
        const status = error instanceof ApiError ? error.status : undefined;
        if (status === 400) {
            // Right before, and not now: somebody has changed something.
            await check(file, words.changed);
        } else if (status === 0 || (status === 503 && !isQueue(error))) {
            showProblem(new Unfit(words.unknown), () => check(file), words.checkAgain);
        } else {
            showProblem(error, () => carryOut(file));
        }
    }

    /** @param {unknown} error @param {() => void} [again] */
    function showProblem(error, again, label = text.tryAgain) {
        const gone = error instanceof ApiError && [403, 404].includes(error.status);
        const retry = error instanceof ApiError && (error.status === 0 || error.status >= 500);
        const offered = again && (retry || error instanceof Unfit) && !gone;
        const retryButton = offered && button(label, { kind: "primary", onClick: again });
        replace(
            result,
            notice(
                "error",
                why(error),
                retryButton,
                gone && linkButton(text.back, to.home),
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
    if (kept?.userId === userId && kept.classId === classId) {
        await check(kept.file);
    }
}

/** What the file has to look like. */
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
 * What can be done about it: import, or mend the file.
 *
 * @param {Record<string, number>} counts @param {() => void} carryOut
 */
function verdict(counts, carryOut) {
    const words = text.import;
    const joining = counts.new + counts.known + (counts.unproven ?? 0);
    if (counts.wrong) {
        return notice("error", words.mend(counts.wrong));
    }
    if (!joining) {
        return notice("good", words.nothing);
    }
    return h(
        "div",
        { class: "verdict" },
        button(words.submit(joining), { kind: "primary", onClick: carryOut }),
        h("p", { class: "hint" }, words.whole(counts.new)),
    );
}

/** @param {"info" | "good" | "error"} kind @param {string} message @param {...any} actions */
function notice(kind, message, ...actions) {
    const icon = { info: "info", good: "present", error: "warning" }[kind];
    return h(
        "div",
        { class: `notice is-${kind}`, role: kind === "error" ? "alert" : "status" },
        mark(icon),
        h("p", {}, message),
        actions,
    );
}

/**
 * The one file, in memory: what is imported is what was checked, whatever becomes of the file.
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
    return { named: file.name, content: new Blob([bytes], { type: workbook ? XLSX : CSV }) };
}

/** Whether others are only first. @param {unknown} error */
function isQueue(error) {
    return error instanceof ApiError && error.message === QUEUE;
}

/** @param {unknown} error */
function why(error) {
    if (error instanceof Unfit) {
        return error.message;
    }
    if (error instanceof ApiError && error.status === 400 && error.details.length) {
        return text.import.faults(error.details.map(({ message }) => message));
    }
    return errorText(error);
}
