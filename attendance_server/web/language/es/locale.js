/**
 * The language of the words beside this file.
 *
 * @module
 */

export const LANGUAGE = "es";

/** The form of the language for browsers that prefer none. */
export const USUAL = "es-ES";
