"""Accounts as administrators find, change and delete them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from attrs import asdict, evolve, frozen

from ..accounts.accounts import Accounts
from ..accounts.changes import SAME_NAME, check_not_last_admin
from ..accounts.memberships import Memberships
from ..errors import Conflict
from ..errors.accounts import EmailTaken, UserNotFound
from ..errors.administration import AccountUnclaimed, MergeUnfinished, RoleFixed, TeacherHasClasses
from ..models import Missing, NameChange, Role, User
from ..store import Store


@frozen
class AccountChange:
    """A change to an account; fields that are `MISSING` stay as they are."""

    name: NameChange = SAME_NAME
    email: str | Missing = Missing.MISSING
    role: Role | Missing = Missing.MISSING
    disabled: bool | Missing = Missing.MISSING

    def applied_to(self, user: User, now: datetime) -> User:
        """The user with the change."""
        disabled = user.disabled if self.disabled is Missing.MISSING else self.disabled
        return evolve(
            user,
            **asdict(self.name.applied_to(user.person_name)),
            email=user.email if self.email is Missing.MISSING else self.email,
            role=user.role if self.role is Missing.MISSING else self.role,
            disabled_at=(user.disabled_at or now) if disabled else None,
        )


class People:
    """The accounts of a school. Every call raises `StorageUnavailable`.

    An account that belongs to an unfinished import does not exist yet.
    """

    def __init__(
        self,
        store: Store,
        accounts: Accounts,
        memberships: Memberships,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._memberships = memberships
        self._now = now
        # One change after another at all servers, so that of two administrators one remains.
        self._lock = asyncio.Lock()

    async def find(self, user_id: str) -> User:
        """The user with this id. Raises `UserNotFound`."""
        user = await self._store.users.settled(user_id)
        if user is None:
            raise UserNotFound
        return user

    async def change(self, user_id: str, change: AccountChange) -> User:
        """Change an account and return it.

        Another role, and disabling it, end the user's tokens. A student who becomes a teacher
        leaves all classes; the marks stay. Raises `UserNotFound`, `EmailTaken`, `LastAdmin`,
        `RoleFixed`, `AccountUnclaimed`, `TeacherHasClasses` and `MergeUnfinished`.
        """
        async with self._alone():
            while True:
                user = await self.find(user_id)
                wanted = change.applied_to(user, self._now())
                if wanted == user:
                    return user
                await self._check(user, wanted)
                if wanted.role is not user.role:
                    await self._memberships.withdraw(user)
                changed = await self._store.users.replace(user, wanted)
                if changed:
                    await self._settle(user, changed)
                    return changed

    async def delete(self, user_id: str) -> User:
        """Delete an account, and return it as it was.

        Raises `UserNotFound`, `LastAdmin`, `TeacherHasClasses`, and what `Accounts.delete` does.
        """
        async with self._alone():
            user = await self.find(user_id)
            await self._check_without_classes(user)
            await self._accounts.delete(user)
            return user

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        async with self._lock, self._store.alone("accounts"):
            yield

    async def _check(self, user: User, wanted: User) -> None:
        new_email = wanted.email if wanted.email != user.email else None
        if new_email and await self._store.users.by_email(new_email):
            raise EmailTaken
        if wanted.disabled and not user.disabled:
            await check_not_last_admin(self._store, user)
        if user.merging_into and not wanted.disabled:
            raise MergeUnfinished
        if wanted.role is user.role:
            return
        if user.role is Role.ADMIN:
            raise RoleFixed
        if not user.claimed:
            raise AccountUnclaimed
        await self._check_without_classes(user)

    async def _check_without_classes(self, user: User) -> None:
        """Raises `TeacherHasClasses`: they are moved to another teacher first."""
        if user.role is Role.TEACHER and await self._store.classes.count_taught(user.id):
            raise TeacherHasClasses

    async def _settle(self, before: User, after: User) -> None:
        if after.password_version != before.password_version:
            self._accounts.end_tokens(after)
        if after.role is not before.role:
            # Until the role was saved, the user could be enrolled, or create a class.
            with suppress(Conflict):
                await self._memberships.withdraw(before)
