/** What can be done with a list that was read: import all of it, or what is right of it. @module */

import { csv, download, fileName } from "/csv.js";
import { h } from "/dom.js";
import { importWords } from "/language/en/import.js";
import { lineProblems } from "/language/file-problems.js";
import { button, checkbox, iconFor } from "/ui.js";

/** @import { Import, ImportedLine } from "/api-types.js" */
/** @import { Reading } from "/parts/import-columns.js" */

/**
 * The choices that make up what a list lacks, as far as it lacks it.
 *
 * @param {{ lacksNumbers: boolean, lacksNames: boolean }} lacks
 * @param {Reading} reading @param {(reading: Reading) => void} changed
 */
export function madeUp({ lacksNumbers, lacksNames }, reading, changed) {
    const words = importWords;
    return [
        (lacksNumbers || reading.makeNumbers) &&
            made("makeNumbers", words.makeNumbers, words.makeNumbersHint, reading, changed),
        (lacksNames || reading.makeNames) &&
            made("makeNames", words.makeNames, words.makeNamesHint, reading, changed),
    ];
}

/**
 * @param {"makeNumbers" | "makeNames"} key @param {string} label @param {string} hint
 * @param {Reading} reading @param {(reading: Reading) => void} changed
 */
function made(key, label, hint, reading, changed) {
    const { node, control } = checkbox(label, key, hint, {
        checked: Boolean(reading[key]),
        on: { change: () => changed({ ...reading, [key]: control.checked }) },
    });
    return node;
}

/** What lines lack that could be made up. @param {ImportedLine[]} lines */
export function lackOf(lines) {
    /** @param {string} path */
    const isEmpty = (path) =>
        lines.some(({ problems = [] }) =>
            problems.some((each) => each.path === path && each.code === "empty"),
        );
    return { lacksNumbers: isEmpty("email"), lacksNames: isEmpty("name") };
}

/**
 * What the user can do now: import the list, import what is right of it, or correct the file.
 *
 * @param {Import} preview @param {(onlyRight: boolean) => void} confirm
 */
export function verdict(preview, confirm) {
    const words = importWords;
    const { counts, lines } = preview;
    const joining = counts.new + counts.known + (counts.unproven ?? 0);
    if (counts.wrong) {
        return [
            notice("error", words.fix(counts.wrong)),
            h(
                "div",
                { class: "verdict" },
                joining > 0 &&
                    button(words.submitRight(joining), { onClick: () => confirm(true) }),
                button(words.saveWrong, { icon: "download", onClick: () => saveWrong(lines) }),
                joining > 0 && h("p", { class: "hint" }, words.orOnlyRight(joining)),
            ),
        ];
    }
    if (!lines.length) {
        return notice("error", words.noStudents);
    }
    if (!joining) {
        return notice("good", words.nothing);
    }
    return h(
        "div",
        { class: "verdict" },
        button(words.submit(joining), { kind: "primary", onClick: () => confirm(false) }),
        h("p", { class: "hint" }, words.allOrNone(counts.new)),
    );
}

/** The wrong lines as a file, to be corrected and imported later. @param {ImportedLine[]} lines */
function saveWrong(lines) {
    const words = importWords;
    const rows = lines
        .filter(({ outcome }) => outcome === "wrong")
        .map(({ line, name, email, studentNumber, problems = [] }) => [
            line,
            name,
            email,
            studentNumber,
            lineProblems(problems),
        ]);
    download(fileName(words.wrongFile), csv([words.wrongColumns, ...rows]));
}

/** @param {"info" | "good" | "error"} kind @param {string} message @param {...any} actions */
export function notice(kind, message, ...actions) {
    const icon = { info: "info", good: "present", error: "warning" }[kind];
    return h(
        "div",
        { class: `notice is-${kind}`, role: kind === "error" ? "alert" : "status" },
        iconFor(icon),
        h("p", {}, message),
        actions,
    );
}
