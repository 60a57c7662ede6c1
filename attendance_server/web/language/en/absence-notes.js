/**
 * The words for notes with an absence, for those who write them and those who decide.
 *
 * @module
 */

import { fieldDate, plural } from "/language/formats.js";

export const errors = {
    note_not_found: "This note is no longer there.",
    note_decided: "Your teacher has decided on this note. It can no longer be withdrawn.",
    too_many_notes: "Too many of your notes wait for an answer. Withdraw one first.",
};

export const words = {
    /** @param {string} from @param {string} until days */
    days: (from, until) =>
        from === until ? fieldDate(from) : `${fieldDate(from)} to ${fieldDate(until)}`,
    state: {
        waiting: "Not decided yet",
        accepted: "Accepted as an excuse",
        declined: "Not accepted",
        withdrawn: "Withdrawn",
    },

    own: {
        heading: "Absences",
        hint: "Were you absent, or will you be? Tell your teacher why.",
        write: "Explain an absence",
        title: "Explain an absence",
        from: "First day",
        until: "Last day",
        order: "The last day must not be before the first.",
        reason: "Reason",
        reasonHint: "Only your teachers in this class and you can read it.",
        send: "Send to my teacher",
        sent: "Your teacher has got your note.",
        withdraw: "Withdraw",
        /** @param {string} days */
        withdrawLabel: (days) => `Withdraw: ${days}`,
        withdrawn: "Your note has been withdrawn.",
        accepted: "Your teacher has accepted your note.",
        declined: "Your teacher has not accepted your note.",
    },

    taught: {
        heading: "Notes from students",
        /** @param {number} count */
        waiting: (count) =>
            plural(count, { one: "# note to decide on", other: "# notes to decide on" }),
        /** @param {number} count */
        decided: (count) => plural(count, { one: "# decided note", other: "# decided notes" }),
        accept: "Accept",
        decline: "Decline",
        /** @param {string} name */
        acceptLabel: (name) => `Accept the note: ${name}`,
        /** @param {string} name */
        declineLabel: (name) => `Decline the note: ${name}`,
        /** @param {string} name @param {number} count marks that are excused now */
        accepted: (name, count) =>
            count
                ? plural(count, {
                      one: `${name}: accepted. # absence is now excused.`,
                      other: `${name}: accepted. # absences are now excused.`,
                  })
                : `${name}: accepted.`,
        /** @param {string} name */
        declined: (name) => `${name}: not accepted.`,
    },
};
