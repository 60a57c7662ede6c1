/** What the server answers, for the checks: browsers do not load this. Ids are 24 hex digits. */

import type { Status } from "/status.js";

export type Counts = Record<Status, number>;

/** In a class's list for students, without the e-mail address and the number. */
export type Student = {
    _id: string;
    name: string;
    givenName?: string;
    familyName?: string;
    email: string | null;
    studentNumber?: string;
};

/** A device on which the user stays logged in. `name` is empty if it does not say. */
export type Device = {
    _id: string;
    name: string;
    origin: "password" | "claim" | "sso";
    createdAt: string;
    lastUsedAt: string;
    expiresAt: string;
    current: boolean;
};

/**
 * A class as lists and changes show it. `invited`: a student was invited, and not enrolled.
 * `checkIn`: unless it is as by default.
 */
export type ClassView = {
    _id: string;
    className: string;
    teacherId: string;
    studentIds: string[];
    lateAfter: number | null;
    checkIn?: CheckInRules;
    archived: boolean;
    invited?: boolean;
};

/** A teacher of a class; a substitute is one `until` some time. */
export type ClassTeacher = {
    _id: string;
    name: string;
    role: "owner" | "assistant";
    until: string | null;
};

/** A class with its students; for a student, without their e-mail addresses and the teachers. */
export type ClassRoster = {
    _id: string;
    className: string;
    teacherId: string;
    students: Student[];
    teachers?: ClassTeacher[];
    lateAfter: number | null;
    checkIn?: CheckInRules;
    archived: boolean;
};

/** A class as listed for the school office. */
export type SchoolClass = ClassView & { teacherName?: string | null };

/** An account as shown to the school office. */
export type UserRecord = {
    _id: string;
    name: string;
    email: string | null;
    studentNumber?: string;
    role: "TEACHER" | "STUDENT" | "ADMIN";
    claimed: boolean;
    createdAt: string;
    disabledAt?: string;
    mergingInto?: string;
};

export type UserDetail = UserRecord & {
    classesTaught?: { _id: string; className: string }[];
    classesAttended?: { _id: string; className: string }[];
};

export type AuditEntry = {
    _id: string;
    at: string;
    action: string;
    outcome: string;
    userId: string | null;
    userName: string | null;
    address: string | null;
    requestId: string | null;
    targets?: { kind: string; value: string; name?: string }[];
    changes?: { field: string; before: string | null; after: string | null; of?: string }[];
};

/** An import that can still be undone, with the numbers of accounts that it concerns. */
export type RecentImport = {
    _id: string;
    classId: string;
    at: string;
    undoableUntil: string;
    created: number;
    joined: number;
    invited: number;
    left?: number;
    renamed?: number;
};

export type Invitation = {
    classId: string;
    className: string;
    teacherName: string;
    needsCode: boolean;
};

/** As the teacher named them; `needsCode`: not confirmed, else it is for the student to accept. */
export type PendingStudent = {
    studentId: string;
    name: string | null;
    email: string | null;
    studentNumber?: string;
    needsCode: boolean;
};

export type RosterStudent = {
    studentId: string;
    name: string;
    email: string | null;
    studentNumber?: string;
    contactEmail?: string;
    claimed: boolean;
    mayIssueCode: boolean;
    codeExpiresAt: string | null;
    mayResetPassword?: boolean;
};

/** A code for a new password. */
export type ResetCode = {
    userId: string;
    name: string;
    email: string | null;
    studentNumber?: string;
    code: string;
    codeExpiresAt: string;
};

/** A claim code; without `studentId`, the code of an invitation, which does not expire. */
export type IssuedCode = {
    studentId: string | null;
    name: string;
    email: string | null;
    studentNumber?: string;
    code: string;
    codeExpiresAt: string | null;
};

/** One thing wrong with a field, a file or a line of a roster; beside it, the values in `message`. */
export type Problem = {
    path: string;
    message: string;
    code: string;
    minimum?: number;
    maximum?: number;
    line?: number;
    column?: string;
    count?: number;
};

export type Outcome = "wrong" | "unproven" | "new" | "known" | "enrolled";

export type ImportedLine = {
    line: number;
    name: string;
    email: string;
    studentNumber?: string;
    contactEmail?: string;
    outcome: Outcome;
    reason: string | null;
    studentId: string | null;
    knownAs: string | null;
    code: string | null;
    codeExpiresAt: string | null;
    problems?: Problem[];
};

