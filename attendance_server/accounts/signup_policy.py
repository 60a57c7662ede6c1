"""Who may sign up as what, as the settings say."""

import hmac

from attrs import field, frozen

from ..errors import (
    AttendanceError,
    StudentCodeWrong,
    StudentSignupClosed,
    TeacherCodeWrong,
    TeacherSignupClosed,
)
from ..models import Role
from ..settings import Settings, SignupRule
from ..wire.requests import Signup


class SignupPolicy:
    """Who may sign up as what, as the settings say."""

    def __init__(self, teachers: "Entry", students: "Entry") -> None:
        self._entries = {Role.TEACHER: teachers, Role.STUDENT: students}

    def check(self, signup: Signup) -> None:
        """Raises the `closed` or the `wrong` of the role's entry."""
        entry = self._entries[signup.role]
        if entry.rule is SignupRule.OPEN:
            return
        if entry.rule is SignupRule.CLOSED:
            raise entry.closed
        told = (signup.code or "").encode()
        if not entry.code or not hmac.compare_digest(told, entry.code.encode()):
            raise entry.wrong


@frozen
class Entry:
    """How those of a role sign up, and what the others are told.

    `code`: what they have to know where `rule` is `CODE`; `None` then lets no one in.
    """

    rule: SignupRule
    code: str | None = field(repr=False)
    wrong: type[AttendanceError]
    closed: type[AttendanceError]


def signup_policy(settings: Settings) -> SignupPolicy:
    """Raises `SettingsError` where it has to be chosen who may become a teacher."""
    return SignupPolicy(
        Entry(settings.teachers, settings.teacher_code, TeacherCodeWrong, TeacherSignupClosed),
        Entry(
            settings.student_signup,
            settings.student_code,
            StudentCodeWrong,
            StudentSignupClosed,
        ),
    )
