/**
 * What students rarely need, loaded when they do: joining a class, and the welcome before the first.
 *
 * @module
 */

import { welcome } from "/parts/welcome.js";
import { joinView } from "/views/join.js";

/** @import { View } from "/app.js" */

/** @type {Record<string, View>} */
export const views = { join: joinView };

export { welcome };
