/** The words for the parts of the user's own name. @module */

export const nameParts = {
    givenName: "Given name",
    familyName: "Family name",
    hint: "By these, lists can be sorted. Without them, the last word of the name counts as the family name.",
};
