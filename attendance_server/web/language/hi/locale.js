/**
 * The language of the words beside this file.
 *
 * @module
 */

export const LANGUAGE = "hi";

/** The form of the language for browsers that prefer none. */
export const USUAL = "hi-IN";
