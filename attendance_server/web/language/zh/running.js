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
            other: `点名进行中，始于 ${sessionStart(startedAt)}，目前 # 名学生出勤。结束后计入这里。`,
        }),
    open: "打开点名",
    notCounted: "进行中，尚未计入",
    soFar: {
        present: "进行中的点名：出勤",
        late: "进行中的点名：迟到",
        excused: "进行中的点名：请假",
        absent: "进行中的点名：缺勤",
        none: "进行中的点名：未标记",
    },
    notMarked: "未标记",
};
