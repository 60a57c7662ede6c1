/**
 * The reports and files of teachers, which are loaded together when one of them is first shown.
 *
 * @module
 */

import { absencesView } from "/views/absences.js";
import { importView } from "/views/import.js";
import { matrixView } from "/views/matrix.js";
import { overTimeView } from "/views/over-time.js";
import { reportView } from "/views/report.js";
import { slipsView } from "/views/slips.js";
import { studentReportView } from "/views/student-report.js";

/** @import { View } from "/app.js" */

/** @type {Record<string, View>} */
export const views = {
    report: reportView,
    matrix: matrixView,
    overTime: overTimeView,
    studentReport: studentReportView,
    absences: absencesView,
    import: importView,
    slips: slipsView,
};