export type ColumnRole =
    | "name"
    | "familyFirst"
    | "givenName"
    | "familyName"
    | "email"
    | "studentNumber"
    | "contactEmail"
    | "class"
    | "role"
    | "status"
    | "joined"
    | "left"
    | "duration"
    | "ignored";

/** `index`: from 0; `header`: empty where the column has none. */
export type FoundColumn = {
    index: number;
    header: string;
    role: ColumnRole;
    certainty: "chosen" | "sure" | "likely" | "unsure";
    examples?: string[];
};

/** What an encoding makes of some names that are not plain ASCII. */
export type Decoded = { encoding: string; names?: string[] };

export type TextEncoding = { used: Decoded; guessed: boolean; others?: Decoded[] };

export type FoundSheet = { name: string; rows: number; hasList: boolean };

/** What was found in a file. `unsure`: what has to be chosen before it can be imported. */
export type FoundFile = {
    columns: FoundColumn[];
    headerRow: number;
    sheets?: FoundSheet[];
    sheet?: string;
    encoding?: TextEncoding;
    remembered?: boolean;
    unsure?: Problem[];
};

export type SkipCode =
    | "teacher"
    | "not_student"
    | "left"
    | "test_student"
    | "total"
    | "points"
    | "repeated_header"
    | "duplicate"
    | "hidden"
    | "filtered";

/** A row of the file that is no student to import. */
export type SkippedLine = {
    line: number;
    code: SkipCode;
    reason: string;
    name: string;
    email: string;
    studentNumber?: string;
    role?: string;
    status?: string;
};

/** `unproven` is left out where no line is. */
export type Import = FoundFile & {
    counts: Record<Exclude<Outcome, "unproven">, number> & { unproven?: number };
    lines: ImportedLine[];
    skipped?: SkippedLine[];
    importId?: string;
};

export type StartedSession = { sessionId: string; classId: string; startedAt: string };

export type Discard = {
    by: string;
    byName: string;
    at: string;
    reason: string;
    restorableUntil: string;
};

export type SessionCounts = {
    total: number;
    presentCount: number;
    absentCount: number;
    lateCount: number;
    excusedCount: number;
};

type SessionHead = {
    _id: string;
    classId: string;
    className: string;
    startedAt: string;
    endedAt: string | null;
    running: boolean;
};

/** A session as its teacher sees it. */
/** `source`: where it was held, if not on this server. */
export type Session = SessionHead &
    SessionCounts & { discarded?: Discard; source?: "teams" | "zoom" };

/** Without `email` and `studentNumber`, the account was deleted. */
export type AttendanceLine = {
    studentId: string;
    name: string;
    email: string | null;
    studentNumber?: string;
    status: Status;
    markedAt: string | null;
};

export type Correction = {
    studentId: string;
    from: Status;
    to: Status;
    reason: string;
    by: string;
    byName: string;
    at: string;
};

export type Reopening = { endedAt: string; by: string; byName: string; at: string };

export type SessionDetail = Session & {
    attendance: AttendanceLine[];
    corrections: Correction[];
    reopenings: Reopening[];
};

/** A session as one of its students sees it. */
export type OwnSession = SessionHead & { status: Status; markedAt: string | null };

export type OwnSessionDetail = OwnSession & {
    corrections: { from: Status; to: Status; reason: string; at: string }[];
};

export type CorrectedMark = {
    sessionId: string;
    classId: string;
    studentId: string;
    status: Status;
    markedAt: string | null;
    corrections: Correction[];
};

/** Of all students named; `changed`: how many of them had another status before. */
export type CorrectedMarks = { changed: number; marks: CorrectedMark[] };

/** `absenceRun`: sessions missed in a row, up to the latest. `rate`: from 0 to 1. */
export type AttendanceFigures = {
    sessions: number;
    counts: Counts;
    rate: number | null;
    absenceRun: number;
    lastSeen: string | null;
};

/** Without `name`, the account was deleted. */
export type ReportStudent = {
    studentId: string;
    name: string;
    email: string | null;
    studentNumber?: string;
    enrolled: boolean;
};

export type StudentReport = ReportStudent & AttendanceFigures;

export type SessionReport = {
    _id: string;
    startedAt: string;
    endedAt: string;
    total: number;
    counts: Counts;
    rate: number | null;
};

/** `statuses`: one per session; `null` where the student was not in the class. */
export type Matrix = {
    sessions: SessionReport[];
    students: (ReportStudent & { statuses: (Status | null)[] })[];
};

