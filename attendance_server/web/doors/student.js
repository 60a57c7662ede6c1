/**
 * The views of students, which are loaded together when one of them is first shown.
 *
 * @module
 */

import { accountPage } from "/views/account.js";
import { ownReportView } from "/views/own-report.js";
import { ownSessionView } from "/views/own-session.js";
import { studentClassView } from "/views/student-class.js";
import { studentHomeView } from "/views/student-home.js";

/** @import { View } from "/app.js" */

/** @type {Record<string, View>} */
export const views = {
    home: studentHomeView,
    class: studentClassView,
    session: ownSessionView,
    ownReport: ownReportView,
    account: accountPage(),
};
