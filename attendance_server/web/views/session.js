/** One session of a class, looked back on by its teacher: the result, and a file of it. @module */

import { ring } from "/chart.js";
import { csv, download, fileName } from "/csv.js";
import { h, name } from "/dom.js";
import { to } from "/router.js";
import { compareNames, text, time } from "/text.js";
import { button, empty, statusLabel } from "/ui.js";
import { person } from "/views/class.js";

/** Stands where the name of a deleted account would. */
const DELETED = "deleted";

/** @type {import("../app.js").View} */
export async function sessionView(app, { ids: [classId, sessionId], signal, show }) {
    const words = text.session;
    const session = await app.api.session(classId, sessionId, { signal });
    if (session.running) {
        app.goInstead(to.roll(classId));
        return;
    }
    const lines = session.attendance
        .map((line) => ({ ...line, name: shownName(line) }))
        .sort((one, other) => compareNames(one.name, other.name));
    const picture = ring(text.roll.ring);
    picture.update(session.presentCount, session.total, text.roll.of(session.total));
    show(
        `${session.className}, ${text.moment(session.startedAt)}`,
        h("p", { class: "crumb" }, h("a", { href: to.class(classId) }, name(session.className))),
        h(
            "div",
            { class: "result card" },
            picture.node,
            h(
                "div",
                { class: "stack" },
                h("h1", {}, name(session.className)),
                h("p", { class: "quiet" }, words.times(session.startedAt, session.endedAt)),
                h("p", { class: "lead" }, words.summary(session)),
                h(
                    "div",
                    { class: "actions is-start" },
                    button(words.csv, {
                        ...{ kind: "primary", icon: "download" },
                        onClick: () => save(session, lines),
                    }),
                ),
            ),
        ),
        lines.length ? h("div", { class: "card" }, table(lines)) : empty(words.nobody),
    );
}

/** @param {any} line */
function shownName({ name: told, email }) {
    return told === DELETED && email === null ? text.session.deletedAccount : told;
}

/** @param {any[]} lines */
function table(lines) {
    const words = text.session;
    return h(
        "table",
        {},
        h(
            "thead",
            {},
            h(
                "tr",
                {},
                h("th", { scope: "col" }, words.student),
                h("th", { scope: "col" }, words.status),
            ),
        ),
        h(
            "tbody",
            {},
            lines.map((line) =>
                h(
                    "tr",
                    {},
                    h("th", { scope: "row" }, person(line)),
                    h(
                        "td",
                        {},
                        statusLabel(line.status),
                        line.markedAt && h("div", { class: "hint" }, time(line.markedAt)),
                    ),
                ),
            ),
        ),
    );
}

/** @param {any} session @param {any[]} lines */
function save(session, lines) {
    const words = text.session;
    const head = [
        ...[words.class, words.started, words.ended],
        ...[words.student, words.email, words.status, words.markedAt],
    ];
    const rows = lines.map((line) => [
        ...[session.className, session.startedAt, session.endedAt],
        ...[line.name, line.email, text.status[line.status], line.markedAt],
    ]);
    const named = fileName(words.file, session.className, localDate(session.startedAt));
    download(named, csv([head, ...rows]));
}

/** A day in a form that sorts. @param {string} iso */
function localDate(iso) {
    const date = new Date(iso);
    const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
    const clock = [date.getHours(), date.getMinutes()];
    const padded = (numbers) => numbers.map((part) => String(part).padStart(2, "0"));
    return `${padded(parts).join("-")} ${padded(clock).join("")}`;
}
