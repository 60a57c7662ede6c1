/**
 * The words for the order of names.
 *
 * @module
 */

export const nameOrder = {
    heading: "Order of names",
    body: "For lists of students and for files, on all your devices.",
    label: "Sort students by",
    name: "Name as shown",
    given: "Given name",
    family: "Family name",
    save: "Save",
    saved: "Lists and files are in this order from now on.",
};