export type ClassReport = AttendanceFigures & {
    classId: string;
    className: string;
    enrolled: boolean;
};

/** A student over several classes, those with the most absences first. */
export type AbsentStudent = Omit<ReportStudent, "enrolled"> & {
    sessions: number;
    counts: Counts;
    rate: number | null;
    lastSeen: string | null;
    classes: ClassReport[];
};

export type OwnReport = { classes: ClassReport[]; total: AttendanceFigures };

/** How the students of a class check in. `step`, `codeStep`: seconds; `closeAfter`: minutes. */
export type CheckInRules = {
    allowed: boolean;
    step: number;
    codeStep: number;
    openAtStart: boolean;
    closeAfter: number | null;
    join: "no" | "ask";
};

export type Flag =
    | "sharedDevice"
    | "newDevice"
    | "otherNetwork"
    | "typed"
    | "alwaysTogether"
    | "overHeadCount";

/** What is odd about a check-in. `held`: it waits for a teacher; `decided`: one has marked it. */
export type Flagged = {
    studentId: string;
    flags: Flag[];
    with: string[];
    held: boolean;
    decided: boolean;
};

/** A student who has checked in; `status` is the one they have now. */
export type CheckedIn = Flagged & {
    name: string;
    way: "scanned" | "typed" | "hand";
    checkedInAt: string;
    status: Status | null;
    called: boolean;
};

export type CheckIns = {
    sessionId: string;
    classId: string;
    headCount: number | null;
    presentCount: number;
    checkIns: CheckedIn[];
    hands: { studentId: string; name: string; raisedAt: string }[];
};

/** A student's reason for an absence; `from` and `until` are days, both included. */
export type AbsenceNote = {
    _id: string;
    classId: string;
    studentId: string;
    name: string;
    from: string;
    until: string;
    reason: string;
    state: "waiting" | "accepted" | "declined" | "withdrawn";
    writtenAt: string;
    decidedAt?: string;
};

/** What the code of a class is good for. */
export type CodeRule = "off" | "atOnce" | "ask";

/** `code` and `link` are there once the code was on. */
export type ClassCode = { classId: string; rule: CodeRule; code?: string; link?: string };

/** Without `joined`, a teacher has yet to accept the student. */
export type JoinedByCode = { classId: string; className: string; joined: boolean };

/** A class that a student has asked to join. */
export type PendingJoinRequest = { classId: string; className: string; requestedAt: string };

export type JoinRequest = {
    studentId: string;
    name: string;
    email: string | null;
    studentNumber?: string;
    requestedAt: string;
};

/** A key with which a program uploads rosters, of a class or, without one, of the school. */
export type ApiKey = {
    _id: string;
    name: string;
    classId: string | null;
    by: string;
    byName: string | null;
    createdAt: string;
    lastUsedAt: string | null;
};

export type Change = "new" | "moved" | "renamed" | "left" | "invited" | "unchanged" | "wrong";

export type SyncCounts = Record<Change, number>;

/** A student of a class or of a roster. `line`: `null` for one who is not in the roster. */
export type SyncedLine = {
    line: number | null;
    name: string;
    email: string;
    change: Change;
    studentId?: string;
    studentNumber?: string;
    knownAs?: string;
    problems?: Problem[];
    code?: string;
    codeExpiresAt?: string;
};

/** The differences between a class and a roster. */
export type Sync = {
    classId: string;
    counts: SyncCounts;
    lines: SyncedLine[];
    needsAllowLeft: boolean;
    importId?: string;
};

export type MeetingStudent = {
    studentId: string;
    name: string;
    email: string | null;
    studentNumber?: string;
    status: Status;
    minutes: number;
    joined: string | null;
    left: string | null;
    matchedBy: "email" | "number" | "name" | null;
};

export type MeetingGuest = {
    name: string;
    email: string;
    minutes: number;
    joined: string | null;
    left: string | null;
};

/** A meeting report as a session. `importedAs`: the session that it was imported as before. */
export type Meeting = {
    source: "teams" | "zoom";
    title: string;
    startedAt: string | null;
    endedAt: string | null;
    dates: "dmy" | "mdy";
    minMinutes: number;
    lateAfter: number | null;
    counts: { present: number; late: number; absent: number; others: number };
    students: MeetingStudent[];
    others: MeetingGuest[];
    unsure?: Problem[];
    importedAs?: string;
    sessionId?: string;
};
