/**
 * The words with which teachers let students check in, whose errors are added to those of all pages.
 *
 * @module
 */

import { errors, words } from "/language/en/check-in-teacher.js";
import { addErrors } from "/language/errors.js";

addErrors(errors);

export { words };
