/**
 * What students rarely need, loaded when they do: joining a class, the welcome before the first, and
 * notes with an absence.
 *
 * @module
 */

import { ownNotes } from "/parts/own-notes.js";
import { welcome } from "/parts/welcome.js";
import { joinView } from "/views/join.js";

/** @import { View } from "/app.js" */

/** @type {Record<string, View>} */
export const views = { join: joinView };

export { ownNotes, welcome };
