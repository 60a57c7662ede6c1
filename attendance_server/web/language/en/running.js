/**
 * What reports say of a session that is running, and does not count yet.
 *
 * @module
 */

import { plural, sessionStart } from "/language/formats.js";

export const running = {
    /** @param {string} startedAt @param {number} present */
    strip: (startedAt, present) =>
        plural(present, {
            one: `A session has been running since ${sessionStart(startedAt)}, with # student present so far. It counts here once it has ended.`,
            other: `A session has been running since ${sessionStart(startedAt)}, with # students present so far. It counts here once it has ended.`,
        }),
    open: "Open session",
    /** Of a session, beside its date or its name. */
    notCounted: "running, does not count yet",
    /** A student's mark in it. */
    soFar: {
        present: "In the running session: present",
        late: "In the running session: late",
        excused: "In the running session: excused",
        absent: "In the running session: absent",
        none: "In the running session: not marked yet",
    },
    notMarked: "Not marked yet",
};
