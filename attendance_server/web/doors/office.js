/**
 * The views of the school office, which are loaded together when one of them is first shown.
 *
 * @module
 */

import { nameOrderForm } from "/parts/name-order-form.js";
import { absencesView } from "/views/absences.js";
import { accountPage } from "/views/account.js";
import { matrixView } from "/views/matrix.js";
import { officeAuditView } from "/views/office/audit.js";
import { officeClassView } from "/views/office/class.js";
import { officeClassesView } from "/views/office/classes.js";
import { officePeopleView } from "/views/office/people.js";
import { officePersonView } from "/views/office/person.js";
import { overTimeView } from "/views/over-time.js";
import { reportView } from "/views/report.js";
import { sessionView } from "/views/session.js";
import { studentReportView } from "/views/student-report.js";

/** @import { View } from "/app.js" */

/** @type {Record<string, View>} */
export const views = {
    home: officePeopleView,
    officePerson: officePersonView,
    officeClasses: officeClassesView,
    officeAudit: officeAuditView,
    class: officeClassView,
    session: sessionView,
    report: reportView,
    matrix: matrixView,
    overTime: overTimeView,
    studentReport: studentReportView,
    absences: absencesView,
    account: accountPage(nameOrderForm),
};
