/**
 * Looks up words by what a server sends, which may be newer than these pages.
 *
 * @module
 */

/** @param {Record<string, string>} words @param {string} code @returns {string | undefined} */
export const wordFor = (words, code) => words[code];
