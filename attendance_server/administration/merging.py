"""Merges two accounts of one student: all that is stored about one becomes the other's."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from attrs import field, frozen

from ..accounts.accounts import Accounts
from ..errors.accounts import UserNotFound
from ..errors.administration import CannotMerge, MergeUnfinished
from ..errors.sessions import SessionRunning
from ..live.classes import Classes
from ..live.registry import SessionRegistry
from ..models import Role, User
from ..store import Store
from ..store.merging import DoubleMark, Merging


@frozen
class Merge:
    """A merge that nothing stands in the way of.

    `double_marks`: the sessions in which both have a mark, and which of them stays.
    """

    source: User
    target: User
    double_marks: Sequence[DoubleMark]
    _store: Store = field(repr=False)
    _merging: Merging = field(repr=False)
    _accounts: Accounts = field(repr=False)

    async def carry_out(self) -> User:
        """Merge `source` into `target`, and return `target`.

        If this breaks off, it can be repeated, and continues. Until then the account of `source`
        is disabled. Raises `StorageUnavailable`, `MergeUnfinished` and `UserNotFound`.
        """
        source, target = self.source.id, self.target.id
        if not await self._merging.begin(source, target):
            raise MergeUnfinished
        self._accounts.end_tokens(self.source)
        await self._merging.move_sessions(source, target)
        await self._merging.move_classes(source, target)
        if await self._store.users.get(target) is None:
            raise UserNotFound
        await self._merging.move_notes(source, target)
        await self._merging.move_number(source, target)
        await self._merging.move_name_parts(source, target)
        await self._merging.move_subject(source, target)
        await self._store.users.delete(source)
        # Until the account was gone, it could be enrolled.
        await self._merging.move_classes(source, target)
        return self.target


class AccountMerger:
    """Prepares merges, one after another at all servers."""

    def __init__(
        self,
        store: Store,
        merging: Merging,
        accounts: Accounts,
        classes: Classes,
        registry: SessionRegistry,
    ) -> None:
        self._store = store
        self._merging = merging
        self._accounts = accounts
        self._classes = classes
        self._registry = registry
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def prepared(self, source_id: str, target_id: str) -> AsyncIterator[Merge]:
        """The merge of one student's account into another one.

        Meanwhile no session of their classes starts. Raises `UserNotFound`, `CannotMerge`,
        `SessionRunning` while a session of the first account's runs, and `StorageUnavailable`.
        """
        async with self._lock, self._store.alone("merges"), AsyncExitStack() as without_sessions:
            source, target = [await self._student(each) for each in (source_id, target_id)]
            if source.id == target.id:
                raise CannotMerge
            # Oldest first, as in every call that holds more than one of them.
            for class_ in await self._store.classes.of_user(source.id):
                await without_sessions.enter_async_context(self._classes.without_session(class_.id))
            if self._registry.of_student(source.id):
                raise SessionRunning
            double_marks = await self._merging.double_marks(source.id, target.id)
            yield Merge(source, target, double_marks, self._store, self._merging, self._accounts)

    async def _student(self, user_id: str) -> User:
        user = await self._store.users.settled(user_id)
        if user is None:
            raise UserNotFound
        if user.role is not Role.STUDENT:
            raise CannotMerge
        return user
