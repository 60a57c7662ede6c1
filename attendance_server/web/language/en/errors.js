/**
 * Errors in words for users, by the server's codes.
 *
 * @module
 */

import { text as common } from "/language/en/common.js";
import { number, plural } from "/language/formats.js";

/** @import { Problem } from "/api-types.js" */

const UNREACHABLE = "The server cannot be reached. Check the network and try again.";

const UNUSABLE = "This contains characters that cannot be used.";

/** By the server's codes, and those of requests without an answer. */
export const errors = {
    unauthorized: common.expired,
    refresh_token_invalid: common.expired,
    refresh_token_reused: common.expired,
    teacher_only: "Only teachers can do this.",
    student_only: "Only students can do this.",
    admin_only: "Only the school office can do this.",
    passwords_off: "At this school you log in with your school account, and not with a password.",
    sign_on_refused:
        "Your school account did not let you in here, or you have cancelled it. Try again, or ask the school office.",
    sign_on_stale: "That took too long, or was begun in another window. Try again.",
    sign_on_invalid:
        "Your school account was not recognized. Try again, and tell whoever runs this server if the problem stays.",
    sign_on_unverified:
        "Your school account has no verified e-mail address. Ask the school office.",
    sign_on_not_allowed:
        "This account is not one of your school. Choose your school account, with its e-mail address.",
    sign_on_not_for_admins: "Administrators do not use the school account here, but their password.",
    sign_on_taken:
        "The account with your e-mail address belongs to someone else. Ask the school office.",
    sign_on_unavailable:
        "The school's sign-in cannot be reached at the moment. Try again in a while.",
    sign_on_off: "This server has no sign-in with a school account.",
    no_mail: "This school's server sends no mail. Ask your teacher or the school office for a code.",
    too_much_mail: "Too much mail is waiting to be sent. Try again in a minute.",
    not_importer:
        "Only the teacher whose import created this account, or the school office, can reset its password.",
    own_password: "Change your own password on the page of your account.",
    account_disabled: "This account is disabled. Ask the school office.",
    last_admin:
        "This is the only administrator, and cannot be disabled or deleted. Have another one created first.",
    role_fixed: "The role of an administrator cannot be changed.",
    account_unclaimed:
        "The owner has not claimed this account yet. Its role can be changed once they have.",
    teacher_has_classes:
        "This teacher has classes. Move them to another teacher first, or have them deleted.",
    cannot_merge: "Only two different accounts of students can be merged.",
    merge_unfinished:
        "This account is being merged into another one, and that was interrupted. Merge them again first.",
    import_not_found: "This import can no longer be undone: it is older than a day, or was undone.",
    wrong_teacher_code:
        "To sign up as a teacher you need the teacher code of your school. Check it, or ask for it.",
    teacher_signup_closed:
        "Teachers cannot sign up here. Ask whoever runs this server for an account.",
    wrong_student_code:
        "To sign up as a student you need the code of your school. Check it, or ask for it.",
    student_signup_closed: "Students cannot sign up here. Ask your teacher for a code.",
    invitation_not_found: "This invitation no longer exists.",
    invalid_request: "Some of the fields are not filled in correctly.",
    body_too_large: "That is too much at once.",
    email_taken:
        "There is already an account with this e-mail address. If your teacher has prepared it, enter the code from your slip; if it is yours, log in.",
    awaits_student: "This student has to accept the invitation.",
    wrong_credentials: "Wrong e-mail address, student number or password.",
    class_not_found: "This class no longer exists.",
    student_not_found: "This student no longer exists.",
    session_not_found: "This session does not exist.",
    device_not_found: "This device was already logged out.",
    origin_not_allowed: "This page was not loaded from the server itself. Open it again, and then try again.",
    user_not_found: "This account no longer exists.",
    not_class_teacher: "This is not one of your classes.",
    not_class_owner: "Only the owner of the class can do this.",
    no_teacher_account:
        "No teacher has an account with this e-mail address. They need to sign up as a teacher first.",
    already_owner: "This is the owner of the class.",
    owner_stays: "The owner of a class cannot be removed from it.",
    teacher_not_found: "This teacher is no longer in the class.",
    too_many_left:
        "More than a third of the class would leave. Check the list, and confirm that they leave.",
    class_name_taken: "Several classes have this name.",
    session_imported: "This report was imported before.",
    lesson_not_over: "This lesson has not ended yet. Check its time.",
    report_unsure: "Say first when the lesson was.",
    too_many_api_keys: "There can be at most 20 keys. End one first.",
    api_key_not_found: "This key has already ended.",
    too_many_teachers: "A class can have at most 50 teachers. Remove one first.",
    not_enrolled: "You are not in this class.",
    session_running: "A session is running. End it first, and then try again.",
    session_discarded: "This session was discarded. Restore it first, and then try again.",
    too_late_to_restore:
        "This session was discarded more than 30 days ago, and can no longer be restored.",
    class_archived:
        "This class is archived. Bring it back to your classes first, and then try again.",
    not_last_session: "Only the latest session of a class can be reopened, and there is a later one.",
    too_late_to_reopen:
        "This session ended more than an hour ago and can no longer be reopened. You can still correct marks.",
    too_many_changes: "This session has been changed too often, and can no longer be changed.",
    storage_unavailable: "The server cannot save anything at the moment. Try again in a while.",
    shutting_down: "The server is restarting. Try again in a moment.",
    hashing_unavailable:
        "The server cannot check passwords at the moment. Try again in a few seconds.",
    code_expired: "This code has expired. Ask your teacher for a new one.",
    too_many_logins: "Many people are logging in at the moment. Try again in a few seconds.",
    server_full: "The server is full. Try again in a while.",
    body_too_slow: "The connection is too slow. Try again on a better one.",
    too_many_attempts: "Too many attempts. Wait a few minutes, and then try again.",
    too_many_sockets: "This account is open in too many windows. Close some of them.",
    too_many_frames: "That was too fast. Wait a moment, and then try again.",
    too_many_reports:
        "The server is busy preparing other files. Try again in a few seconds.",
    too_many_imports: "The server is busy reading other lists. Try again in a few seconds.",
    no_active_session: "No session is running for this class any longer.",
    nothing_to_mark: "Every student has a mark already.",
    student_not_in_class: "This student is no longer in the class.",
    roster_unreadable: "This file cannot be read as a list of students.",
    roster_unsure: "This file needs a choice before it can be imported.",
    roster_too_large:
        "This file is larger than 2 MB. Remove everything but the list, or split it in two.",
    already_claimed: "The student has claimed the account meanwhile, and no longer needs a code.",
    not_issuer: "The code of this student is for another teacher to hand out.",
    wrong_code:
        "This code is wrong, was already used, or was replaced. Compare it with your slip. If you have already chosen a password, log in with it; otherwise, ask your teacher for a new code.",
    marks_not_saved:
        "The session has not ended, because some marks were not saved. They are listed on this page.",
    no_answer: UNREACHABLE,
    offline: UNREACHABLE,
    timeout: UNREACHABLE,
    lost: "The connection was lost. When it is back, you will see whether this was done.",
};

