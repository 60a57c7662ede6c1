/**
 * Sentences with an element in them.
 *
 * @module
 */

/** Stands for the element while the sentence is made. */
const SLOT = "\uFFFC";

/**
 * The content that a sentence becomes, with an element where the sentence has its argument.
 *
 * @param {(slot: string) => string} sentence @param {Element} element
 */
export function placed(sentence, element) {
    const [before, after] = sentence(SLOT).split(SLOT);
    return [before, element, after];
}
