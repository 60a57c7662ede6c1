/** The audit log, for the school office: filters, pages, and files. @module */

import { h, name } from "/dom.js";
import { actionOf, changeOf, outcomeOf, targetOf } from "/language/audit-entry.js";
import { text } from "/language/en/common.js";
import { office } from "/language/en/office.js";
import { exportButtons, files } from "/parts/exports.js";
import { readChoice, spanFields, spanQuery } from "/parts/report-filters.js";
import { to } from "/router.js";
import { PAGE, officeHead, pagedList } from "/views/office/frame.js";

/** @import { AuditEntry } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

const ID = /^[0-9a-f]{24}$/;

/** @param {App} app @param {Place} place */
export async function officeAuditView(app, { query, signal, show }) {
    const words = office.log;
    const choice = readChoice(query);
    const about = Object.fromEntries(
        ["user", "target"]
            .map((key) => [key, query.get(key) ?? ""])
            .filter(([, value]) => ID.test(value)),
    );
    const action = select("action", words.every, Object.entries(words.actions));
    const outcome = select("refused", words.any, [
        ["false", words.done],
        ["true", words.refused],
    ]);
    const span = spanFields(choice, () => void list.reload());
    const chosen = () => ({
        ...about,
        ...spanQuery(choice),
        ...(action.value && { action: action.value }),
        ...(outcome.value && { refused: outcome.value }),
    });

    /** @param {string} id @param {string} all @param {[string, string][]} options */
    function select(id, all, options) {
        return h(
            "select",
            { id, name: id, on: { change: () => void list.reload() } },
            h("option", { value: "" }, all),
            options.map(([value, label]) => h("option", { value }, label)),
        );
    }

    const list = pagedList({
        ...{ signal, none: words.none },
        load: (after, own) => app.api.audit({ ...chosen(), after, limit: String(PAGE) }, own),
        draw: table,
    });
    await list.start();
    show(
        office.audit,
        ...officeHead("audit"),
        h("p", { class: "quiet" }, words.lead),
        Object.keys(about).length > 0 &&
            h("p", {}, `${words.only} `, h("a", { href: to.office.audit }, words.all)),
        h(
            "div",
            { class: "report-filters" },
            h("div", { class: "field" }, h("label", { for: "action" }, words.action), action),
            h("div", { class: "field" }, h("label", { for: "refused" }, words.outcome), outcome),
            span.nodes,
        ),
        exportButtons(app, files({ what: words.file, path: "/audit", query: chosen })),
        list.node,
    );
}

/** @param {AuditEntry[]} entries */
function table(entries) {
    const words = office.log;
    const titles = [words.when, words.action, words.who, words.about, words.changes, words.outcome];
    return h(
        "div",
        { class: "card table-card", role: "region", tabindex: "0", "aria-label": words.table },
        h(
            "table",
            { class: "grid is-log" },
            h("thead", {}, h("tr", {}, titles.map((title) => h("th", { scope: "col" }, title)))),
            h("tbody", {}, entries.map(row)),
        ),
    );
}

/** @param {AuditEntry} entry */
function row({ at, action, userId, userName, targets = [], changes = [], outcome }) {
    const words = office.log;
    const who = userId
        ? h("a", { href: to.office.person(userId) }, userName ? name(userName) : words.deleted)
        : words.unknown;
    return h(
        "tr",
        {},
        h("th", { scope: "row" }, text.moment(at)),
        h("td", {}, actionOf(action)),
        h("td", {}, who),
        h(
            "td",
            {},
            targets.map(({ kind, value, name: known }) =>
                h("div", { title: value }, `${targetOf(kind)}: `, name(known ?? value)),
            ),
        ),
        h("td", {}, changes.map((change) => h("div", {}, h("bdi", {}, changeOf(change))))),
        h("td", {}, outcomeOf(outcome)),
    );
}
