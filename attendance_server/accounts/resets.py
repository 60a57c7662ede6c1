"""Codes for a new password: who may issue one for whose account, and what redeeming it does.

They are redeemed like the codes of unclaimed accounts. Until then, the old password and all tokens
stay valid, so that a code which is lost, or was issued by mistake, changes nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from attrs import field, frozen

from ..errors.accounts import AccountDisabled, UserNotFound
from ..errors.administration import AccountUnclaimed, NotImporter, OwnPassword
from ..errors.classes import StudentNotFound
from ..models import PasswordReset, ResetCode, ResetWay, User
from ..store import Store
from .claim_codes import code_hash, new_code
from .known_students import KnownStudents
from .password_logins import FOR_EVERYONE, PasswordLogins

VALID = timedelta(hours=24)


@frozen
class IssuedReset:
    """A new code for the account of `user`, which cannot be shown again."""

    user: User
    code: str = field(repr=False)
    until: datetime


class ResetCodes:
    """Codes for a new password. Every call raises `StorageUnavailable`."""

    def __init__(
        self,
        store: Store,
        known_students: KnownStudents,
        now: Callable[[], datetime],
        *,
        password_logins: PasswordLogins = FOR_EVERYONE,
    ) -> None:
        """`password_logins`: who has a password, and so codes for one."""
        self._store = store
        self._known_students = known_students
        self._now = now
        self._password_logins = password_logins

    async def issue_to_student(self, student_id: str, teacher: User) -> IssuedReset:
        """Issue a code for a student of the teacher's whose account the teacher's import created.

        Raises `StudentNotFound`, `NotImporter`, `AccountUnclaimed`, `AccountDisabled` and
        `PasswordsOff`.
        """
        student = await self._store.users.student(student_id)
        if student is None or not await self._known_students.taught(teacher.id, [student]):
            raise StudentNotFound
        if not may_reset(teacher, student):
            raise NotImporter
        if not student.claimed:
            # It has no password, and its issuer hands out another kind of code.
            raise AccountUnclaimed
        return await self.issue(student, ResetWay.TEACHER, teacher)

    async def issue_by_office(self, user: User, admin: User) -> IssuedReset:
        """Issue a code for any account but the administrator's own: a token is no password.

        Raises `OwnPassword`, `AccountDisabled`, `PasswordsOff` and `UserNotFound`.
        """
        if user.id == admin.id:
            raise OwnPassword
        return await self.issue(user, ResetWay.OFFICE, admin)

    async def issue(self, user: User, way: ResetWay, issuer: User | None = None) -> IssuedReset:
        """Issue a code for an account.

        Raises `AccountDisabled`, `PasswordsOff`, and `UserNotFound` if the account is gone. The
        code replaces the last one that was handed over, or the last one that was mailed.
        """
        if user.disabled:
            raise AccountDisabled
        self._password_logins.require(user.role)
        code, now = new_code(), self._now()
        until = now + VALID
        stored = ResetCode(
            code_hash=code_hash(code),
            way=way,
            issued_at=now,
            until=until,
            issuer_id=issuer.id if issuer else None,
            email=user.email if way is ResetWay.MAIL else None,
        )
        if not await self._store.resets.issue(user.id, stored):
            raise UserNotFound
        return IssuedReset(user, code, until)

    async def redeem(self, code: ResetCode, password_hash: bytes) -> User | None:
        """Set the password of the account with this code, which ends its tokens and its codes.

        Returns the account, or `None` if it no longer has the code.
        """
        reset = PasswordReset(code.way, code.issued_at, self._now(), code.issuer_id)
        return await self._store.resets.redeem(code, password_hash, reset)


def may_reset(teacher: User, student: User) -> bool:
    """Whether the teacher may issue codes for the student's account, if it is claimed."""
    return student.importer_id == teacher.id
