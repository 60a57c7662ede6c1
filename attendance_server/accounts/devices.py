"""Remembered devices: how a user stays logged in on one, and how it is ended.

A device has a refresh token that is good for one use: it is exchanged for an access token and its
successor. The rule for one that is used again, which two tabs may do, and a client whose answer was
lost: within `GRACE` of its first use it gets the same successor. Later it gets another successor,
as long as the first has not been used; the first is then void. Any other token of the device has
been copied, and ends the device.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from contextvars import Context
from datetime import datetime, timedelta
from typing import TypeAlias

from attrs import field, frozen

from ..errors import DeviceNotFound, RefreshTokenInvalid, RefreshTokenReused
from ..logs import fields
from ..models import Device, Identity, LogInOrigin, User
from ..store import Store
from ..store.devices import PreviousToken
from ..store.users import Users
from .attempts import Attempts
from .refresh_tokens import RefreshToken, RefreshTokenCodec, new_salt
from .tokens import Tokens

GRACE = timedelta(seconds=30)
"""How long after its first use a refresh token gets the same successor."""

MOST_DEVICES = 50
"""The number of remembered devices per user; a further one ends the one unused for longest."""

GATHER = 0.01
"""Seconds in which refreshes are gathered for one query of their users."""

TRIES = 3
"""How often a refresh is tried that another one of the same device comes before."""

log = logging.getLogger(__name__)

CloseSockets: TypeAlias = Callable[[str, Callable[[Identity], bool]], None]
"""Closes those sockets of a user, given by id, whose token satisfies a predicate."""


@frozen
class LoggedIn:
    """A user, and a new token for them.

    `refresh_token`: the next one of the device, `device_id`, if that is remembered.
    """

    user: User
    token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    device_id: str | None = None


class Devices:
    """The remembered devices of all users. Every call raises `StorageUnavailable`."""

    def __init__(
        self,
        store: Store,
        tokens: Tokens,
        attempts: Attempts,
        close_sockets: CloseSockets,
        remember_for: float,
        now: Callable[[], datetime],
    ) -> None:
        """`remember_for`: seconds after its last use that a device is remembered."""
        self._store = store
        self._tokens = tokens
        self._attempts = attempts
        self._close_sockets = close_sockets
        self._codec = RefreshTokenCodec(tokens.secret)
        self._users = _UserLookup(store.users)
        self.remember_for = timedelta(seconds=remember_for)
        self._now = now
        self.refreshes = Counter({"ok": 0, "invalid": 0, "reused": 0})
        """How refreshes ended."""

    async def remember(self, user: User, origin: LogInOrigin, name: str) -> LoggedIn:
        """Log a user in on a new device of this name, who has just proven who they are."""
        mine = await self._store.devices.of_user(user.id)
        await self._end(user, mine[MOST_DEVICES - 1 :])
        now = self._now()
        device = Device(
            id=self._store.devices.new_id(),
            user_id=user.id,
            name=name,
            origin=origin,
            password_version=user.password_version,
            created_at=now,
            last_used_at=now,
            expires_at=now + self.remember_for,
        )
        token = RefreshToken.new(device.id)
        await self._store.devices.add(device, token.hash)
        return self._logged_in(user, token)

    async def refresh(self, text: str) -> LoggedIn:
        """Exchange a refresh token for its successor and an access token.

        Raises `RefreshTokenInvalid`, `TooManyWrites`, and `RefreshTokenReused`, which has ended the
        device.
        """
        try:
            refreshed = await self._refresh(self._codec.read(text))
        except RefreshTokenInvalid as error:
            self.refreshes["reused" if isinstance(error, RefreshTokenReused) else "invalid"] += 1
            raise
        self.refreshes["ok"] += 1
        return refreshed

    async def of_user(self, user: User) -> list[Device]:
        """The user's devices, the last used first."""
        now = self._now()
        return [
            device
            for device in await self._store.devices.of_user(user.id)
            if device.expires_at > now and _belongs(device, user)
        ]

    async def end(self, user: User, device_id: str) -> Device:
        """End one of the user's devices: its refresh token, its access tokens and its sockets.

        Raises `DeviceNotFound`.
        """
        device = await self._store.devices.find(user.id, device_id)
        if device is None:
            raise DeviceNotFound
        await self._end(user, [device])
        return device

    async def end_all(self, user: User, *, but: str | None = None) -> list[Device]:
        """End the user's devices, and return them; `but`: the id of one that stays."""
        ended = [each for each in await self.of_user(user) if each.id != but]
        await self._end(user, ended)
        return ended

    async def password_changed(self, user: User, device_id: str | None) -> None:
        """The user has changed the password, on this device, which is the only one that stays.

        The others have ended with the old password; here they are deleted.
        """
        if device_id:
            await self._store.devices.set_password_version(device_id, user.password_version)
        await self._store.devices.delete_all(user.id, but=device_id)

    async def _refresh(self, token: RefreshToken) -> LoggedIn:
        # Before the database: a program that refreshes in a loop should cost next to nothing.
        self._attempts.count_refresh(token.device_id)
        device, successor = await self._exchange(token)
        user = await self._users.get(device.user_id)
        if user is None or not _belongs(device, user):
            # Not deleted here: the user may just be changing the password on it.
            raise RefreshTokenInvalid
        return self._logged_in(user, successor)

    async def _exchange(self, token: RefreshToken) -> tuple[Device, RefreshToken]:
        """The device of a token and the token's successor, which is the device's from now on."""
        for _ in range(TRIES):
            now = self._now()
            used = PreviousToken(token.hash, new_salt(), now)
            successor = token.successor(used.salt)
            expires_at = now + self.remember_for
            rotate = self._store.devices.rotate
            device = await rotate(token.device_id, successor.hash, used, expires_at)
            if device:
                return device, successor
            stored = await self._store.devices.get(token.device_id)
            if stored is None or stored.device.expires_at <= now:
                raise RefreshTokenInvalid
            if stored.hash == token.hash:
                continue
            previous = stored.previous
            if previous is None or previous.hash != token.hash:
                await self._end_copied(stored.device)
                raise RefreshTokenReused(stored.device.user_id, stored.device.id)
            if now - previous.used_at <= GRACE:
                return stored.device, token.successor(previous.salt)
            device = await rotate(
                token.device_id, successor.hash, used, expires_at, current=stored.hash
            )
            if device:
                return device, successor
        raise RefreshTokenInvalid

    async def _end_copied(self, device: Device) -> None:
        log.warning(
            "a refresh token was used again, so its device is ended",
            extra=fields(user=device.user_id, device=device.id),
        )
        user = await self._store.users.get(device.user_id)
        if user:
            await self._end(user, [device])
        else:
            await self._store.devices.delete(device.id)

    async def _end(self, user: User, devices: list[Device]) -> None:
        if not devices:
            return
        # The access tokens first: if deleting fails, the device is still there to be ended again.
        ended = await self._tokens.end_devices(user, [device.id for device in devices])
        for device in devices:
            await self._store.devices.delete(device.id)
        self._close_sockets(user.id, ended)

    def _logged_in(self, user: User, token: RefreshToken) -> LoggedIn:
        access = self._tokens.issue(user, token.device_id)
        return LoggedIn(user, access, self._codec.write(token), token.device_id)


def _belongs(device: Device, user: User) -> bool:
    """Whether the device has not ended, by another password or on its own."""
    return device.password_version == user.password_version and device.id not in user.ended_tokens


class _UserLookup:
    """Looks users up, many of them with one query: thousands of devices may refresh at once."""

    def __init__(self, users: Users) -> None:
        self._users = users
        self._ids = set[str]()
        self._lookup: asyncio.Task[Mapping[str, User]] | None = None

    async def get(self, user_id: str) -> User | None:
        """The user with this id, as they are now or in a moment."""
        self._ids.add(user_id)
        if self._lookup is None:
            # It belongs to no request: none of them limits its time, and all may be cancelled.
            self._lookup = asyncio.create_task(self._look(), context=Context())
        return (await asyncio.shield(self._lookup)).get(user_id)

    async def _look(self) -> Mapping[str, User]:
        await asyncio.sleep(GATHER)
        ids, self._ids, self._lookup = self._ids, set(), None
        return await self._users.named(ids)
