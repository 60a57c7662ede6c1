"""Remembered devices: how a user stays logged in on one, and how it is ended.

A device has a refresh token that is good for one use: it is exchanged for an access token and its
successor (`exchange.py`).
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from attrs import field, frozen

from ..errors.accounts import DeviceNotFound, RefreshTokenInvalid, RefreshTokenReused
from ..logs import fields
from ..models import Device, Identity, LogInOrigin, User
from ..store import Store
from .attempts import Attempts
from .exchange import Copied, Exchange, Exchanged, belongs
from .refresh_tokens import RefreshToken, RefreshTokenCodec
from .tokens import Tokens

MOST_DEVICES = 50
"""The number of remembered devices per user; a further one ends the one unused for longest."""

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
        self.remember_for = timedelta(seconds=remember_for)
        self._exchange = Exchange(store.devices, self.remember_for, now)
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
            if device.expires_at > now and belongs(device, user)
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
        outcome = await self._exchange.exchange(token)
        if isinstance(outcome, Exchanged):
            return self._logged_in(outcome.user, outcome.successor)
        if outcome is None:
            raise RefreshTokenInvalid
        await self._end_copied(outcome)
        raise RefreshTokenReused(outcome.device.user_id, outcome.device.id)

    async def _end_copied(self, copied: Copied) -> None:
        device = copied.device
        log.warning(
            "a refresh token was used again, so its device is ended",
            extra=fields(user=device.user_id, device=device.id),
        )
        if copied.user:
            await self._end(copied.user, [device])
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
