/** Jumps to the students of a letter, for long lists. @module */

import { h } from "/dom.js";
import { words } from "/language/en/roll.js";
import { text } from "/language/en/teacher.js";
import { letterOf } from "/name-order.js";
import { dialog } from "/ui.js";

/** @import { Student } from "/api-types.js" */
/** @import { App } from "/app.js" */

/** How many students fit on a few screens, which need no jumps. */
export const SHORT = 40;

/**
 * Offer the letters under which students stand, and go to the first one of that which is chosen.
 *
 * @param {App} app @param {AbortSignal} signal @param {Student[]} students in the order of the list
 * @param {(studentId: string) => void} goTo
 */
export async function chooseLetter(app, signal, students, goTo) {
    /** @type {Map<string, string>} */
    const first = new Map();
    for (const student of students) {
        const letter = letterOf(app, student);
        if (!first.has(letter)) {
            first.set(letter, student._id);
        }
    }
    let chosen = "";
    const letters = h(
        "div",
        { class: "letters", role: "group", "aria-label": words.letters },
        [...first].map(([letter, studentId]) =>
            h(
                "button",
                {
                    ...{ type: "button", class: "button is-plain" },
                    on: {
                        click: () => {
                            chosen = studentId;
                            letters.closest("dialog").close();
                        },
                    },
                },
                letter || words.otherLetters,
            ),
        ),
    );
    await dialog({ title: words.letters, body: letters, cancelLabel: text.cancel, signal });
    if (chosen) {
        goTo(chosen);
    }
}
