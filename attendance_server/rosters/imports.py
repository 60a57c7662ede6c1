"""What a roster would bring about, and bringing it about: all of it or nothing."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence

import attrs

from ..accounts.claim_codes import CodeTerm, code_hash, new_code
from ..accounts.known_students import KnownStudents
from ..errors import (
    AttendanceError,
    ClassNotFound,
    EmailTaken,
    RosterWrong,
    StorageUnavailable,
    StudentNotFound,
)
from ..live.classes import Classes
from ..live.quotas import Quotas
from ..logs import fields
from ..models import Class, Outcome, User
from ..store import Store
from ..store.imports import NewStudent
from .files import Line
from .plan import CheckedLine, PlannedLine, check, plan, problems

log = logging.getLogger(__name__)

STEP = 50
"""Lines that are checked before everyone else has a turn."""

BATCH = 200
"""Accounts that are made together."""

TRIES = 5
"""How often an import is begun again because somebody signed up meanwhile."""

RETRY_PAUSE = 1.0
"""Seconds between two tries to clear up."""


class Imports:
    """One import after the other, so that none meets half of another."""

    def __init__(
        self,
        store: Store,
        classes: Classes,
        known_students: KnownStudents,
        quotas: Quotas,
        code_term: CodeTerm,
    ) -> None:
        self._acquaintance = known_students
        self._code_term = code_term
        self._store = store
        self._quotas = quotas
        self._classes = classes
        self._lock = asyncio.Lock()
        self._left = asyncio.Event()

    async def restore(self) -> None:
        """Finish or undo what was under way when the server was last stopped or killed.

        Raises `StorageUnavailable`.
        """
        async with self._lock:
            await self._clear_up()

    async def run(self) -> None:
        """Do the same with what the database was away for in the middle, until cancelled."""
        while True:
            await self._left.wait()
            try:
                await self.restore()
            except StorageUnavailable:
                await asyncio.sleep(RETRY_PAUSE)
            except Exception:
                log.exception("clearing up after an import failed in a way nobody foresaw")
                await asyncio.sleep(RETRY_PAUSE)

    async def preview(self, class_: Class, lines: Sequence[Line]) -> list[PlannedLine]:
        """What would become of the lines. Raises `ClassNotFound` and `StorageUnavailable`."""
        checked = await _checked(lines)
        return await self._plan(await self._store.classes.get(class_.id), checked)

    async def carry_out(self, class_: Class, lines: Sequence[Line]) -> list[PlannedLine]:
        """Have it become of them. New accounts are handed out by the class's teacher.

        Raises `RosterWrong`, `ClassNotFound`, `ClassFull`, `TooManyUnclaimed`, and
        `StorageUnavailable`: then nothing of it has happened, or all of it, and the same again
        is safe.
        """
        checked = await _checked(lines)
        async with self._lock:
            for _ in range(TRIES):
                await self._clear_up()
                class_ = await self._store.classes.get(class_.id)
                planned = await self._plan(class_, checked)
                wrong = problems(planned)
                if wrong:
                    raise RosterWrong(wrong)
                await self._check_quotas(class_, planned)
                try:
                    return await self._do(class_, planned)
                except EmailTaken:
                    # Somebody signed up meanwhile, and is known now.
                    continue
        raise StorageUnavailable

    async def _plan(self, class_: Class, checked: Sequence[CheckedLine]) -> list[PlannedLine]:
        emails = [line.email for line in checked if not line.reasons]
        known = await self._store.imports.known(emails)
        taught = await self._acquaintance.taught(class_.teacher_id, known.values())
        enrolled = set(class_.student_ids)
        return plan(checked, known, enrolled, taught, own=self._acquaintance.own)

    async def _check_quotas(self, class_: Class, planned: Sequence[PlannedLine]) -> None:
        """Before anything is made. Raises `ClassFull` and `TooManyUnclaimed`."""
        outcomes = Counter(each.outcome for each in planned)
        joining = outcomes[Outcome.NEW] + outcomes[Outcome.KNOWN]
        if joining:
            self._quotas.check_students(len(class_.student_ids) + joining)
        if outcomes[Outcome.NEW]:
            unclaimed = await self._store.claims.count(class_.teacher_id)
            self._quotas.check_unclaimed(unclaimed + outcomes[Outcome.NEW])

    async def _do(self, class_: Class, planned: Sequence[PlannedLine]) -> list[PlannedLine]:
        try:
            import_id = await self._store.imports.begin(class_.id)
            done = await self._with_accounts(import_id, class_, planned)
            here = [each for each in done if each.outcome is not Outcome.UNPROVEN]
            joining = [each for each in here if each.outcome is not Outcome.ENROLLED]
            invited = {
                each.user.id: code_hash(each.code)
                for each in done
                if each.outcome is Outcome.UNPROVEN and each.user and each.code
            }
            await self._classes.enrol_all(import_id, class_.id, _ids(joining), _ids(here), invited)
        except BaseException as exc:
            # Cancelled too. How much of it has happened, the database has to tell.
            self._left.set()
            if isinstance(exc, AttendanceError) and not isinstance(exc, StorageUnavailable):
                await self._clear_up()
            raise
        await self._settle(import_id, class_, done)
        new = [each for each in done if each.outcome is Outcome.NEW]
        log.info("roster imported", extra=fields(class_id=class_.id, lines=len(done), new=len(new)))
        return done

    async def _with_accounts(
        self, import_id: str, class_: Class, planned: Sequence[PlannedLine]
    ) -> list[PlannedLine]:
        """The lines, the new ones with their accounts, and those who need one with a code."""
        done: list[PlannedLine] = []
        until = self._code_term.end()
        for start in range(0, len(planned), BATCH):
            batch = planned[start : start + BATCH]
            new = [
                (each.line, new_code()) if each.outcome is Outcome.NEW else None for each in batch
            ]
            students = [
                NewStudent(line.name, line.email, code_hash(code), until)
                for line, code in filter(None, new)
            ]
            made = iter(
                await self._store.imports.add(import_id, class_.id, class_.teacher_id, students)
            )
            for each, account in zip(batch, new, strict=True):
                if account:
                    done.append(attrs.evolve(each, user=next(made), code=account[1]))
                elif each.outcome is Outcome.UNPROVEN:
                    done.append(attrs.evolve(each, code=new_code()))
                else:
                    done.append(each)
        return done

    async def _settle(self, import_id: str, class_: Class, done: Sequence[PlannedLine]) -> None:
        """It has happened, whatever becomes of this."""
        try:
            await self._store.imports.settle(import_id)
            await self._let_go(class_, [each.user for each in done if each.user])
        except StorageUnavailable:
            self._left.set()

    async def _let_go(self, class_: Class, users: Sequence[User]) -> None:
        """Accounts that were deleted meanwhile: the deletion did not see them in this class."""
        existing = await self._store.users.existing(user.id for user in users)
        for user in users:
            if user.id not in existing:
                try:
                    await self._classes.unenrol(class_.id, user.id)
                except (ClassNotFound, StudentNotFound):
                    # The deletion did see it.
                    continue

    async def _clear_up(self) -> None:
        resolved = await self._store.imports.resolve()
        self._left.clear()
        if resolved:
            log.warning("imports that were broken off are finished or undone: %d", resolved)


def _ids(lines: Sequence[PlannedLine]) -> list[str]:
    return [each.user.id for each in lines if each.user]


async def _checked(lines: Sequence[Line]) -> list[CheckedLine]:
    checked: list[CheckedLine] = []
    for line in check(lines):
        if len(checked) % STEP == 0:
            await asyncio.sleep(0)
        checked.append(line)
    return checked
