/** Making a class what a list says: the differences, and then all of them or none. @module */

import { ApiError } from "/api.js";
import { h, replace } from "/dom.js";
import { syncWords } from "/language/en/upkeep.js";
import { errorText } from "/language/errors.js";
import { fileProblems, lineProblems } from "/language/file-problems.js";
import { notice } from "/parts/import-verdict.js";
import { addSlips } from "/parts/issued-slips.js";
import { person } from "/parts/person.js";
import { to } from "/router.js";
import { button, checkbox } from "/ui.js";
import { syncRoster } from "/upkeep-calls.js";

/** @import { Sync, SyncedLine } from "/api-types.js" */
/** @import { Query } from "/api.js" */
/** @import { App } from "/app.js" */

/** Differences that are shown: more of them do not help anyone decide. */
const SHOWN = 200;

/**
 * A card that compares the class with a list when asked to, and updates it.
 *
 * @param {App} app @param {string} classId @param {Blob} file @param {Query} query how it is read
 * @param {AbortSignal} signal
 */
export function syncSection(app, classId, file, query, signal) {
    const words = syncWords;
    const status = h("p", { role: "status", class: "import-state" });
    const content = h("div", { class: "stack" });
    const heading = h("h2", { tabindex: -1 }, words.heading);
    let busy = false;

    /** Do one thing at a time. @param {string} message @param {() => Promise<void>} work */
    async function run(message, work) {
        if (busy) {
            return;
        }
        busy = true;
        status.textContent = message;
        content.setAttribute("aria-busy", "true");
        try {
            await work();
        } catch (error) {
            if (!signal.aborted) {
                replace(content, notice("error", problemOf(error)), start());
            }
        } finally {
            busy = false;
            status.textContent = "";
            content.removeAttribute("aria-busy");
        }
    }

    const start = () =>
        h(
            "div",
            { class: "actions is-start" },
            button(words.compare, { onClick: () => void run(words.comparing, compare) }),
        );

    async function compare() {
        const found = await syncRoster(app.api, classId, file, { ...query, dryRun: "true" }, { signal });
        replace(content, ...differences(found));
        heading.focus();
    }

    /** @param {Sync} found */
    function differences(found) {
        const { counts, lines } = found;
        const changing = lines.filter(({ change }) => change !== "unchanged");
        if (counts.wrong) {
            return [notice("error", words.wrong(counts.wrong))];
        }
        if (!changing.length) {
            return [notice("good", words.same)];
        }
        const sure = checkbox(words.allowLeft(counts.left), "allowLeft", words.allowLeftHint, {
            on: { change: () => (update.disabled = !sure.control.checked) },
        });
        const update = button(
            words.update,
            {
                kind: counts.left ? "danger" : "primary",
                onClick: () => void run(words.updating, () => carryOut(sure.control.checked)),
            },
            { disabled: found.needsAllowLeft },
        );
        // Those who leave first: no one else loses anything.
        const first = changing.filter(({ change }) => change === "left");
        const others = changing.filter(({ change }) => change !== "left");
        const shown = [...first, ...others].slice(0, SHOWN);
        const more = changing.length - shown.length;
        return [
            h("p", {}, words.summary(counts)),
            h("ul", { class: "people", role: "list", "aria-label": words.list }, shown.map(line)),
            more > 0 && h("p", { class: "hint" }, words.more(more)),
            found.needsAllowLeft && sure.node,
            h("div", { class: "verdict" }, update, h("p", { class: "hint" }, words.undo)),
        ];
    }

    /** @param {boolean} allowLeft */
    async function carryOut(allowLeft) {
        const wanted = { ...query, allowLeft: allowLeft ? "true" : "" };
        // Not cancelled if the user leaves, because the server tells each code only once.
        const { lines } = await syncRoster(app.api, classId, file, wanted);
        const issued = lines.flatMap(({ code, studentId, codeExpiresAt, ...rest }) =>
            code
                ? [{ ...rest, code, studentId: studentId ?? null, codeExpiresAt: codeExpiresAt ?? null }]
                : [],
        );
        addSlips(app, classId, issued);
        app.notices.show(words.done, "good");
        if (!signal.aborted) {
            app.goInstead(issued.length ? to.slips(classId) : to.class(classId));
        }
    }

    replace(content, start());
    return h("section", { class: "card stack" }, heading, h("p", {}, words.lead), status, content);
}

/** @param {SyncedLine} line */
function line({ name, email, studentNumber, change, knownAs, problems }) {
    const words = syncWords;
    return h(
        "li",
        { class: `is-${change}` },
        person(
            { name, email, studentNumber },
            knownAs && h("span", { class: "hint" }, words.before(knownAs)),
            problems && h("span", { class: "hint" }, lineProblems(problems)),
        ),
        h("span", { class: "change" }, words.changes[change]),
    );
}

/** @param {unknown} error */
function problemOf(error) {
    return error instanceof ApiError && error.details.length
        ? fileProblems(error.details)
        : errorText(error);
}
