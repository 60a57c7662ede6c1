"""Brings a class up to date with a roster: who is new, has moved, was renamed, or has left.

A student is found by number, else by address, as by an import. Students who are not in the roster
leave the class; their accounts stay. All of it happens or nothing, and it can be undone for a day.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress

from attrs import asdict, evolve, frozen

from ..accounts.changes import correct
from ..errors.accounts import EmailTaken, UserNotFound
from ..errors.rosters import RosterWrong
from ..errors.server import StorageUnavailable
from ..logs import fields
from ..models import Class, NameChange, Renaming
from ..store import Store
from .differences import Differences, differences, numbered
from .imports import TRIES, RosterImporter, checked_lines
from .plan import CheckedLine, ImportChoice, wrong_lines
from .reading.found import RosterLine

log = logging.getLogger(__name__)


@frozen
class Synced:
    """What was changed, or would be. `import_id`: `None` if nothing was changed."""

    differences: Differences
    import_id: str | None = None


class RosterSync:
    """Compares classes with rosters, and makes them what the rosters say.

    Every call raises `ClassNotFound` and `StorageUnavailable`.
    """

    def __init__(self, store: Store, importer: RosterImporter) -> None:
        self._store = store
        self._importer = importer

    async def preview(
        self,
        class_: Class,
        lines: Sequence[RosterLine],
        choice: ImportChoice,
        *,
        rename_all: bool = False,
    ) -> Synced:
        """What `carry_out` would change."""
        checked = await checked_lines(lines, choice)
        found = await self._differences(class_.id, checked, rename_all=rename_all)
        return Synced(found)

    async def carry_out(
        self,
        class_: Class,
        lines: Sequence[RosterLine],
        choice: ImportChoice,
        *,
        allow_left: bool,
        rename_all: bool = False,
    ) -> Synced:
        """Make the class what the lines say, and return what has changed.

        `allow_left`: even if more than a third of the class leaves. `rename_all`: rename students
        who have claimed their accounts too, as the school may, and not only those whose code the
        class's teacher hands out.

        Raises `RosterWrong`, `TooManyLeft`, `ClassFull` and `TooManyUnclaimed`; then nothing was
        changed. After `StorageUnavailable` either nothing or everything was, apart from names,
        which the next roster corrects.
        """
        checked = await checked_lines(lines, choice)
        for _ in range(TRIES):
            async with self._importer.alone():
                found = await self._differences(class_.id, checked, rename_all=rename_all)
                wrong = wrong_lines([each.planned for each in found.lines if each.planned])
                if wrong:
                    raise RosterWrong(wrong)
                found.check_left(allowed=allow_left)
                if found.nothing:
                    return Synced(found)
                try:
                    return await self._attempt(class_.id, found)
                except EmailTaken:
                    # As in an import.
                    continue
        raise StorageUnavailable

    async def _differences(
        self, class_id: str, checked: Sequence[CheckedLine], *, rename_all: bool
    ) -> Differences:
        class_ = await self._store.classes.get(class_id)
        planned = await self._importer.plan(class_, checked, number_decides=True)
        named = await self._store.users.named(class_.student_ids)
        members = {each: named[each] for each in class_.student_ids if each in named}
        invited = [each.student_id for each in await self._store.invitations.to_class(class_id)]
        users = [each.user for each in planned if each.user]
        renamable = [each.id for each in users if each.issuer_id == class_.teacher_id]
        return differences(planned, members, invited, None if rename_all else renamable)

    async def _attempt(self, class_id: str, found: Differences) -> Synced:
        """Raises `EmailTaken` if one of the addresses was taken since, and as `carry_out`."""
        class_ = await self._store.classes.get(class_id)
        left = [each.id for each in found.left]
        await self._importer.check_quotas(class_, found.planned, len(left))
        imported = await self._importer.attempt(
            class_, found.planned, left, found.withdrawn, found.renamings
        )
        # After the class is what the roster says: the next one corrects names that are not.
        for renaming in found.renamings:
            await self._rename(renaming)
        counts = {"left": len(left), "renamed": len(found.renamings)}
        log.info("class brought up to date", extra=fields(class_id=class_id, **counts))
        lines = [*numbered(found.lines, imported.lines)]
        return Synced(evolve(found, lines=lines), imported.import_id)

    async def _rename(self, renaming: Renaming) -> None:
        user = await self._store.users.get(renaming.user_id)
        if user and user.person_name == renaming.before:
            with suppress(UserNotFound):
                await correct(self._store, user, name=NameChange(**asdict(renaming.after)))
