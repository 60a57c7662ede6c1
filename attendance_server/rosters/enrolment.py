"""How students get into a class: enrolled by its teacher, invited, or confirmed.

Where an account is not proven to be a student's, an import only invites it: whoever signs up first
with a student's address must not be in the class in their place.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from attrs import evolve

from ..accounts.known_students import KnownStudents
from ..errors.classes import AwaitsStudent, ClassFull, InvitationNotFound, StudentNotFound
from ..live.classes import Classes
from ..models import Class, InvitedAs, Membership, PendingStudent, Proof, User
from ..store import Store
from ..wire.requests import AddStudent, Enrolment


class Enrolments:
    """Enrols and invites students. Every call raises `StorageUnavailable`."""

    def __init__(
        self,
        store: Store,
        classes: Classes,
        known_students: KnownStudents,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._classes = classes
        self._known_students = known_students
        self._now = now

    async def add(
        self,
        class_id: str,
        teacher: User,
        enrolment: Enrolment,
        *,
        on_found: Callable[[str], object] = lambda _: None,
    ) -> tuple[Class, bool]:
        """Enrol a student, or invite one whom the teacher does not know.

        Returns the class, and whether the student was only invited. `on_found` is called with the
        id of the student before anything is changed. Raises `StudentNotFound`, also for the id of a
        student unknown to the teacher, `ClassNotFound` and `ClassFull`.
        """
        if isinstance(enrolment, AddStudent):
            student = await self._store.users.student(enrolment.student_id)
        else:
            student = await self._store.users.student_by_email(enrolment.email)
        if student is None:
            raise StudentNotFound
        on_found(student.id)
        if await self._known_students.knows(teacher.id, student):
            return await self._classes.enrol(class_id, student.id), False
        if isinstance(enrolment, AddStudent):
            raise StudentNotFound
        class_ = await self._store.invitations.add(class_id, student.id, enrolment.email)
        self._classes.tell(class_, [student.id], Membership.INVITED)
        return class_, True

    async def pending(self, class_id: str) -> list[PendingStudent]:
        """The students who are invited to a class and not in it yet. Raises `ClassNotFound`."""
        pending = await self._store.invitations.to_class(class_id)
        users = await self._store.users.named(each.student_id for each in pending)
        return [
            # Of an earlier version, which did not store the address that the teacher gave.
            each
            if each.invited_as != InvitedAs()
            else evolve(each, invited_as=InvitedAs(email=users[each.student_id].email))
            for each in pending
            if each.student_id in users
        ]

    async def confirm_in(self, class_id: str, student_id: str) -> Class:
        """Enrol a student of an import for whom the teacher of the class vouches.

        That says nothing to other teachers. Raises `InvitationNotFound`, `ClassFull`, and
        `AwaitsStudent` if it is for the student to accept.
        """
        return await self._classes.confirm(class_id, student_id)

    async def withdraw(self, class_id: str, student_id: str) -> Class:
        """Delete an invitation, and return the class. Raises `InvitationNotFound`."""
        class_ = await self._store.invitations.delete(class_id, student_id)
        self._classes.tell(class_, [student_id], Membership.NONE)
        return class_

    async def confirm(self, user: User, how: Proof) -> list[Class]:
        """Record that the account's address is proven to be its owner's.

        The user joins the classes whose imports wait for that, which are returned. A class that is
        full is left out, and its invitation stays.
        """
        if user.email is None:
            return []
        await self._store.users.confirm(user.id, user.email, how, self._now())
        classes = []
        for invitation in await self._store.invitations.of_student(user.id):
            # It may be over, or replaced, since it was read.
            with suppress(AwaitsStudent, ClassFull, InvitationNotFound):
                classes.append(await self._classes.confirm(invitation.class_id, user.id))
        return classes
