"""What may be done to a class, apart from what happens in a running session.

Most of it depends on whether the class has a running session: students who join or leave the class
join or leave its roster too, and some changes have to wait for its end.
"""

from collections.abc import (
    AsyncIterator,
    Callable,
    Collection,
    Iterable,
    Mapping,
    Sequence,
)
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime

from ..errors import Unauthorized
from ..errors.classes import (
    AlreadyOwner,
    ClassHasSessions,
    ClassNotFound,
    NoTeacherAccount,
    OwnerStays,
    StudentNotFound,
    TeacherNotFound,
    TooManyTeachers,
)
from ..errors.sessions import SessionRunning
from ..models import (
    Assistant,
    Class,
    ClassChange,
    ClassRole,
    Membership,
    Role,
    User,
    teachers_at,
)
from ..store import Store
from ..store.imports import Departures
from ..store.invitations import InvitedLine
from ..wire.joining import ClassMembership, RosterChanged
from .locks import Locks
from .messenger import Messenger
from .quotas import Quotas
from .sessions import RunningSessions

MAX_TEACHERS = 50
"""The number of teachers that a class can have."""


class Classes:
    """Makes, changes and deletes classes, and enrols students. All of it is saved on return.

    Every call raises `StorageUnavailable`.
    """

    def __init__(
        self,
        sessions: RunningSessions,
        store: Store,
        quotas: Quotas,
        messenger: Messenger,
        now: Callable[[], datetime],
    ) -> None:
        """`now` returns the time that decides which substitutes are still teachers."""
        self._now = now
        self._sessions = sessions
        self._store = store
        self._quotas = quotas
        self._messenger = messenger
        self._making = Locks()

    async def make(self, teacher_id: str, class_name: str, late_after: int | None) -> Class:
        """A new class of the teacher's.

        Raises `TooManyClasses`, and `Unauthorized` if the account is deleted, or becomes a
        student's, at the same time.
        """
        # One after another, so that each is counted before the next.
        async with self._making.of(teacher_id):
            self._quotas.check_classes(await self._store.classes.count_taught(teacher_id))
            class_ = await self._store.classes.add(class_name, teacher_id, late_after)
        teacher = await self._store.users.get(teacher_id)
        if teacher is None or teacher.role is not Role.TEACHER:
            # Whatever became of the account did not see this class.
            await self._store.classes.delete_all([class_.id])
            raise Unauthorized
        return class_

    async def enrol(self, class_id: str, student_id: str) -> Class:
        """Put a student into a class, and on the roster of its running session if it has one.

        Doing it twice changes nothing. Raises `ClassNotFound`, `ClassFull`, and `StudentNotFound`
        if the account is deleted at the same time.
        """
        async with self._sessions.class_lock(class_id):
            at_most = self._quotas.students_per_class
            class_ = await self._store.classes.enrol(class_id, student_id, at_most)
            await self._sessions.enrol(class_id, [student_id])
            await self._sessions.match_roster(class_id)
        if await self._store.users.get(student_id) is None:
            # The deletion of the account did not see it in this class.
            await self.unenrol(class_id, student_id)
            raise StudentNotFound
        self.tell(class_, [student_id], Membership.ENROLLED)
        return class_

    async def accept(self, class_id: str, student_id: str, code_hash: bytes) -> Class:
        """Put a student who was invited into a class, as `enrol` does.

        Raises `InvitationNotFound`, `CodeWrong` and `ClassFull`.
        """
        async with self._sessions.class_lock(class_id):
            at_most = self._quotas.students_per_class
            class_ = await self._store.invitations.accept(class_id, student_id, code_hash, at_most)
            await self._sessions.enrol(class_id, [student_id])
            await self._sessions.match_roster(class_id)
        self.tell(class_, [student_id], Membership.ENROLLED)
        return class_

    async def confirm(self, class_id: str, student_id: str) -> Class:
        """Put a student who was invited with a code into a class without it, as `enrol` does.

        Raises `InvitationNotFound`, `AwaitsStudent` and `ClassFull`.
        """
        async with self._sessions.class_lock(class_id):
            at_most = self._quotas.students_per_class
            class_ = await self._store.invitations.confirm(class_id, student_id, at_most)
            await self._sessions.enrol(class_id, [student_id])
            await self._sessions.match_roster(class_id)
        self.tell(class_, [student_id], Membership.ENROLLED)
        return class_

    async def enrol_all(
        self,
        import_id: str,
        class_id: str,
        joining: Sequence[str],
        all_: Sequence[str],
        departures: Departures,
        invited: Mapping[str, InvitedLine],
    ) -> Class:
        """Put the students of an import into a class as `enrol` does, all of them or none.

        `joining`: those who were not in the class when the import was planned. `all_`: these and
        those who were, since they may have missed the roster of the running session. `departures`:
        who leaves at the same time, the roster of the running session first, as with `unenrol`.
        `invited`: the lines of those who are only invited, by the id of the student.

        Raises `ClassNotFound` and `ClassFull`.
        """
        async with self._sessions.class_lock(class_id):
            if joining:
                size = await self._store.classes.size(class_id)
                self._quotas.check_students(size - len(departures.left) + len(joining))
            await self._sessions.unenrol(class_id, departures.left)
            class_ = await self._store.imports.enrol(
                import_id, class_id, joining, departures, invited
            )
            await self._sessions.enrol(class_id, all_)
            await self._sessions.match_roster(class_id)
        self.tell(class_, [*departures.left, *departures.withdrawn], Membership.NONE)
        self.tell(class_, invited, Membership.INVITED)
        self.tell(class_, joining, Membership.ENROLLED)
        return class_

    async def enrol_again(self, class_id: str, student_ids: Collection[str]) -> None:
        """Put students back into a class that they have left, as `enrol` does.

        Accounts that were deleted since are left out. Raises `ClassNotFound` and `ClassFull`.
        """
        async with self._sessions.class_lock(class_id):
            existing = await self._store.users.existing(student_ids)
            students = [each for each in student_ids if each in existing]
            enrolled = (await self._store.classes.get(class_id)).student_ids
            self._quotas.check_students(len({*enrolled, *students}))
            class_ = await self._store.classes.enrol_these(class_id, students)
            await self._sessions.enrol(class_id, students)
            await self._sessions.match_roster(class_id)
        self.tell(class_, students, Membership.ENROLLED)

    async def unenrol(self, class_id: str, student_id: str) -> Class:
        """Take a student out of a class, and off the roster of its running session.

        Raises `ClassNotFound`, and `StudentNotFound` for a student who is not in the class.
        """
        async with self._sessions.class_lock(class_id):
            class_ = await self._store.classes.get(class_id)
            if student_id not in class_.student_ids:
                raise StudentNotFound
            # The roster first: a student who is still in the class can be taken out again, should
            # the server be killed in between.
            await self._sessions.unenrol(class_id, [student_id])
            class_ = await self._store.classes.unenrol(class_id, student_id)
            await self._sessions.match_roster(class_id)
        self.tell(class_, [student_id], Membership.NONE)
        return class_

    async def unenrol_all(
        self, class_id: str, student_ids: Collection[str], invited: Collection[str]
    ) -> Class:
        """As `unenrol` for all of these students who are in the class.

        `invited`: those whose invitations are withdrawn. Raises `ClassNotFound`.
        """
        async with self._sessions.class_lock(class_id):
            await self._sessions.unenrol(class_id, student_ids)
            class_ = await self._store.classes.unenrol_these(class_id, student_ids, invited)
            await self._sessions.match_roster(class_id)
        self.tell(class_, [*student_ids, *invited], Membership.NONE)
        return class_

    def tell(self, class_: Class, student_ids: Iterable[str], membership: Membership) -> None:
        """Tell students who watch what they are to a class now, and its teachers who do."""
        students = tuple(student_ids)
        if not students:
            return
        frame = ClassMembership(class_.id, class_.class_name, membership)
        self._messenger.tell(students, frame)
        if membership is not Membership.INVITED:
            roster = RosterChanged(class_.id, len(class_.student_ids))
            self._messenger.tell_teachers(class_, roster)

    async def add_teacher(self, class_id: str, assistant: Assistant) -> Class:
        """Make a teacher an assistant, in a running session too, or change until when they are one.

        Raises `ClassNotFound`, `AlreadyOwner`, `TooManyTeachers`, and `NoTeacherAccount` if the
        account is deleted at the same time.
        """
        async with self._sessions.class_lock(class_id):
            class_ = await self._store.classes.get(class_id)
            now = self._now()
            others = teachers_at(class_, now).keys() - {assistant.user_id}
            if assistant.user_id == class_.teacher_id:
                raise AlreadyOwner
            if len(others) >= MAX_TEACHERS:
                raise TooManyTeachers
            class_ = await self._store.teachers.add(class_id, assistant, now)
            self._sessions.set_teachers(class_)
        if await self._store.users.get(assistant.user_id) is None:
            # The deletion of the account did not see it in this class.
            await self._remove_assistant(class_id, assistant.user_id)
            raise NoTeacherAccount
        return class_

    async def remove_teacher(self, class_id: str, user_id: str) -> Class:
        """Remove an assistant from a class, and from its running session.

        Raises `ClassNotFound`, `TeacherNotFound`, and `OwnerStays` for the owner.
        """
        class_ = await self._store.classes.get(class_id)
        if user_id == class_.teacher_id:
            raise OwnerStays
        if all(each.user_id != user_id for each in class_.assistants):
            raise TeacherNotFound
        return await self._remove_assistant(class_id, user_id)

    async def hand_over(self, class_id: str, owner_id: str) -> Class:
        """Give a class another owner, also in a running session; the previous one leaves it.

        Its sessions so far stay those of the teachers who held them. Raises `ClassNotFound`,
        `TooManyClasses`, and `TeacherNotFound` if no teacher can use the account `owner_id`.
        """
        async with self._making.of(owner_id), self._sessions.class_lock(class_id):
            owner = await self._store.users.get(owner_id)
            if owner is None or owner.role is not Role.TEACHER or owner.disabled:
                raise TeacherNotFound
            class_ = await self._store.classes.get(class_id)
            if class_.teacher_id == owner.id:
                return class_
            self._quotas.check_classes(await self._store.classes.count_taught(owner.id))
            class_ = await self._store.teachers.hand_over(class_id, owner.id)
            self._sessions.set_teachers(class_)
        return class_

    async def change(self, class_id: str, change: ClassChange) -> Class:
        """The class with the change; its sessions so far keep the name that they had.

        Raises `ClassNotFound` and `SessionRunning`.
        """
        async with self.without_session(class_id):
            return await self._store.classes.change(class_id, change)

    async def delete(self, class_id: str, class_name: str | None) -> Class:
        """Delete a class with its API keys, notes and requests to join, and return it as it was.

        Its ended sessions stay.
        Raises `ClassNotFound`, `SessionRunning`, and `ClassHasSessions` if it has had some and
        `class_name` is not its name.
        """
        async with self.without_session(class_id):
            class_ = await self._store.classes.get(class_id)
            if class_.class_name != class_name and (
                sessions := await self._store.sessions.count(class_id)
            ):
                raise ClassHasSessions(sessions)
            class_ = await self._store.classes.delete(class_id)
            await self._store.api_keys.end_of_class(class_id)
            await self._store.join_requests.remove_of_class(class_id)
            await self._store.absence_notes.remove_of_classes([class_id])
        self.tell(class_, class_.student_ids, Membership.NONE)
        return class_

    async def withdraw(self, user: User) -> None:
        """Take a user out of all classes.

        A class that a teacher owns goes to its first assistant who is no substitute; without one it
        is deleted. Ended sessions stay. Raises `SessionRunning` if one of a class that the teacher
        owns runs.
        """
        classes = await self._store.classes.of_user(user.id)
        if user.role is Role.STUDENT:
            for class_ in classes:
                # They may have been taken out of it, or it may be gone, in the meantime.
                with suppress(ClassNotFound, StudentNotFound):
                    await self.unenrol(class_.id, user.id)
            await self._store.invitations.delete_all(user.id)
            return
        owned = [each.id for each in classes if each.role is ClassRole.OWNER]
        async with AsyncExitStack() as without_sessions:
            # Oldest first, as in every call that holds more than one of them.
            for class_id in owned:
                await without_sessions.enter_async_context(self.without_session(class_id))
            await self._give_up(owned)
        for class_ in classes:
            if class_.role is ClassRole.ASSISTANT:
                with suppress(ClassNotFound):
                    await self._remove_assistant(class_.id, user.id)

    async def _give_up(self, class_ids: Sequence[str]) -> None:
        """Hand these classes over to their heirs, and delete those without one."""
        without_heir = []
        for class_id in class_ids:
            with suppress(ClassNotFound):
                heir = (await self._store.classes.get(class_id)).heir
                if heir:
                    await self._store.teachers.hand_over(class_id, heir)
                else:
                    without_heir.append(class_id)
        await self._store.classes.delete_all(without_heir)
        await self._store.absence_notes.remove_of_classes(without_heir)

    async def _remove_assistant(self, class_id: str, user_id: str) -> Class:
        """Raises `ClassNotFound`."""
        async with self._sessions.class_lock(class_id):
            class_ = await self._store.teachers.remove(class_id, user_id)
            self._sessions.set_teachers(class_)
        return class_

    @asynccontextmanager
    async def without_session(self, class_id: str) -> AsyncIterator[None]:
        """Keep sessions of the class from starting. Raises `SessionRunning` if one runs."""
        async with self._sessions.class_lock(class_id):
            if await self._sessions.find(class_id):
                raise SessionRunning
            yield
