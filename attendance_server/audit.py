"""Who did what: a line of the log for each event at once, and a document a moment later.

An event holds ids and the client's address, and never a name, an e-mail address, a password, a
token or anything else that was typed in. Nothing waits for the database here: events gather in a
bounded buffer, which a task of its own writes in batches.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Protocol

from attrs import Factory, frozen

from .errors import StorageUnavailable
from .logs import fields

events = logging.getLogger(__name__)
log = logging.getLogger(f"{__package__}.audit_buffer")

LIMIT = 10_000
"""Events that wait for the database; those beyond are in the log only."""

BATCH = 500
"""Events that are written together."""

REFUSALS = 100
"""Refused attempts of one client address that are saved in a minute; what is done is always saved.
Otherwise one who only tries could fill the database."""

OK = "ok"
BROKEN_OFF = "broken off"

PAUSE = 0.5
"""Seconds from one batch to the next: events of that time are written together."""

RETRY = 5.0
"""Seconds until the next try where the database was away."""


class Action(StrEnum):
    """Everything that is an event."""

    SIGNUP = "account.signup"
    LOGIN = "account.login"
    LOGOUT = "account.logout"
    CLAIM = "account.claim"
    PASSWORD = "account.password"
    DELETE_ACCOUNT = "account.delete"
    EXPORT = "account.export"
    CREATE_CLASS = "class.create"
    CHANGE_CLASS = "class.change"
    DELETE_CLASS = "class.delete"
    ENROL = "class.enrol"
    DECLINE = "class.decline"
    UNENROL = "class.unenrol"
    IMPORT = "roster.import"
    ISSUE_CODES = "roster.codes"
    FILE = "report.file"
    CORRECT = "session.correct"
    REOPEN = "session.reopen"
    DISCARD = "session.discard"
    RESTORE = "session.restore"


@frozen(kw_only=True)
class Event:
    """One thing that was done or refused.

    `outcome`: `OK`, `BROKEN_OFF`, or the name of the error. `user_id`: who did it, or whose account
    it was tried on; `None` where that is unknown. `targets`: the ids of what it was done to.
    """

    at: datetime
    action: Action
    outcome: str
    user_id: str | None = None
    address: str | None = None
    request_id: str | None = None
    targets: Mapping[str, str] = Factory(dict)


class EventStore(Protocol):
    """Where events are kept."""

    async def add(self, events: Sequence[tuple[object, Event]]) -> None:
        """Save events under their keys; those saved before stay. Raises `StorageUnavailable`."""
        ...

    def new_key(self) -> object:
        """A key that no event has yet."""
        ...


class Audit:
    """Takes the events of this server."""

    def __init__(self, store: EventStore | None, limit: int = LIMIT) -> None:
        """`store`: where events are kept, `None` for the log alone. `limit`: how many may wait."""
        self._store = store
        self._limit = limit
        self._waiting: deque[tuple[object, Event]] = deque()
        self._came = asyncio.Event()
        self._minute = 0
        self._refused: Counter[str | None] = Counter()
        self.saved = 0
        self.lost = 0

    def record(self, event: Event) -> None:
        """Log the event, and have it saved soon. Never waits and never raises."""
        told = {"user": event.user_id, "address": event.address, **event.targets}
        known = {name: value for name, value in told.items() if value is not None}
        events.info(
            "audit", extra=fields(action=event.action.value, outcome=event.outcome, **known)
        )
        if self._store is None:
            return
        if len(self._waiting) >= self._limit or self._floods(event):
            self.lost += 1
            return
        self._waiting.append((self._store.new_key(), event))
        self._came.set()

    async def run(self) -> None:
        """Save what was recorded, batch by batch, until cancelled."""
        while True:
            await self._came.wait()
            try:
                await self._save_all()
            except StorageUnavailable:
                log.warning("audit events wait for the database")
                await asyncio.sleep(RETRY)
            else:
                await asyncio.sleep(PAUSE)

    async def close(self) -> None:
        """Save what still waits, once `run` has been stopped; what cannot be saved is lost."""
        try:
            await self._save_all()
        except StorageUnavailable:
            self.lost += len(self._waiting)
            said = fields(count=len(self._waiting))
            log.warning("audit events are in the log only", extra=said)
            self._waiting.clear()

    def _floods(self, event: Event) -> bool:
        """Whether this client has been refused so often that the log is enough."""
        if event.outcome == OK:
            return False
        minute = int(event.at.timestamp() // 60)
        if minute != self._minute:
            self._minute = minute
            self._refused.clear()
        # By address, which a client cannot choose: a wrong log-in names somebody else's account.
        who = event.address or event.user_id
        self._refused[who] += 1
        return self._refused[who] > REFUSALS

    async def _save_all(self) -> None:
        """Raises `StorageUnavailable`; what is not saved then still waits."""
        while self._waiting and self._store:
            batch = list(islice(self._waiting, BATCH))
            # An attempt that was given up may have been saved: its keys make sure of once.
            await self._store.add(batch)
            for _ in batch:
                self._waiting.popleft()
            self.saved += len(batch)
        self._came.clear()
