/**
 * What this server requires of a new password; the page names the set of rules.
 *
 * @module
 */

import { passwordRules } from "/language/en/password-rules.js";

/** @type {Record<string, string>} */
const RULES = passwordRules;

const named = document.querySelector("meta[name='password-rules']")?.getAttribute("content");

export const passwordHint = RULES[named ?? ""] ?? "";
