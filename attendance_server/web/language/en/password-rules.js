/**
 * What a server requires of a new password, by the name of its set of rules.
 *
 * @module
 */

export const passwordRules = {
    contract: "At least 6 characters.",
    strict: "At least 8 characters, and not a common password. A few words are easy to remember.",
};
