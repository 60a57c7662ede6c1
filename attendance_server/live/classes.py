"""What may be done to a class, apart from what happens in a running session.

Most of it depends on whether the class has a running session: students who join or leave the class
join or leave its roster too, and some changes have to wait for its end.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from ..errors import ClassHasSessions, ClassNotFound, SessionRunning, StudentNotFound, Unauthorized
from ..models import Class, ClassChange, Role, User
from ..store import Store
from ..store.invitations import InvitedLine
from .locks import Locks
from .quotas import Quotas
from .sessions import RunningSessions


class Classes:
    """Makes, changes and deletes classes, and enrols students. All of it is saved on return.

    Every call raises `StorageUnavailable`.
    """

    def __init__(self, sessions: RunningSessions, store: Store, quotas: Quotas) -> None:
        self._sessions = sessions
        self._store = store
        self._quotas = quotas
        self._making = Locks()

    async def make(self, teacher_id: str, class_name: str, late_after: int | None) -> Class:
        """A new class of the teacher's.

        Raises `TooManyClasses`, and `Unauthorized` if the account is deleted at the same time.
        """
        # One after another, so that each is counted before the next.
        async with self._making.of(teacher_id):
            self._quotas.check_classes(await self._store.classes.count_taught(teacher_id))
            class_ = await self._store.classes.add(class_name, teacher_id, late_after)
        if await self._store.users.get(teacher_id) is None:
            # The deletion of the account did not see this class.
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
        if await self._store.users.get(student_id) is None:
            # The deletion of the account did not see it in this class.
            await self.unenrol(class_id, student_id)
            raise StudentNotFound
        return class_

    async def accept(self, class_id: str, student_id: str, code_hash: bytes) -> Class:
        """Put a student who was invited into a class, as `enrol` does.

        Raises `InvitationNotFound`, `CodeWrong` and `ClassFull`.
        """
        async with self._sessions.class_lock(class_id):
            at_most = self._quotas.students_per_class
            class_ = await self._store.invitations.accept(class_id, student_id, code_hash, at_most)
            await self._sessions.enrol(class_id, [student_id])
        return class_

    async def confirm(self, class_id: str, student_id: str) -> Class:
        """Put a student who was invited with a code into a class without it, as `enrol` does.

        Raises `InvitationNotFound`, `AwaitsStudent` and `ClassFull`.
        """
        async with self._sessions.class_lock(class_id):
            at_most = self._quotas.students_per_class
            class_ = await self._store.invitations.confirm(class_id, student_id, at_most)
            await self._sessions.enrol(class_id, [student_id])
        return class_

    async def enrol_all(
        self,
        import_id: str,
        class_id: str,
        joining: Sequence[str],
        all_: Sequence[str],
        invited: Mapping[str, InvitedLine],
    ) -> Class:
        """Put the students of an import into a class as `enrol` does, all of them or none.

        `joining`: those who were not in the class when the import was planned. `all_`: these and
        those who were, since they may have missed the roster of the running session. `invited`:
        the lines of those who are only invited, by the id of the student.

        Raises `ClassNotFound` and `ClassFull`.
        """
        async with self._sessions.class_lock(class_id):
            if joining:
                size = await self._store.classes.size(class_id)
                self._quotas.check_students(size + len(joining))
            class_ = await self._store.imports.enrol(import_id, class_id, joining, invited)
            await self._sessions.enrol(class_id, all_)
        return class_

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
            await self._sessions.unenrol(class_id, student_id)
            return await self._store.classes.unenrol(class_id, student_id)

    async def change(self, class_id: str, change: ClassChange) -> Class:
        """The class with the change; its sessions so far keep the name that they had.

        Raises `ClassNotFound` and `SessionRunning`.
        """
        async with self._without_session(class_id):
            return await self._store.classes.change(class_id, change)

    async def delete(self, class_id: str, class_name: str | None) -> Class:
        """Delete a class, and return it as it was. Its ended sessions stay in the database.

        Raises `ClassNotFound`, `SessionRunning`, and `ClassHasSessions` if it has had some and
        `class_name` is not its name.
        """
        async with self._without_session(class_id):
            class_ = await self._store.classes.get(class_id)
            if class_.class_name != class_name and (
                sessions := await self._store.sessions.count(class_id)
            ):
                raise ClassHasSessions(sessions)
            return await self._store.classes.delete(class_id)

    async def withdraw(self, user: User) -> None:
        """Take a student out of all classes, or delete all classes of a teacher.

        Ended sessions stay. Raises `SessionRunning` if a session of the teacher's runs.
        """
        classes = await self._store.classes.of_user(user.id)
        if user.role is Role.STUDENT:
            for class_ in classes:
                # They may have been taken out of it, or it may be gone, in the meantime.
                with suppress(ClassNotFound, StudentNotFound):
                    await self.unenrol(class_.id, user.id)
            await self._store.invitations.delete_all(user.id)
            return
        async with AsyncExitStack() as without_sessions:
            # Oldest first, as in every call that holds more than one of them.
            for class_ in classes:
                await without_sessions.enter_async_context(self._without_session(class_.id))
            await self._store.classes.delete_all(class_.id for class_ in classes)

    @asynccontextmanager
    async def _without_session(self, class_id: str) -> AsyncIterator[None]:
        """Keep sessions of the class from starting. Raises `SessionRunning` if one runs."""
        async with self._sessions.class_lock(class_id):
            if self._sessions.registry.of_class(class_id):
                raise SessionRunning
            yield
