"""Accounts that imports have created until they are claimed: their codes, and their deletion."""

from collections.abc import AsyncIterator, Sequence

from ..accounts.changes import correct
from ..accounts.claim_codes import CodeTerm, code_hash, new_code
from ..accounts.known_students import KnownStudents
from ..accounts.memberships import Memberships
from ..errors.accounts import AlreadyClaimed, UserNotFound
from ..errors.classes import StudentNotFound
from ..errors.rosters import NotIssuer
from ..models import NameChange, Role, User
from ..store import Store
from ..store.name_order import Sorting
from ..wire.answers import IssuedCode


class ClaimCodes:
    """Issues codes for unclaimed accounts, and deletes such accounts.

    One teacher hands out the code of an account: its issuer, at first the teacher whose import
    created it. Once the issuer's own account is deleted, any teacher of the student may take over.

    Every call raises `StorageUnavailable`.
    """

    def __init__(
        self,
        store: Store,
        code_term: CodeTerm,
        known_students: KnownStudents,
        memberships: Memberships,
    ) -> None:
        self._store = store
        self._code_term = code_term
        self._known_students = known_students
        self._memberships = memberships

    async def students_of(
        self, class_id: str, teacher: User, sorting: Sorting | None = None
    ) -> AsyncIterator[list[tuple[User, bool]]]:
        """The students of a class, some at a time; by default in the order of their enrolment.

        Each is with whether the teacher may issue their code. Raises `ClassNotFound`.
        """
        class_ = await self._store.classes.get(class_id)
        student_ids: Sequence[str] = class_.student_ids
        if sorting:
            student_ids = await self._store.users.in_name_order(student_ids, sorting)
        async for batch in self._store.users.in_batches(student_ids):
            students = [student for _, student in batch if student]
            issuable = {student.id for student in await self._issuable(teacher, students)}
            yield [(student, student.id in issuable) for student in students]

    async def issue(self, class_id: str, student_id: str, teacher: User) -> IssuedCode:
        """Replace the code of one student of the teacher's class.

        Raises `ClassNotFound`, `StudentNotFound`, `AlreadyClaimed` and `NotIssuer`.
        """
        class_ = await self._store.classes.get(class_id)
        enrolled = student_id in class_.student_ids
        candidate = await self._store.users.get(student_id) if enrolled else None
        issued = await self._issue(teacher, [await self._check_issuable(teacher, candidate)])
        if not issued:
            # Most likely claimed just now.
            raise AlreadyClaimed
        return issued[0]

    async def issue_all(self, class_id: str, teacher: User) -> list[IssuedCode]:
        """Replace the codes of all students of the teacher's class that the teacher may issue.

        Raises `ClassNotFound`.
        """
        issued: list[IssuedCode] = []
        async for students in self.students_of(class_id, teacher):
            issued += await self._issue(teacher, [each for each, issuable in students if issuable])
        return issued

    async def delete_account(self, student_id: str, teacher: User) -> User:
        """Delete an unclaimed account whose code the teacher may issue, and return it.

        Raises `StudentNotFound`, `AlreadyClaimed` and `NotIssuer`.
        """
        student = await self._issued_student(student_id, teacher)
        # The account goes last: until then its deletion can be asked for again.
        await self._memberships.withdraw(student)
        if not await self._store.claims.discard(student.id):
            raise AlreadyClaimed
        return student

    async def rename(self, student_id: str, change: NameChange, teacher: User) -> tuple[User, User]:
        """Correct the name of an account, as for `delete_account`; return it before and after.

        Raises `StudentNotFound`, `AlreadyClaimed` and `NotIssuer`.
        """
        student = await self._issued_student(student_id, teacher)
        try:
            return student, await correct(self._store, student, change)
        except UserNotFound:
            raise StudentNotFound from None

    async def _issued_student(self, student_id: str, teacher: User) -> User:
        """The student with this id, whose code the teacher may issue.

        Raises `StudentNotFound`, `AlreadyClaimed` and `NotIssuer`.
        """
        candidate = await self._store.users.student(student_id)
        if candidate and not await self._known_students.taught(teacher.id, [candidate]):
            candidate = None
        return await self._check_issuable(teacher, candidate)

    async def _check_issuable(self, teacher: User, student: User | None) -> User:
        """The student, if the teacher may issue their code.

        Raises `StudentNotFound`, `AlreadyClaimed` and `NotIssuer`.
        """
        if student is None:
            raise StudentNotFound
        if student.claimed:
            raise AlreadyClaimed
        if not await self._issuable(teacher, [student]):
            raise NotIssuer
        return student

    async def _issuable(self, teacher: User, students: Sequence[User]) -> list[User]:
        """Those whose code the teacher may issue.

        To be the student's teacher is not enough, since a teacher can enrol any student.
        """
        if teacher.role is not Role.TEACHER:
            return []
        others = {each.issuer_id for each in students if each.issuer_id} - {teacher.id}
        still_there = await self._store.users.existing(others) if others else set()
        return [each for each in students if not each.claimed and each.issuer_id not in still_there]

    async def _issue(self, teacher: User, students: Sequence[User]) -> list[IssuedCode]:
        """Replace the codes of these students, except of those whose accounts changed meanwhile."""
        until = self._code_term.end()
        codes = {student.id: new_code() for student in students}
        issues = [(student, code_hash(codes[student.id])) for student in students]
        issued = await self._store.claims.issue(teacher.id, issues, until)
        return [
            IssuedCode(
                student.id,
                student.name,
                student.email,
                codes[student.id],
                until,
                student.student_number,
            )
            for student in students
            if student.id in issued
        ]
