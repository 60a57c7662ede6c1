"""Which students a teacher knows: all, or only those of their own classes and imports."""

from collections.abc import Callable, Collection
from datetime import datetime

from ..models import User
from ..settings.choices import StudentDirectory
from ..store import Store


class KnownStudents:
    """The students that teachers may find, as `STUDENT_DIRECTORY` says."""

    def __init__(
        self, store: Store, directory: StudentDirectory, now: Callable[[], datetime]
    ) -> None:
        """With the directory `own`, a student unknown to the teacher is invited, not enrolled.

        `now` returns the time that decides which classes a substitute teaches.
        """
        self._store = store
        self._now = now
        self.own = directory is StudentDirectory.OWN

    async def search(self, teacher_id: str, q: str, limit: int, after: str | None) -> list[User]:
        """As `Users.students`, but only those the teacher knows."""
        known = None
        if self.own:
            known = await self._store.classes.known_to(teacher_id, self._now())
        return await self._store.users.students(q, limit, after, known)

    async def knows(self, teacher_id: str, student: User) -> bool:
        """Whether the teacher may enrol the student without an invitation."""
        return not self.own or student.id in await self.taught(teacher_id, [student])

    async def taught(self, teacher_id: str, students: Collection[User]) -> set[str]:
        """The ids of those in a class of the teacher, or whose account the teacher imported."""
        own = {each.id for each in students if teacher_id in (each.importer_id, each.issuer_id)}
        others = [each.id for each in students if each.id not in own]
        if not others:
            return own
        return own | await self._store.classes.students_taught(teacher_id, others, self._now())
