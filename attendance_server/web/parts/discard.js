/** Discarding sessions that were started by mistake, and restoring them. @module */

import { h, replace } from "/dom.js";
import { text } from "/language/en/sessions.js";
import { to } from "/router.js";
import { button, dialog, field, moreSection } from "/ui.js";

/** @import { Discard, Session } from "/api-types.js" */
/** @import { App } from "/app.js" */

/** The longest reason that the server accepts, in characters. */
const LONGEST = 500;

/** The server's name for a deleted account. */
const DELETED = "deleted";

/** How many discarded sessions are listed at first, and with each further step. */
const PAGE = 20;

/**
 * The section at the end of a session's page where it can be discarded.
 *
 * @param {App} app
 * @param {{ classId: string, sessionId: string, signal: AbortSignal, begin?: () => void }} options
 *     `begin` is called before the server is asked
 */
export function discardSection(app, { classId, sessionId, signal, begin }) {
    const words = text.discarding;

    async function ask() {
        const reason = field({
            ...{ label: words.reason, name: "reason", tag: "textarea", hint: words.reasonHint },
            ...{ required: true, maxlength: LONGEST, rows: 3 },
        });
        await dialog({
            ...{ title: words.title, body: h("p", {}, words.body), fields: [reason], signal },
            ...{ confirmLabel: words.confirm, danger: true },
            confirm: async (values) => {
                begin?.();
                const { discarded } = await app.api.discard(classId, sessionId, values.reason);
                app.notices.show(words.done(discarded.restorableUntil), "good");
                // The end of a running session may have led away already.
                if (!signal.aborted) {
                    app.goInstead(to.class(classId));
                }
            },
        });
    }

    return moreSection(
        h("p", { class: "hint" }, words.hint),
        button(words.button, { kind: "danger", icon: "bin", onClick: ask }),
    );
}

/**
 * Who discarded a session, when and why, and a button to restore it while that is possible.
 *
 * @param {App} app
 * @param {Session & { discarded: Discard }} session @param {AbortSignal} signal
 * @param {() => Promise<unknown>} restored is called once it counts again
 */
export function discardNote(app, { _id, classId, startedAt, discarded }, signal, restored) {
    const words = text.discarding;
    const { at, byName, reason, restorableUntil } = discarded;
    const by = byName === DELETED ? text.session.deletedAccount : byName;

    async function restore() {
        restoreButton.setAttribute("aria-disabled", "true");
        try {
            await app.api.restore(classId, _id);
            app.notices.show(words.restored, "good");
            await restored();
        } catch (error) {
            app.fail(error, signal);
        } finally {
            restoreButton.removeAttribute("aria-disabled");
        }
    }

    const restoreButton = button(
        words.restore,
        { icon: "undo", onClick: restore },
        { "aria-label": words.restoreLabel(startedAt) },
    );
    const inTime = Date.parse(restorableUntil) > Date.now();
    const restorable = inTime && app.account.isTeacher;
    return [
        h("p", { class: "trail-reason", dir: "auto" }, reason),
        h("p", { class: "hint" }, words.by(by, at)),
        h("p", { class: "hint" }, inTime ? words.until(restorableUntil) : words.tooLate),
        restorable && h("div", { class: "actions is-start" }, restoreButton),
    ];
}

/**
 * The discarded sessions of a class, in a disclosure that is hidden if there are none.
 *
 * @param {App} app @param {string} classId @param {AbortSignal} signal
 * @param {() => Promise<unknown>} restored is called once one of them counts again
 */
export function discardedSessions(app, classId, signal, restored) {
    const words = text.discarding;
    const list = h("ol", { class: "trail", role: "list" });
    const more = button(words.more, {
        onClick: () => loadMore().catch((error) => app.fail(error, signal)),
    });
    const node = h(
        "details",
        { hidden: true },
        h("summary", {}, words.list),
        h("p", { class: "hint" }, words.listHint),
        list,
        more,
    );
    /** Newest first. @type {(Session & { discarded: Discard })[]} */
    let sessions = [];

    /** @param {string} [after] the last session of the previous page */
    const load = (after) => app.api.discardedSessions(classId, { limit: PAGE, after, signal });

    async function reload() {
        sessions = [];
        take(await load());
    }

    async function loadMore() {
        const known = sessions.length;
        take(await load(sessions.at(-1)?._id));
        list.querySelectorAll("li > a")[known]?.focus();
    }

    /** @param {typeof sessions} page */
    function take(page) {
        sessions = [...sessions, ...page];
        node.hidden = !sessions.length;
        more.hidden = page.length < PAGE;
        replace(list, ...sessions.map(entry));
    }

    /** @param {Session & { discarded: Discard }} session */
    function entry(session) {
        return h(
            "li",
            {},
            h(
                "a",
                { href: to.session(classId, session._id), class: "row-link" },
                text.moment(session.startedAt),
            ),
            discardNote(app, session, signal, restored),
        );
    }

    return { node, reload };
}
