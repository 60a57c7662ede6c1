"""What students decide about the classes they are in: to accept an invitation, and to leave."""

from ..accounts.attempts import Attempts
from ..accounts.claim_codes import code_hash
from ..errors.accounts import CodeWrong
from ..errors.classes import NotEnrolled, StudentNotFound
from ..live.classes import Classes
from ..models import Class, Invitation, User
from ..store import Store


class Invitations:
    """The invitations of students. Every call raises `StorageUnavailable`."""

    def __init__(self, store: Store, attempts: Attempts, classes: Classes) -> None:
        self._store = store
        self._attempts = attempts
        self._classes = classes

    async def of_student(self, student_id: str) -> list[tuple[Invitation, User]]:
        """The student's invitations, each with the teacher of the class."""
        invitations = await self._store.invitations.of_student(student_id)
        teachers = await self._store.users.named({each.teacher_id for each in invitations})
        return [
            (each, teachers[each.teacher_id]) for each in invitations if each.teacher_id in teachers
        ]

    async def accept(
        self, class_id: str, student_id: str, code: str | None, address: str | None
    ) -> Class:
        """Enrol an invited student. Wrong codes count with the wrong passwords of their address.

        `address` is the client as limits count it, as for `Accounts`. Raises
        `InvitationNotFound`, `CodeWrong`, `ClassFull` and `TooManyAttempts`.
        """
        hashed_code = code_hash(code or "")
        attempt = self._attempts.claim(address, hashed_code)
        await attempt.check()
        try:
            return await self._classes.accept(class_id, student_id, hashed_code)
        except CodeWrong:
            await attempt.count()
            raise

    async def decline(self, class_id: str, student_id: str) -> Class:
        """Delete an invitation. Raises `InvitationNotFound`."""
        return await self._store.invitations.delete(class_id, student_id)

    async def leave(self, class_id: str, student_id: str) -> Class:
        """Take a student out of a class at their own wish.

        Raises `ClassNotFound` and `NotEnrolled`.
        """
        class_ = await self._store.classes.seen_by(student_id, class_id)
        if student_id not in class_.student_ids:
            raise NotEnrolled
        try:
            return await self._classes.unenrol(class_.id, student_id)
        except StudentNotFound:
            raise NotEnrolled from None
