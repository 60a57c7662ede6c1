/**
 * The words with which students check in.
 *
 * @module
 */

import { number, time } from "/language/formats.js";

export const errors = {
    check_in_closed: "Check-in is not open at the moment. Ask your teacher to open it.",
    check_in_code_wrong: "These letters are wrong or too old. Type those on the projector now.",
    too_many_tries: "That was wrong too often. Wait a moment, or ask your teacher.",
    teacher_must_confirm: "Ask your teacher to confirm.",
    join_requested: "Your teacher has been asked to let you into the class.",
};

export const words = {
    heading: "Check in",
    checking: "Checking you in…",
    marked: {
        present: "You are in",
        late: "You are in, but late",
        excused: "You are excused",
        absent: "Your teacher has marked you as absent",
    },

    held: "Ask your teacher to confirm",
    heldHint:
        "Your teacher sees your name, and confirms with one tap. The usual reason is that another student has checked in on this device.",
    requested: "Your teacher has been asked to let you into the class",
    requestedHint: "Keep this page open. It says when you are in.",
    joined: "You have joined the class",
    tooOld: "This code is too old",
    tooOldHint:
        "The code on the projector changes every few seconds. Scan the one that is there now, or type the letters under it.",
    tooOften: "Too many tries",
    /** By the server's code of the error. */
    failed: {
        check_in_closed: "Check-in is not open",
        no_active_session: "No session is running",
        not_enrolled: "You are not in this class",
        class_not_found: "You are not in this class",
        declined: "Your teacher did not let you into the class",
    },

    failedHint: {
    check_in_closed: "Your teacher opens it. This page notices by itself.",
        no_active_session: "Your teacher starts it. This page notices by itself.",
        not_enrolled:
            "Does the projector show the code of another class? Otherwise ask your teacher to add you.",
        class_not_found: "This class no longer exists.",
        declined: "Ask them why.",
    },

    again: "Try again",
    toClass: "My attendance in this class",
    letters: "Letters under the code",
    lettersHint: "Six letters and digits, as the projector shows them.",
    misread: "No code has a 0, O, 1 or I. Look again.",
    /** @param {number} expected @param {number} actual */
    wrongLength: (expected, actual) =>
        `Type ${number(expected)} letters and digits. These are ${number(actual)}.`,
    how: "Scan the code on the projector with the camera app of your phone, or type the letters under it.",
    submit: "Check in",
    scan: "Scan with the camera",
    stop: "Stop the camera",
    camera: "The picture of the camera",
    cameraRefused:
        "The camera cannot be used. Allow it in the browser, or type the letters instead.",
    hand: "Raise your hand",
    handHint: "No phone that can scan, or it does not work? Your teacher sees your name.",
    /** @param {string} iso */
    handRaised: (iso) => `Your hand is raised since ${time(iso)}. Your teacher sees it.`,
};
