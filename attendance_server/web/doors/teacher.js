/**
 * The views of teachers, which are loaded together when one of them is first shown.
 *
 * @module
 */

import { nameOrderForm } from "/parts/name-order-form.js";
import { absencesView } from "/views/absences.js";
import { accountPage } from "/views/account.js";
import { archivedListView, classListView } from "/views/class-list.js";
import { classView } from "/views/class.js";
import { importView } from "/views/import.js";
import { matrixView } from "/views/matrix.js";
import { overTimeView } from "/views/over-time.js";
import { projectorView } from "/views/projector.js";
import { reportView } from "/views/report.js";
import { rollView } from "/views/roll.js";
import { sessionView } from "/views/session.js";
import { slipsView } from "/views/slips.js";
import { studentReportView } from "/views/student-report.js";

/** @import { View } from "/app.js" */

/** @type {Record<string, View>} */
export const views = {
    home: classListView,
    archived: archivedListView,
    class: classView,
    roll: rollView,
    projector: projectorView,
    session: sessionView,
    report: reportView,
    matrix: matrixView,
    overTime: overTimeView,
    studentReport: studentReportView,
    absences: absencesView,
    import: importView,
    slips: slipsView,
    account: accountPage(nameOrderForm),
};
