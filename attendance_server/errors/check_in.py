"""What can go wrong when students check in."""

from . import Conflict, Forbidden, RateLimited


class CheckInOff(Conflict):
    """Check-in is opened in a class whose settings do not allow it."""

    message = "Check-in is off in this class, allow it in the settings of the class"
    code = "check_in_off"


class CheckInClosed(Conflict):
    """A student checks in to a running session whose check-in is not open."""

    message = "Check-in is not open"
    code = "check_in_closed"


class CheckInCodeWrong(Forbidden):
    """A code to check in is not, or no longer, one of the session; or a ticket was used already."""

    message = "Code is wrong or too old"
    code = "check_in_code_wrong"


class TooManyTries(RateLimited):
    """An account or a device has sent too many wrong codes."""

    message = "Too many tries, wait"
    code = "too_many_tries"


class TeacherMustConfirm(Conflict):
    """A check-in that counts only once the teacher has marked the student."""

    message = "Ask your teacher to confirm"
    code = "teacher_must_confirm"
