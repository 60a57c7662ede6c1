"""Undoes an import as a whole: who joined and left, and accounts that no one has claimed since."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from attrs import asdict

from ..accounts.changes import correct
from ..errors.accounts import UserNotFound
from ..errors.classes import ClassNotFound
from ..errors.rosters import ImportNotFound
from ..live.classes import Classes
from ..models import ImportRecord, NameChange, Renaming, User
from ..store import Store
from .imports import RosterImporter


class RecentImports:
    """The imports that can still be undone. Every call raises `StorageUnavailable`."""

    def __init__(
        self,
        store: Store,
        classes: Classes,
        importer: RosterImporter,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._classes = classes
        self._importer = importer
        self._now = now

    async def find(self, import_id: str, teacher: User) -> ImportRecord:
        """An import of the teacher. Raises `ImportNotFound`, also if it is too old."""
        record = await self._store.import_records.one(import_id, teacher.id, self._now())
        if record is None:
            raise ImportNotFound
        return record

    async def of_class(self, class_id: str, teacher: User) -> list[ImportRecord]:
        """The teacher's imports into a class, latest first."""
        return await self._store.import_records.of_class(class_id, teacher.id, self._now())

    async def undo(self, record: ImportRecord) -> int:
        """Undo an import, and return how many accounts were deleted.

        Students whom it enrolled leave the class, also if they have claimed their accounts, and
        invitations are withdrawn. Accounts that it created are deleted unless they were claimed, or
        enrolled in another class. Students who left the class are in it again, and accounts that
        got another name have the one before, unless it has changed since. If this breaks off, it
        can be repeated. Raises `ClassFull`.
        """
        async with self._importer.alone():
            enrolled = (*record.created, *record.joined)
            # If the class was deleted, its accounts were not.
            with suppress(ClassNotFound):
                await self._classes.unenrol_all(record.class_id, enrolled, record.invited)
                if record.left:
                    await self._classes.enrol_again(record.class_id, record.left)
            for renaming in record.renamed:
                await self._rename_back(renaming)
            deleted = await self._store.claims.discard_unenrolled(record.created)
            await self._store.import_records.remove(record.id)
            return deleted

    async def _rename_back(self, renaming: Renaming) -> None:
        user = await self._store.users.get(renaming.user_id)
        if user and user.person_name == renaming.after:
            with suppress(UserNotFound):
                await correct(self._store, user, name=NameChange(**asdict(renaming.before)))