/** For a code that is not in `errors`. @type {string} */
export const unknown =
    "Something went wrong at the server. Try again, and tell whoever runs it if the problem stays.";

/** @type {string} */
export const busy = "The server is very busy. Try again in a few seconds.";

/** @type {string} */
export const notYourPassword = "This is not your password.";

/** @param {number} seconds */
export const waitSeconds = (seconds) =>
    plural(seconds, {
        one: "Too many attempts. Wait # second, and then try again.",
        other: "Too many attempts. Wait # seconds, and then try again.",
    });

/** @param {number} minutes */
export const waitMinutes = (minutes) =>
    plural(minutes, {
        one: "Too many attempts. Wait # minute, and then try again.",
        other: "Too many attempts. Wait # minutes, and then try again.",
    });

/** How many there may be, and what to do about it. */
export const quotas = {
    /** @param {string} limit */
    too_many_classes: (limit) =>
        `A teacher can have at most ${limit} classes on this server, including archived ones. Delete one, or ask whoever runs it to allow more.`,
    /** @param {string} limit */
    class_full: (limit) =>
        `A class can have at most ${limit} students on this server. Remove some, or ask whoever runs it to allow more.`,
    /** @param {string} limit */
    too_many_sessions: (limit) =>
        `A class can have at most ${limit} sessions on this server. Continue in another class, or ask whoever runs it to allow more.`,
    /** @param {string} limit */
    too_many_unclaimed: (limit) =>
        `A teacher can have at most ${limit} unclaimed accounts on this server. Hand out their codes, or ask whoever runs it to allow more.`,
};

/** What is wrong with a field or a roster file. */
export const problems = {
    required: common.required,
    empty: common.required,
    invisible: "This has no visible characters.",
    /** @param {Problem} problem */
    too_short: ({ minimum = 0 }) =>
        plural(minimum, { one: "Use # character or more.", other: "Use # characters or more." }),
    /** @param {Problem} problem */
    too_long: ({ maximum = 0 }) =>
        plural(maximum, { one: "Use at most # character.", other: "Use at most # characters." }),
    /** @param {Problem} problem */
    wrong_length: ({ minimum = 0, maximum = 0 }) =>
        `Use ${number(minimum)} to ${number(maximum)} characters.`,
    control_characters: UNUSABLE,
    direction_characters: `${UNUSABLE} Type it instead of pasting it.`,
    invalid_email: "This is not an e-mail address.",
    invalid_number: "A student number has no @. An e-mail address has a part after it.",
    common_password:
        "Many people use this password, so it is easy to guess. Choose another one.",
    /** @param {Problem} problem */
    out_of_range: ({ minimum = 0, maximum = 0 }) =>
        `Use a whole number from ${number(minimum)} to ${number(maximum)}, or leave it empty.`,
    not_in_future: "This day is over. Choose a later one.",
};
