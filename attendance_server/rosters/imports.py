"""Previews of roster imports, and the imports themselves: all or nothing."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime

import attrs

from ..accounts.claim_codes import CodeTerm, code_hash, new_code
from ..accounts.known_students import KnownStudents
from ..errors import AttendanceError
from ..errors.accounts import EmailTaken
from ..errors.classes import ClassNotFound, StudentNotFound
from ..errors.rosters import RosterWrong
from ..errors.server import StorageUnavailable
from ..live.classes import Classes
from ..live.quotas import Quotas
from ..logs import fields
from ..models import Class, ImportRecord, InvitedAs, Outcome, PersonName, Renaming, User
from ..store import Store
from ..store.imports import Addition, Departures, NewStudent
from ..store.invitations import InvitedLine
from ..text import number_key
from .made import made_number
from .plan import (
    ALL_OR_NOTHING,
    CheckedLine,
    Existing,
    ImportChoice,
    PlannedLine,
    check,
    plan,
    wrong_lines,
)
from .reading.found import RosterLine

log = logging.getLogger(__name__)

STEP = 50
"""The number of lines that are checked before other tasks get a turn."""

BATCH = 200
"""The number of accounts that are created at a time."""

TRIES = 5
"""How often an import is attempted: a sign-up with one of its addresses makes it start again."""

RETRY_PAUSE = 1.0
"""Seconds between two attempts to clean up."""

LOOK = 60.0
"""Seconds after which one of several servers looks for imports of a server that was killed."""

TURN = "imports"
"""What is done by one server at a time."""


@attrs.frozen
class Imported:
    """The lines of an import with their outcomes. `import_id`: `None` if it was only previewed."""

    lines: Sequence[PlannedLine]
    import_id: str | None = None


class RosterImporter:
    """Imports rosters, one after another, so that none sees another half done.

    That holds over all servers. One that is paused in an import for so long that another takes its
    turn finds its import undone by that, and fails.
    """

    def __init__(
        self,
        store: Store,
        classes: Classes,
        known_students: KnownStudents,
        quotas: Quotas,
        code_term: CodeTerm,
        now: Callable[[], datetime],
    ) -> None:
        """`now` returns the time of an import, from which on it can be undone for a day."""
        self._now = now
        self._known_students = known_students
        self._code_term = code_term
        self._store = store
        self._quotas = quotas
        self._classes = classes
        self._lock = asyncio.Lock()
        self._interrupted = asyncio.Event()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Keep imports out, with none half done. Raises `StorageUnavailable`."""
        async with self._lock, self._store.alone(TURN):
            await self._clean_up()
            yield

    async def restore(self) -> None:
        """Finish or undo imports that were in progress when a server was stopped or killed.

        What another server imports at the moment is waited for.

        Raises `StorageUnavailable`.
        """
        async with self.alone():
            pass

    async def run(self) -> None:
        """Finish or undo imports that were interrupted by a failure, until cancelled."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK if self._store.replicated else None):
                    await self._interrupted.wait()
            try:
                if self._interrupted.is_set() or await self._store.takes("clean-up", LOOK):
                    await self.restore()
            except StorageUnavailable:
                await asyncio.sleep(RETRY_PAUSE)
            except Exception:
                log.exception("cleaning up after an import failed unexpectedly")
                await asyncio.sleep(RETRY_PAUSE)

    async def preview(
        self, class_: Class, lines: Sequence[RosterLine], choice: ImportChoice = ALL_OR_NOTHING
    ) -> Imported:
        """The outcomes that the lines would have. Raises `ClassNotFound`, `StorageUnavailable`."""
        checked = await checked_lines(lines, choice)
        return Imported(await self.plan(await self._store.classes.get(class_.id), checked))

    async def carry_out(
        self, class_: Class, lines: Sequence[RosterLine], choice: ImportChoice = ALL_OR_NOTHING
    ) -> Imported:
        """Import the lines, and return their outcomes. The class's teacher issues the new accounts.

        Wrong lines that were left out are `WRONG` in what is returned. Raises `RosterWrong`, with
        `only_right` if all lines are wrong; `ClassNotFound`, `ClassFull`, `TooManyUnclaimed`, and
        `StorageUnavailable`: then either nothing or everything was imported, and repeating the
        import is safe.
        """
        checked = await checked_lines(lines, choice)
        async with self._lock, self._store.alone(TURN):
            for _ in range(TRIES):
                await self._clean_up()
                class_ = await self._store.classes.get(class_.id)
                planned = await self.plan(class_, checked)
                right = [each for each in planned if each.outcome is not Outcome.WRONG]
                wrong = wrong_lines(planned)
                if wrong and not (right and choice.only_right):
                    raise RosterWrong(wrong)
                await self.check_quotas(class_, right)
                try:
                    return _beside_wrong(planned, await self.attempt(class_, right))
                except EmailTaken:
                    # A student has signed up since, and is found by the next attempt.
                    continue
        raise StorageUnavailable

    async def plan(
        self, class_: Class, checked: Sequence[CheckedLine], *, number_decides: bool = False
    ) -> list[PlannedLine]:
        """The outcomes of the lines. `number_decides` is as for `Existing`."""
        right = [line for line in checked if not line.problems]
        existing = Existing(
            await self._store.imports.by_email([line.email for line in right if line.email]),
            await self._store.imports.by_number(
                [number_key(line.student_number) for line in right if line.student_number]
            ),
            number_decides,
        )
        taught = await self._known_students.taught(class_.teacher_id, existing.users)
        enrolled = set(class_.student_ids)
        by_name = any(line.needs_number for line in right)
        members = await self._store.users.named(class_.student_ids) if by_name else {}
        return plan(
            checked,
            existing,
            enrolled,
            taught,
            own=self._known_students.own,
            members=[members[each] for each in class_.student_ids if each in members],
        )

    async def check_quotas(
        self, class_: Class, planned: Sequence[PlannedLine], leaving: int = 0
    ) -> None:
        """Raises `ClassFull` and `TooManyUnclaimed`, before anything is created.

        `leaving`: the number of students who leave the class.
        """
        outcomes = Counter(each.outcome for each in planned)
        joining = outcomes[Outcome.NEW] + outcomes[Outcome.KNOWN]
        if joining:
            self._quotas.check_students(len(class_.student_ids) - leaving + joining)
        if outcomes[Outcome.NEW]:
            unclaimed = await self._store.claims.count(class_.teacher_id)
            self._quotas.check_unclaimed(unclaimed + outcomes[Outcome.NEW])

    async def attempt(
        self,
        class_: Class,
        planned: Sequence[PlannedLine],
        left: Sequence[str] = (),
        withdrawn: Sequence[str] = (),
        renamed: Sequence[Renaming] = (),
    ) -> Imported:
        """Import the planned lines. Raises `EmailTaken` if one of the addresses was taken since.

        `left`: the ids of students who leave the class at the same time; `withdrawn`: those whose
        invitations are over. `renamed`: what else is recorded of the import, so that it can be
        undone. The caller keeps other imports out.
        """
        try:
            import_id = await self._store.imports.begin(class_.id)
            done = await self._with_accounts(import_id, class_, planned)
            members = [each for each in done if each.outcome is not Outcome.UNPROVEN]
            joining = [each for each in members if each.outcome is not Outcome.ENROLLED]
            invited = {
                each.user.id: InvitedLine(
                    code_hash(each.code),
                    InvitedAs(each.line.name, each.line.email or None, each.line.student_number),
                )
                for each in done
                if each.outcome is Outcome.UNPROVEN and each.user and each.code
            }
            record = ImportRecord(
                import_id,
                class_.id,
                class_.teacher_id,
                self._now(),
                created=_ids(_with_outcome(done, Outcome.NEW)),
                joined=_ids(_with_outcome(done, Outcome.KNOWN)),
                invited=tuple(invited),
                left=tuple(left),
                renamed=tuple(renamed),
            )
            await self._store.import_records.add(record)
            await self._classes.enrol_all(
                import_id,
                class_.id,
                _ids(joining),
                _ids(members),
                Departures(left, withdrawn),
                invited,
            )
        except BaseException as exc:
            # On cancellation too: only the database knows how far the import has come.
            self._interrupted.set()
            if isinstance(exc, AttendanceError) and not isinstance(exc, StorageUnavailable):
                await self._clean_up()
            raise
        # After the import has happened: sending the file again adds what is still missing.
        await self._store.imports.complete([*_additions(members)])
        await self._settle(import_id, class_, done)
        new_count = sum(each.outcome is Outcome.NEW for each in done)
        log.info(
            "roster imported", extra=fields(class_id=class_.id, lines=len(done), new=new_count)
        )
        return Imported(done, import_id)

    async def _with_accounts(
        self, import_id: str, class_: Class, planned: Sequence[PlannedLine]
    ) -> list[PlannedLine]:
        """Create the accounts of new lines, and return all lines with their accounts and codes."""
        done: list[PlannedLine] = []
        until = self._code_term.end()
        for start in range(0, len(planned), BATCH):
            batch = [_prepared(each) for each in planned[start : start + BATCH]]
            students = [
                _new_student(each.line, each.code, until)
                for each in batch
                if each.outcome is Outcome.NEW and each.code
            ]
            users = iter(
                await self._store.imports.add(import_id, class_.id, class_.teacher_id, students)
            )
            done += [
                attrs.evolve(each, user=next(users)) if each.outcome is Outcome.NEW else each
                for each in batch
            ]
        return done

    async def _settle(self, import_id: str, class_: Class, done: Sequence[PlannedLine]) -> None:
        """Finish an import that has happened; if this fails, `run` finishes it."""
        try:
            await self._store.imports.settle(import_id)
            await self._unenrol_deleted(class_, [each.user for each in done if each.user])
        except StorageUnavailable:
            self._interrupted.set()

    async def _unenrol_deleted(self, class_: Class, users: Sequence[User]) -> None:
        """Remove accounts that were deleted during the import, before they were in the class."""
        existing = await self._store.users.existing(user.id for user in users)
        for user in users:
            if user.id not in existing:
                try:
                    await self._classes.unenrol(class_.id, user.id)
                except (ClassNotFound, StudentNotFound):
                    # The deletion has removed the account from the class itself.
                    continue

    async def _clean_up(self) -> None:
        resolved = await self._store.imports.resolve()
        self._interrupted.clear()
        if resolved:
            log.warning("interrupted imports were finished or undone: %d", resolved)


def _new_student(line: CheckedLine, code: str, until: datetime) -> NewStudent:
    return NewStudent(
        line.name,
        line.email or None,
        code_hash(code),
        until,
        line.student_number,
        line.contact_email,
        line.given_name,
        line.family_name,
    )


def _additions(lines: Iterable[PlannedLine]) -> Iterator[Addition]:
    """What the lines add to accounts that existed before."""
    for line, user in ((each.line, each.user) for each in lines):
        if user:
            yield Addition(
                user,
                None if user.student_number else line.student_number,
                None if user.contact_email else line.contact_email,
                _parts_for(user, line),
            )


def _parts_for(user: User, line: CheckedLine) -> PersonName | None:
    """The parts of the user's name, if only the line has them and both have the same name."""
    unknown = user.given_name is None and user.family_name is None
    if not unknown or user.name != line.name or not (line.given_name or line.family_name):
        return None
    return PersonName(line.name, line.given_name, line.family_name)


