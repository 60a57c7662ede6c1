/**
 * What a user has typed into the fields of a view: kept when their log-in expires, and typed again
 * after the next one. Never passwords and codes.
 *
 * @module
 */

/** Fields that a browser, too, fills in again after a reload. */
const FIELDS =
    'textarea[name]:not([readonly]), input[name]:is([type="text"], [type="email"], [type="number"], [type="date"]):not([readonly], .code-field)';

/** @param {Element} view */
const fieldsIn = (view) =>
    [...view.querySelectorAll(FIELDS)].filter(
        (field) => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement,
    );

/** The name and the value of each field. @param {Element} view @returns {[string, string][]} */
export function typedIn(view) {
    return fieldsIn(view).map(({ name, value }) => [name, value]);
}

/**
 * Type it again, if the view has the same fields as it had.
 *
 * @param {Element} view @param {[name: string, value: string][]} typed
 */
export function retype(view, typed) {
    const fields = fieldsIn(view);
    for (const [place, [name, value]] of typed.entries()) {
        const field = fields[place];
        if (field?.name === name && field.value !== value) {
            field.closest("details")?.setAttribute("open", "");
            field.value = value;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }
    }
}
