"""Exchanges refresh tokens for their successors, those of many devices at a time.

The rule for a token that is used again, which two tabs may do, and a client whose answer was lost:
within `GRACE` of its first use it gets the same successor. Later it gets another successor, as long
as the first has not been used; the first is then void. Any other token of the device was copied.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextvars import Context
from datetime import datetime, timedelta
from typing import TypeAlias

from attrs import frozen

from ..errors.server import StorageUnavailable
from ..models import Device, User
from ..store.devices import Devices, PreviousToken, Rotation, StoredDevice
from .refresh_tokens import RefreshToken, new_salt

GRACE = timedelta(seconds=30)
"""How long after its first use a refresh token gets the same successor."""

GATHER = 0.01
"""Seconds in which tokens are gathered for one query and one update of the database."""

TRIES = 3
"""How often an exchange is tried that another one of the same device comes before."""


@frozen
class Exchanged:
    """The token was good: its user, and its successor."""

    user: User
    successor: RefreshToken


@frozen
class Copied:
    """The token was used up, so it was copied: its device, and the user if there still is one."""

    device: Device
    user: User | None


Outcome: TypeAlias = Exchanged | Copied | None
"""`None`: the token, or its device, is not valid."""


class Exchange:
    """Exchanges the refresh tokens of all devices."""

    def __init__(
        self, devices: Devices, remember_for: timedelta, now: Callable[[], datetime]
    ) -> None:
        """`remember_for`: how long after its last use a device is remembered."""
        self._devices = devices
        self._remember_for = remember_for
        self._now = now
        self._waiting = set[RefreshToken]()
        self._batch: asyncio.Task[Mapping[RefreshToken, Outcome]] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def exchange(self, token: RefreshToken) -> Outcome:
        """Exchange a token. Raises `StorageUnavailable`, after which it may be used again."""
        for _ in range(TRIES):
            self._waiting.add(token)
            if self._batch is None:
                # It belongs to no request: any of them may be cancelled, and none limits its time.
                self._batch = asyncio.create_task(self._exchange_all(), context=Context())
            outcomes = await asyncio.shield(self._batch)
            if token in outcomes:
                return outcomes[token]
        raise StorageUnavailable

    async def _exchange_all(self) -> Mapping[RefreshToken, Outcome]:
        """The outcomes of the tokens that wait, without those that have to be tried again."""
        await asyncio.sleep(GATHER)
        # While one batch is under way, the next one fills.
        async with self._one_at_a_time:
            tokens, self._waiting, self._batch = self._waiting, set(), None
            stored = await self._devices.with_users({token.device_id for token in tokens})
            outcomes: dict[RefreshToken, Outcome] = {}
            rotations: dict[str, Rotation] = {}
            for token in tokens:
                outcome, rotation = self._decide(token, stored.get(token.device_id))
                if rotation is None:
                    outcomes[token] = outcome
                elif token.device_id not in rotations:
                    rotations[token.device_id] = rotation
                    outcomes[token] = outcome
            rotated = await self._devices.rotate(list(rotations.values()))
        late = rotations.keys() - rotated
        return {token: each for token, each in outcomes.items() if token.device_id not in late}

    def _decide(
        self, token: RefreshToken, stored: StoredDevice | None
    ) -> tuple[Outcome, Rotation | None]:
        """The outcome for a token, and what has to be saved before it is told."""
        now = self._now()
        if stored is None or stored.device.expires_at <= now:
            return None, None
        device, previous, user = stored.device, stored.previous, stored.user
        again = previous is not None and previous.hash == token.hash
        if stored.hash != token.hash and not again:
            return Copied(device, user), None
        if user is None or not belongs(device, user):
            # The device is not deleted: the user may just be changing the password on it.
            return None, None
        if previous is not None and again and now - previous.used_at <= GRACE:
            return Exchanged(user, token.successor(previous.salt)), None
        used = PreviousToken(token.hash, new_salt(), now)
        successor = token.successor(used.salt)
        rotation = Rotation(device.id, stored.hash, successor.hash, used, now + self._remember_for)
        return Exchanged(user, successor), rotation


def belongs(device: Device, user: User) -> bool:
    """Whether the device has not ended, by another password or on its own."""
    return device.password_version == user.password_version and device.id not in user.ended_tokens
