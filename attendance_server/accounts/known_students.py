"""Which students a teacher knows: all, or those of their own classes and imports."""

from collections.abc import Collection

from ..models import User
from ..settings import StudentDirectory
from ..store import Store


class KnownStudents:
    """What teachers may see of students whom they do not teach, as the settings say."""

    def __init__(self, store: Store, directory: StudentDirectory) -> None:
        """`own`: a student whom the teacher does not know is invited, not enrolled."""
        self._store = store
        self.own = directory is StudentDirectory.OWN

    async def search(self, teacher_id: str, q: str, limit: int, after: str | None) -> list[User]:
        """As `Users.students`, of those whom the teacher knows."""
        known = await self._store.classes.known_to(teacher_id) if self.own else None
        return await self._store.users.students(q, limit, after, known)

    async def knows(self, teacher_id: str, student: User) -> bool:
        """Whether the teacher may enrol the student without asking them."""
        return not self.own or student.id in await self.taught(teacher_id, [student])

    async def taught(self, teacher_id: str, students: Collection[User]) -> set[str]:
        """The ids of those in a class of the teacher's, or whose account their import made."""
        own = {each.id for each in students if teacher_id in (each.importer_id, each.issuer_id)}
        others = [each.id for each in students if each.id not in own]
        if not others:
            return own
        return own | await self._store.classes.students_taught(teacher_id, others)
