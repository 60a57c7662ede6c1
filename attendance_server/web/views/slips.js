/** Slips with the codes of new students, to print or download. @module */

import { address, link } from "/claim-code.js";
import { csv, download, fileName } from "/csv.js";
import { h, name } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { day } from "/language/formats.js";
import { forgetSlips, issuedSlips } from "/parts/issued-slips.js";
import { recentImports } from "/parts/recent-imports.js";
import { to } from "/router.js";
import { button, dialog, iconFor, linkButton } from "/ui.js";

/** @import { IssuedCode } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/** Slips that are drawn at once: a thousand would take too long. */
const STEP = 60;

/** The length of the date in an ISO time. */
const DATE_LENGTH = 10;

/** @param {App} app @param {Place} place */
export async function slipsView(app, { ids: [classId], signal, show }) {
    const words = text.slips;
    const class_ = await app.api.class(classId, { signal });
    const issued = issuedSlips(classId);
    const crumb = h(
        "p",
        { class: "crumb" },
        h("a", { href: to.class(classId) }, name(class_.className)),
    );
    if (!issued) {
        show(words.noneHeading, crumb, nothingLeft(classId));
        return;
    }
    const codes = issued;
    const slips = [...codes.slips.values()];
    const sheet = slipSheet(slips, class_.className, signal);
    const heading = words.heading(slips.length);

    function save() {
        const rows = slips.map((slip) => {
            const where = invites(slip) ? address() : link(slip.code);
            const until = slip.codeExpiresAt?.slice(0, DATE_LENGTH) ?? "";
            const { name: given, email, studentNumber } = slip;
            return [given, email ?? "", studentNumber ?? "", slip.code, where, until];
        });
        download(fileName(words.file, class_.className), csv([words.columns, ...rows]));
        codes.safe = true;
    }

    function printAll() {
        sheet.finish();
        print();
        codes.safe = true;
    }

    async function done() {
        const sure =
            codes.safe ||
            (await dialog({
                ...{ title: words.leaveTitle, body: h("p", {}, words.leaveBody), signal },
                ...{ confirmLabel: words.leave, danger: true },
            }));
        if (sure) {
            forgetSlips(classId);
            app.goInstead(to.class(classId));
        }
    }

    show(
        heading,
        crumb,
        h("h1", {}, heading),
        h("div", { class: "notice is-info" }, iconFor("info"), h("p", {}, words.once)),
        h(
            "div",
            { class: "actions is-start" },
            button(words.print, { kind: "primary", icon: "print", onClick: printAll }),
            button(words.download, { icon: "download", onClick: save }),
            button(words.done, { onClick: done }),
        ),
        h("p", { class: "hint" }, words.careful),
        recentImports(app, classId, {
            signal,
            undone: () => !signal.aborted && app.goInstead(to.class(classId)),
        }),
        sheet.node,
    );
}

/** @param {string} classId */
function nothingLeft(classId) {
    const words = text.slips;
    return h(
        "div",
        { class: "narrow" },
        h("h1", {}, words.noneHeading),
        h("p", {}, words.none),
        h(
            "div",
            { class: "actions is-start" },
            linkButton(words.toClass, to.class(classId), { kind: "primary" }),
        ),
    );
}

/**
 * The slips in the order of the list, drawn a few at a time. `finish` draws the rest at once.
 *
 * @param {IssuedCode[]} slips @param {string} className @param {AbortSignal} signal
 */
function slipSheet(slips, className, signal) {
    const node = h("ul", { class: "slips", role: "list", "aria-label": text.slips.sheet });
    let drawn = 0;

    /** @param {number} count */
    function draw(count) {
        const next = slips.slice(drawn, drawn + count);
        drawn += next.length;
        node.append(...next.map((slip) => slipOf(slip, className)));
    }

    function drawLater() {
        if (!signal.aborted && drawn < slips.length) {
            draw(STEP);
            setTimeout(drawLater);
        }
    }

    const finish = () => draw(slips.length);
    // The browser's menu can print, too.
    addEventListener("beforeprint", finish, { signal });
    drawLater();
    return { node, finish };
}

/**
 * Whether the code is for an invitation, whose owner already has an account and a password.
 *
 * @param {IssuedCode} slip
 */
const invites = ({ studentId }) => studentId === null;

/** @param {IssuedCode} slip @param {string} className */
function slipOf(slip, className) {
    const words = text.slips;
    return h(
        "li",
        { class: "slip" },
        h("p", { class: "slip-name" }, name(slip.name)),
        h("p", { class: "slip-class" }, name(className)),
        h(
            "dl",
            {},
            h("dt", {}, words.goTo),
            h("dd", {}, h("strong", {}, address()), " ", invites(slip) ? words.join : words.choose),
            h("dt", {}, words.code),
            h("dd", { class: "slip-code" }, slip.code),
            !invites(slip) && [
                h("dt", {}, words.orLink),
                h("dd", { class: "slip-link" }, link(slip.code)),
            ],
            h("dt", {}, words.logInWith),
            h("dd", {}, text.loginName(slip)),
            slip.codeExpiresAt && [
                h("dt", {}, words.until),
                h("dd", {}, day(slip.codeExpiresAt)),
            ],
        ),
    );
}
