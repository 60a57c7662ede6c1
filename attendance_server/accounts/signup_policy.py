"""Who may sign up as a teacher or a student."""

import hmac

from attrs import field, frozen

from ..errors import Forbidden
from ..errors.accounts import (
    StudentCodeWrong,
    StudentSignupClosed,
    TeacherCodeWrong,
    TeacherSignupClosed,
)
from ..models import Role
from ..settings import Settings
from ..settings.choices import SignupRule
from ..wire.requests import Signup


class SignupPolicy:
    """Who may sign up as a teacher or a student."""

    def __init__(
        self,
        teachers: SignupRule = SignupRule.CLOSED,
        teacher_code: str | None = None,
        students: SignupRule = SignupRule.CLOSED,
        student_code: str | None = None,
    ) -> None:
        """A code is what has to be known where the rule is `CODE`; `None` then admits no one."""
        self._roles = {
            Role.TEACHER: _RolePolicy(
                teachers, teacher_code, TeacherCodeWrong, TeacherSignupClosed
            ),
            Role.STUDENT: _RolePolicy(
                students, student_code, StudentCodeWrong, StudentSignupClosed
            ),
        }

    def check(self, signup: Signup) -> None:
        """Raises the role's error for closed sign-up, or for a code that is missing or wrong."""
        policy = self._roles[signup.role]
        if policy.rule is SignupRule.OPEN:
            return
        if policy.rule is SignupRule.CLOSED:
            raise policy.closed
        given = (signup.code or "").encode()
        if not policy.code or not hmac.compare_digest(given, policy.code.encode()):
            raise policy.wrong_code


@frozen
class _RolePolicy:
    """How users of one role sign up, and the errors for those who may not."""

    rule: SignupRule
    code: str | None = field(repr=False)
    wrong_code: type[Forbidden]
    closed: type[Forbidden]


def signup_policy(settings: Settings) -> SignupPolicy:
    """The policy of the settings.

    Raises `SettingsError` where they must say who may become a teacher, and do not.
    """
    return SignupPolicy(
        settings.teachers, settings.teacher_code, settings.student_signup, settings.student_code
    )
