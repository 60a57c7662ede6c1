/**
 * The code of a class: what it is good for, the code, its link and QR code, and those who ask to
 * join. For the class page of teachers.
 *
 * @module
 */

import { qrPicture } from "/charts/qr-picture.js";
import { acceptJoin, declineJoin, joinRequests } from "/check-in/teacher-calls.js";
import { address } from "/claim-code.js";
import { classCode, renewCode, setCodeRule } from "/class-codes.js";
import { h, name, replace } from "/dom.js";
import { words } from "/language/en/class-code.js";
import { errorCode } from "/language/errors.js";
import { afterMissedFrames } from "/missed-frames.js";
import { paced } from "/paced.js";
import { owns } from "/parts/teachers.js";
import { button, choices, dialog } from "/ui.js";

/** @import { ClassCode, ClassRoster, CodeRule, JoinRequest } from "/api-types.js" */
/** @import { App } from "/app.js" */

/** The least time between two loads of the roster, in milliseconds. */
const PAUSE = 1000;

/**
 * `node`: the section. It loads itself, and follows what happens.
 *
 * @param {App} app @param {ClassRoster} class_
 * @param {{ signal: AbortSignal, changed?: () => Promise<void> }} options `changed` is called when
 *     students have joined or left the class
 */
export function classCodeSection(app, class_, { signal, changed }) {
    const { _id: classId } = class_;
    const own = owns(app, class_);
    const shown = h("div", { class: "stack" });
    const rule = h("div", {});
    const asking = h("div", { class: "stack" });
    const node = h(
        "section",
        { class: "card stack class-code not-paper", "aria-labelledby": "class-code", hidden: true },
        h("h2", { id: "class-code" }, words.heading),
        h("p", { class: "hint" }, words.hint),
        rule,
        shown,
        asking,
    );

    /** @param {ClassCode} code */
    function draw(code) {
        node.hidden = false;
        replace(rule, own ? ruleChoice(code) : h("p", {}, words.readOnly[code.rule]));
        replace(shown, code.rule !== "off" && code.code && code.link && codeParts(code));
    }

    /** @param {ClassCode} code */
    function ruleChoice(code) {
        const choice = choices({
            ...{ label: words.rule, name: "rule", chosen: code.rule },
            options: Object.entries(words.rules),
        });
        choice.node.addEventListener("change", () => {
            void attempt(async () => {
                const rule_ = /** @type {CodeRule} */ (choice.control.value);
                const current = await setCodeRule(app.api, classId, rule_);
                replace(
                    shown,
                    current.rule !== "off" && current.code && current.link && codeParts(current),
                );
                app.notices.announce(words.saved);
            });
        });
        return choice.node;
    }

    /** @param {ClassCode} code */
    function codeParts({ code = "", link = "" }) {
        const url = new URL(link, location.origin).href;
        const picture = qrPicture(words.picture);
        picture.update(url.toUpperCase());
        return [
            h(
                "div",
                { class: "class-code-shown" },
                picture.node,
                h(
                    "div",
                    { class: "stack" },
                    h(
                        "div",
                        {},
                        h("span", { class: "unseen" }, `${words.code}: `),
                        h("bdi", { class: "class-code-letters" }, code),
                    ),
                    h("p", { class: "hint" }, words.enterAt(address())),
                ),
            ),
            h(
                "div",
                { class: "actions is-start" },
                button(words.copyLink, { onClick: () => void copy(url) }),
                button(words.showLarge, { icon: "qr", onClick: () => showLarge(code, url) }),
                own && button(words.renew, { onClick: () => void renew() }),
            ),
        ];
    }

    /** @param {string} url */
    async function copy(url) {
        try {
            await navigator.clipboard.writeText(url);
            app.notices.show(words.copied, "good");
        } catch {
            // Without TLS, or where the browser forbids it.
            app.notices.show(words.notCopied(url));
        }
    }

    /** @param {string} code @param {string} url */
    function showLarge(code, url) {
        const picture = qrPicture(words.picture);
        picture.update(url.toUpperCase());
        const body = h(
            "div",
            { class: "class-code-large" },
            picture.node,
            h("div", { class: "class-code-letters" }, h("bdi", {}, code)),
            h("p", {}, words.enterAt(address())),
        );
        void dialog({ title: class_.className, body, cancelLabel: words.close, signal });
    }

    async function renew() {
        const renewed = await dialog({
            ...{ title: words.renewTitle, body: h("p", {}, words.renewBody), signal },
            ...{ confirmLabel: words.renewConfirm, danger: true },
            confirm: async () => replace(shown, codeParts(await renewCode(app.api, classId))),
        });
        if (renewed) {
            app.notices.show(words.renewed, "good");
        }
    }

    async function reloadRequests() {
        const requests = await joinRequests(app.api, classId, { signal });
        replace(
            asking,
            requests.length > 0 && [
                h("h3", {}, words.requests(requests.length)),
                h("ul", { class: "people", role: "list" }, requests.map(requestLine)),
            ],
        );
    }

    /** @param {JoinRequest} request */
    function requestLine({ studentId, name: student, email, studentNumber }) {
        const contact = email ?? studentNumber;
        return h(
            "li",
            {},
            h("span", {}, name(student), contact && h("span", { class: "quiet" }, " ", contact)),
            h(
                "span",
                { class: "actions" },
                button(
                    words.accept,
                    { kind: "primary", onClick: () => void decide(studentId, student, true) },
                    { "aria-label": words.acceptLabel(student) },
                ),
                button(
                    words.refuse,
                    { kind: "quiet", onClick: () => void decide(studentId, student, false) },
                    { "aria-label": words.refuseLabel(student) },
                ),
            ),
        );
    }

    /** @param {string} studentId @param {string} student @param {boolean} accepts */
    async function decide(studentId, student, accepts) {
        await attempt(async () => {
            try {
                await (accepts ? acceptJoin : declineJoin)(app.api, classId, studentId);
            } catch (error) {
                // Another teacher has decided.
                if (errorCode(error) !== "join_request_not_found") {
                    throw error;
                }
            }
            const done = accepts ? words.accepted : words.refused;
            app.notices.show(done(student), accepts ? "good" : "info");
            await reloadRequests();
        });
    }

    /** @param {() => Promise<unknown>} work */
    async function attempt(work) {
        try {
            await work();
        } catch (error) {
            app.fail(error, signal);
        }
    }

    // A whole class joins within a minute.
    const again = paced(PAUSE, () => changed && void attempt(changed), signal);
    /** @param {string} event @param {() => Promise<unknown>} follow */
    const on = (event, follow) =>
        app.live.listen(event, (data) => data.classId === classId && attempt(follow), signal);
    on("JOIN_REQUESTED", reloadRequests);
    on("JOIN_DECIDED", reloadRequests);
    on("JOIN_WITHDRAWN", reloadRequests);
    on("ROSTER_CHANGED", async () => again());
    afterMissedFrames(app, () => attempt(reloadRequests), signal);
    void attempt(async () => draw(await classCode(app.api, classId, { signal })));
    void attempt(reloadRequests);
    return { node };
}
