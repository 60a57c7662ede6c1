"""What can go wrong with a session, while it runs and later."""

from . import Conflict, Invalid, NotFound, QuotaReached


class ClassIdRequired(Invalid):
    """An event without a `classId` could mean any of several running sessions."""

    message = "classId required"
    code = "class_id_required"


class StudentNotInClass(NotFound):
    """The student of an event is not on the roster of its session."""

    message = "Student not in class"
    code = "student_not_in_class"


class SessionNotFound(NotFound):
    message = "Session not found"
    code = "session_not_found"


class NoActiveSession(Conflict):
    """The class has no running session, or the one that is meant has ended."""

    message = "No active attendance session"
    code = "no_active_session"


class NothingToMark(Conflict):
    """No student is unmarked, or none has a mark that would be taken back."""

    message = "No student to mark"
    code = "nothing_to_mark"


class SessionRunning(Conflict):
    """The class has a running session, which has to end first."""

    message = "An attendance session is running, end it first"
    code = "session_running"


class NotLastSession(Conflict):
    """The class has had another session since the one to be reopened."""

    message = "Only the last session of the class can be reopened"
    code = "not_last_session"


class TooLateToReopen(Conflict):
    """The session to be reopened ended too long ago."""

    message = "Session ended more than an hour ago and can no longer be reopened"
    code = "too_late_to_reopen"


class TooManyChanges(Conflict):
    """The session already has the maximum number of corrections and reopenings."""

    message = "Session has been changed too many times, no further changes are possible"
    code = "too_many_changes"


class SessionDiscarded(Conflict):
    """A discarded session is corrected or reopened."""

    message = "Session was discarded, restore it first"
    code = "session_discarded"


class TooLateToRestore(Conflict):
    """The session to be restored was discarded too long ago."""

    message = "Session was discarded more than 30 days ago and can no longer be restored"
    code = "too_late_to_restore"


class TooManySessions(QuotaReached):
    usual = 5000
    message = "A class can have 5000 sessions: use another class, or have SESSIONS_PER_CLASS raised"
    code = "too_many_sessions"
