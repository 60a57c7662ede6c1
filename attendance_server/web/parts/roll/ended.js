/** Where a page of a running session leads once the session has ended. @module */

import { isMissing } from "/api.js";
import { ownLessons } from "/language/en/own-lessons.js";
import { text } from "/language/en/teacher.js";
import { to } from "/router.js";

/** @import { App } from "/app.js" */

/**
 * @typedef {{ sessionId: string, unseen?: boolean, own?: boolean, discarded?: boolean }} Ended
 */

/**
 * Leave for what is there instead, and say why.
 *
 * @param {App} app @param {string} classId @param {Ended} ended
 * @param {{ ending?: boolean, discarding?: boolean }} [here] what the user has done on this page
 */
export async function leaveEnded(app, classId, { sessionId, unseen, own, discarded }, here = {}) {
    if (discarded) {
        app.goInstead(to.class(classId));
        // If it was discarded here, the dialog has said so.
        if (!here.discarding) {
            app.notices.show(text.discarding.discarded);
        }
    } else if (own) {
        app.goInstead(to.class(classId));
        app.notices.show(ownLessons.ended);
    } else if (unseen && (await isNoLongerTeacher(app, classId))) {
        app.goInstead(to.home);
        app.notices.show(text.teachers.noLonger);
    } else {
        app.goInstead(to.session(classId, sessionId));
        app.notices.show(here.ending ? text.roll.endedHere : text.roll.endedElsewhere);
    }
}

/**
 * An assistant may have been removed, or the time of a substitute be over.
 *
 * @param {App} app @param {string} classId
 */
async function isNoLongerTeacher(app, classId) {
    try {
        await app.api.sessions(classId, { limit: 1 });
    } catch (error) {
        return isMissing(error);
    }
    return false;
}
