/**
 * What only those pages of teachers need on which students check in, loaded when one is shown.
 *
 * @module
 */

import { checkInsOf } from "/check-in/teacher-calls.js";
import { checkInsSection } from "/parts/check-in/afterwards.js";
import { door } from "/parts/check-in/door.js";
import { CheckInPanel } from "/parts/check-in/panel.js";
import { checkInSetting } from "/parts/check-in/setting.js";
import { teacherCheckInView } from "/views/check-in-teacher.js";

/** @import { View } from "/app.js" */

/** @type {Record<string, View>} */
export const views = { checkIn: teacherCheckInView };

export { CheckInPanel, checkInSetting, checkInsOf, checkInsSection, door };
