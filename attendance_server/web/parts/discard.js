/** Sessions that were a mistake: they are discarded with a reason, and can be restored. @module */

import { h, replace } from "/dom.js";
import { to } from "/router.js";
import { text } from "/language/text.js";
import { button, dialog, field, moreSection } from "/ui.js";

/** The most characters that the server keeps of a reason. */
const LONGEST = 500;

/** What the server gives as the name of a deleted account. */
const DELETED = "deleted";

/** How many discarded sessions are listed at first, and with each further step. */
const PAGE = 20;

/**
 * The end of a session's page, where it can be discarded.
 *
 * @param {import("/app.js").App} app
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
                // The end of a running session may have led there already.
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
 * Who has discarded a session, when and why, and the way back while there is one.
 *
 * @param {import("/app.js").App} app
 * @param {any} session a discarded one, as the server describes it @param {AbortSignal} signal
 * @param {() => Promise<unknown>} restored called once it counts again
 */
export function discardNote(app, { _id, classId, startedAt, discarded }, signal, restored) {
    const words = text.discarding;
    const { at, byName, reason, restorableUntil } = discarded;
    const who = byName === DELETED ? text.session.deletedAccount : byName;

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
    const restorable = Date.parse(restorableUntil) > Date.now();
    return [
        h("p", { class: "trail-reason", dir: "auto" }, reason),
        h("p", { class: "hint" }, words.who(who, at)),
        h("p", { class: "hint" }, restorable ? words.until(restorableUntil) : words.tooLate),
        restorable && h("div", { class: "actions is-start" }, restoreButton),
    ];
}

/**
 * The discarded sessions of a class, behind a disclosure; nothing is shown where there are none.
 *
 * @param {import("/app.js").App} app @param {string} classId @param {AbortSignal} signal
 * @param {() => Promise<unknown>} restored called once one of them counts again
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
    /** @type {any[]} newest first */
    let sessions = [];

    /** @param {string} [after] the last one of the page before */
    const load = (after) =>
        app.api.sessions(classId, { discarded: true, limit: PAGE, after, signal });

    async function reload() {
        sessions = [];
        take(await load());
    }

    async function loadMore() {
        const known = sessions.length;
        take(await load(sessions.at(-1)._id));
        list.querySelectorAll("li > a")[known]?.focus();
    }

    /** @param {any[]} page */
    function take(page) {
        sessions = [...sessions, ...page];
        node.hidden = !sessions.length;
        more.hidden = page.length < PAGE;
        replace(list, ...sessions.map(entry));
    }

    /** @param {any} session */
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
