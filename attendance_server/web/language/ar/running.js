/**
 * What reports say of a session that is running, and does not count yet.
 *
 * @module
 */

import { plural, sessionStart } from "/language/formats.js";

/** @type {typeof import("/language/en/running.js").running} */
export const running = {
    strip: (startedAt, present) =>
        plural(present, {
            zero: `حصة جارية منذ ${sessionStart(startedAt)}، ولا حضور حتى الآن. تُحتسب هنا بعد انتهائها.`,
            one: `حصة جارية منذ ${sessionStart(startedAt)}، حضرها طالب واحد حتى الآن. تُحتسب هنا بعد انتهائها.`,
            two: `حصة جارية منذ ${sessionStart(startedAt)}، حضرها طالبان حتى الآن. تُحتسب هنا بعد انتهائها.`,
            few: `حصة جارية منذ ${sessionStart(startedAt)}، حضرها # طلاب حتى الآن. تُحتسب هنا بعد انتهائها.`,
            many: `حصة جارية منذ ${sessionStart(startedAt)}، حضرها # طالبًا حتى الآن. تُحتسب هنا بعد انتهائها.`,
            other: `حصة جارية منذ ${sessionStart(startedAt)}، حضرها # طالب حتى الآن. تُحتسب هنا بعد انتهائها.`,
        }),
    open: "فتح الحصة",
    notCounted: "جارية، لا تُحتسب بعد",
    soFar: {
        present: "في الحصة الجارية: حضور",
        late: "في الحصة الجارية: تأخر",
        excused: "في الحصة الجارية: غياب بعذر",
        absent: "في الحصة الجارية: غياب",
        none: "في الحصة الجارية: بلا تسجيل بعد",
    },
    notMarked: "بلا تسجيل بعد",
};
