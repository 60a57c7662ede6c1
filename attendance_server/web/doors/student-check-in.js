/**
 * What students check in with, loaded when they do.
 *
 * @module
 */

import { checkInSection } from "/parts/check-in/section.js";
import { checkInView } from "/views/check-in.js";

/** @import { View } from "/app.js" */

/** @type {Record<string, View>} */
export const views = { checkIn: checkInView };

export { checkInSection };