def _prepared(line: PlannedLine) -> PlannedLine:
    """The line, with a code if its student needs one to claim an account or to join.

    A new student with neither a number nor an address gets a number.
    """
    if line.outcome is Outcome.NEW and line.line.needs_number:
        line = attrs.evolve(line, line=attrs.evolve(line.line, student_number=made_number()))
    needs_code = line.outcome in (Outcome.NEW, Outcome.UNPROVEN)
    return attrs.evolve(line, code=new_code()) if needs_code else line


def _beside_wrong(planned: Sequence[PlannedLine], imported: Imported) -> Imported:
    """The outcomes of all planned lines, also of the wrong ones that were left out."""
    done = iter(imported.lines)
    lines = [each if each.outcome is Outcome.WRONG else next(done) for each in planned]
    return attrs.evolve(imported, lines=lines)


def _with_outcome(lines: Sequence[PlannedLine], outcome: Outcome) -> list[PlannedLine]:
    return [each for each in lines if each.outcome is outcome]


def _ids(lines: Sequence[PlannedLine]) -> tuple[str, ...]:
    return tuple(each.user.id for each in lines if each.user)


async def checked_lines(lines: Sequence[RosterLine], choice: ImportChoice) -> list[CheckedLine]:
    """The checked lines; other tasks get a turn in between."""
    checked: list[CheckedLine] = []
    for line in check(lines, choice):
        if len(checked) % STEP == 0:
            await asyncio.sleep(0)
        checked.append(line)
    return checked
