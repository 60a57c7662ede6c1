/**
 * The words with which students check in, whose errors are added to those of all pages.
 *
 * @module
 */

import { errors, words } from "/language/en/check-in-student.js";
import { addErrors } from "/language/errors.js";

addErrors(errors, { check_in_code_wrong: "code" });

export { words };
