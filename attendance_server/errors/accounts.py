"""What can go wrong with accounts, and with the ways to log in to them."""

from . import (
    AttendanceError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Overloaded,
    RateLimited,
    Unauthorized,
    Unavailable,
)


class EmailTaken(Invalid):
    """There is an account with this e-mail address."""

    message = "Email already exists"
    code = "email_taken"


class BadCredentials(Invalid):
    """There is no such account, it is not claimed yet, or its password is a different one."""

    message = "Invalid email or password"
    code = "wrong_credentials"


class RefreshTokenInvalid(Unauthorized):
    """A refresh token is missing or wrong, or its device has ended."""

    message = "Unauthorized, refresh token missing or invalid"
    code = "refresh_token_invalid"


class RefreshTokenReused(RefreshTokenInvalid):
    """A refresh token was already used up, so that someone may have copied it: its device ends."""

    message = "Unauthorized, refresh token was used before, log in again"
    code = "refresh_token_reused"

    def __init__(self, user_id: str, device_id: str) -> None:
        super().__init__()
        self.user_id = user_id
        self.device_id = device_id


class TeacherCodeWrong(Forbidden):
    """With `TEACHER_SIGNUP=code`, a teacher signs up without the right code."""

    message = "Forbidden, teacher code missing or wrong"
    code = "wrong_teacher_code"


class TeacherSignupClosed(Forbidden):
    """With `TEACHER_SIGNUP=closed`, a teacher signs up."""

    message = "Forbidden, teachers cannot sign up"
    code = "teacher_signup_closed"


class StudentCodeWrong(Forbidden):
    """With `STUDENT_SIGNUP=code`, a student signs up without the right code."""

    message = "Forbidden, student code missing or wrong"
    code = "wrong_student_code"


class StudentSignupClosed(Forbidden):
    """With `STUDENT_SIGNUP=closed`, a student signs up."""

    message = "Forbidden, students cannot sign up"
    code = "student_signup_closed"


class AccountDisabled(Forbidden):
    """The password or the code is right, and an administrator has disabled the account."""

    message = "Account is disabled, ask the school office"
    code = "account_disabled"


class PasswordsOff(Forbidden):
    """With `PASSWORDS=off`, a teacher or a student uses a password, a sign-up or a code."""

    message = "Forbidden, use single sign-on"
    code = "passwords_off"


class UserNotFound(NotFound):
    """The account of a token was deleted, or a command names one that does not exist."""

    message = "User not found"
    code = "user_not_found"


class DeviceNotFound(NotFound):
    """The user has no remembered device with this id, or no longer."""

    message = "Device not found"
    code = "device_not_found"


class CodeWrong(NotFound):
    """No account and no invitation has this code."""

    message = "Code is wrong or already used, ask your teacher for a new one"
    code = "wrong_code"


class CodeExpired(AttendanceError):
    """The code of an unclaimed account, or one for a new password, is too old."""

    status = 410
    message = "Code has expired, ask your teacher for a new one"
    code = "code_expired"


class AlreadyClaimed(Conflict):
    """The account was claimed before its code was replaced or it was deleted."""

    message = "Account is already claimed and needs no code"
    code = "already_claimed"


class HashingUnavailable(Unavailable):
    """No child process hashes the password: none could be started, or it ended too early."""

    message = "Passwords cannot be checked at the moment, try again"
    code = "hashing_unavailable"
    retry_after = 5


class TooManyLogins(Overloaded):
    """`MAX_WAITING_LOGINS` passwords are waiting to be checked."""

    message = "Too many people are logging in, try again"
    code = "too_many_logins"


class TooManyAttempts(RateLimited):
    """Failed logins, sign-ups or mails of an account or an address, or waiting logins."""

    message = "Too many attempts, try again later"
    code = "too_many_attempts"
