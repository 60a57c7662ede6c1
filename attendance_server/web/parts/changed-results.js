/** Reports that stay open follow the sessions of their classes. @module */

import { paced } from "/paced.js";

/** @import { App } from "/app.js" */
/** @import { Changed } from "/client.js" */

/**
 * A result that is new: of a session that has ended just now, or one that `changed` afterwards,
 * of which `attendance` has only the lines that are new.
 *
 * @typedef {Pick<Changed, "sessionId" | "classId" | "attendance" | "discarded">
 *     & { changed: boolean }} Result
 */

/** The least time between two loads of a report, in milliseconds. */
const PAUSE = 2000;

/**
 * Follow the sessions of a class, or of all classes of the user. What `take` cannot show is loaded,
 * at a bounded rate.
 *
 * @param {App} app
 * @param {{
 *     classId?: string, signal: AbortSignal, reload: () => unknown,
 *     take?: (result: Result) => boolean, reopened?: (sessionId: string) => boolean,
 * }} options `take`, `reopened`: show it, and return whether that was possible
 */
export function followResults(app, { classId, signal, reload, take, reopened }) {
    /** Sessions whose end is not shown yet. @type {Set<string>} */
    const unseen = new Set();
    let stale = false;
    let wasLost = false;
    const concerns = (/** @type {string | undefined} */ id) => !classId || id === classId;
    const load = paced(
        PAUSE,
        () => {
            if (stale || unseen.size) {
                stale = false;
                unseen.clear();
                reload();
            }
        },
        signal,
    );
    const loadAnyway = () => {
        stale = true;
        load();
    };

    /** @param {Result} result */
    function show(result) {
        if (concerns(result.classId)) {
            const shown = take?.(result);
            unseen.delete(result.sessionId);
            if (!shown) {
                loadAnyway();
            }
        }
    }

    app.live.listen("SESSION_CHANGED", (frame) => show({ ...frame, changed: true }), signal);
    app.live.listen("SESSION_ENDED", (frame) => show({ ...frame, changed: false }), signal);
    app.store.subscribe((news) => {
        if (!app.store.ready) {
            wasLost = true;
        } else if (wasLost) {
            // What has happened meanwhile is unknown.
            wasLost = false;
            loadAnyway();
        }
        if (!news.classId || !concerns(news.classId)) {
            return;
        }
        if (news.ended) {
            // The frame follows; without a WebSocket there is none.
            unseen.add(news.ended.sessionId);
            load();
        }
        const sessionId = news.started && app.store.session(news.classId)?.sessionId;
        if (sessionId && !reopened?.(sessionId)) {
            loadAnyway();
        }
    }, signal);
}
