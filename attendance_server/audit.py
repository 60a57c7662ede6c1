"""The audit trail: each event is logged at once, and saved as a document a moment later.

An event has ids and the client's address, but never a password, a token or anything else that was
typed in. The exceptions are corrected names and e-mail addresses, whose old and new value are
saved, but not logged, and what API keys are called. Nothing waits for the database: events are
collected in a bounded buffer, from which a task writes them in batches. What administrators do is
different: such an event is saved before its action is carried out, so that there is no action
without an event.
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

from .errors.server import StorageUnavailable
from .logs import fields

events = logging.getLogger(__name__)
log = logging.getLogger(f"{__package__}.audit_buffer")

LIMIT = 10_000
"""Events that may wait for the database; more than that are only logged."""

BATCH = 500
"""Events that are written in one batch."""

REFUSALS = 100
"""Refused attempts per client address that are saved in a minute, so that attempts cannot fill
the database. Successful actions are always saved."""

OK = "ok"
STARTED = "started"
BROKEN_OFF = "broken off"

PAUSE = 0.5
"""Seconds from one batch to the next."""

RETRY = 5.0
"""Seconds until the next try after the database was unavailable."""


class Action(StrEnum):
    """The actions that are audit events."""

    SIGNUP = "account.signup"
    LOGIN = "account.login"
    SIGN_ON = "account.sign-on"
    LOGOUT = "account.logout"
    REFRESH = "account.refresh"
    END_DEVICE = "account.device"
    CLAIM = "account.claim"
    PASSWORD = "account.password"
    FORGOT = "account.forgot"
    RESET_CODE = "account.reset-code"
    CHANGE_ACCOUNT = "account.change"
    MERGE_ACCOUNT = "account.merge"
    DELETE_ACCOUNT = "account.delete"
    EXPORT = "account.export"
    CREATE_CLASS = "class.create"
    CHANGE_CLASS = "class.change"
    DELETE_CLASS = "class.delete"
    MOVE_CLASS = "class.move"
    ADD_TEACHER = "class.add-teacher"
    REMOVE_TEACHER = "class.remove-teacher"
    ENROL = "class.enrol"
    CONFIRM = "class.confirm"
    DECLINE = "class.decline"
    WITHDRAW = "class.withdraw"
    REFUSE_JOIN = "class.refuse-join"
    JOIN = "class.join"
    WITHDRAW_JOIN = "class.withdraw-join"
    CLASS_CODE = "class.code"
    UNENROL = "class.unenrol"
    CREATE_KEY = "key.create"
    END_KEY = "key.end"
    IMPORT = "roster.import"
    SYNC = "roster.sync"
    UNDO_IMPORT = "roster.undo"
    ISSUE_CODES = "roster.codes"
    WRITE_NOTE = "note.write"
    WITHDRAW_NOTE = "note.withdraw"
    ACCEPT_NOTE = "note.accept"
    DECLINE_NOTE = "note.decline"
    FILE = "report.file"
    SCHOOL_RECORDS = "report.school"
    IMPORT_SESSION = "session.import"
    CORRECT = "session.correct"
    REOPEN = "session.reopen"
    DISCARD = "session.discard"
    RESTORE = "session.restore"


@frozen
class ValueChange:
    """What an action has changed: a field, and its value before and after.

    `of`: the id of what has the field, where it is not the target of the action itself.
    """

    field: str
    before: str | None
    after: str | None
    of: str | None = None


@frozen(kw_only=True)
class Event:
    """An action that was carried out or refused.

    `outcome`: `OK`, `BROKEN_OFF`, the name of the error, or `STARTED`: whether it was carried out
    is not known (yet). `user_id`: who did it, or whose account it was tried on; `None` if unknown.
    `targets`: the ids of what the action applies to. `changes` are saved, but not logged.
    """

    at: datetime
    action: str
    outcome: str
    user_id: str | None = None
    address: str | None = None
    request_id: str | None = None
    targets: Mapping[str, str] = Factory(dict)
    changes: Sequence[ValueChange] = ()


class EventStore(Protocol):
    """Where events are saved."""

    async def add(self, events: Sequence[tuple[object, Event]]) -> None:
        """Save events under their keys, each only once. Raises `StorageUnavailable`."""
        ...

    async def replace(self, key: object, event: Event) -> None:
        """Save an event in place of the one with its key. Raises `StorageUnavailable`."""
        ...

    def new_key(self, event: Event) -> object:
        """A key for a new event. Keys are in the order in which events happened."""
        ...


class Audit:
    """Records the events of this server."""

    def __init__(self, store: EventStore | None, limit: int = LIMIT) -> None:
        """`store`: where events are saved; `None`: nowhere. `limit`: how many may wait."""
        self._store = store
        self._limit = limit
        self._waiting: deque[tuple[object, Event]] = deque()
        self._recorded = asyncio.Event()
        self._minute = 0
        self._refused: Counter[str | None] = Counter()
        self.saved = 0
        self.lost = 0

    def record(self, event: Event) -> None:
        """Log an event, and have it saved soon. Never waits and never raises."""
        _log(event)
        if self._store is None:
            return
        if len(self._waiting) >= self._limit or self._floods(event):
            self.lost += 1
            return
        self._waiting.append((self._store.new_key(event), event))
        self._recorded.set()

    async def begin(self, event: Event) -> object:
        """Save an event whose action may only be carried out then; return a key for `finish`.

        Raises `StorageUnavailable`.
        """
        if self._store is None:
            return None
        key = self._store.new_key(event)
        await self._store.add([(key, event)])
        self.saved += 1
        return key

    async def finish(self, key: object, event: Event) -> None:
        """Log the event, now with its outcome, and save it in place of the one that has begun.

        Never raises: if it cannot be saved, the saved event stays `STARTED`.
        """
        _log(event)
        if self._store is None:
            return
        try:
            await self._store.replace(key, event)
        except StorageUnavailable:
            log.warning("the outcome of an audit event is in the log only")

    async def run(self) -> None:
        """Save recorded events in batches, until cancelled."""
        while True:
            await self._recorded.wait()
            try:
                await self._save_all()
            except StorageUnavailable:
                log.warning("audit events wait for the database")
                await asyncio.sleep(RETRY)
            else:
                await asyncio.sleep(PAUSE)

    async def close(self) -> None:
        """Save what still waits after `run` has stopped, or else count it as lost."""
        try:
            await self._save_all()
        except StorageUnavailable:
            self.lost += len(self._waiting)
            count = fields(count=len(self._waiting))
            log.warning("audit events are in the log only", extra=count)
            self._waiting.clear()

    def _floods(self, event: Event) -> bool:
        """Whether this client has been refused so often that the event is only logged."""
        if event.outcome == OK:
            return False
        minute = int(event.at.timestamp() // 60)
        if minute != self._minute:
            self._minute = minute
            self._refused.clear()
        # By address, which a client cannot choose: a failed log-in can name any account.
        client = event.address or event.user_id
        self._refused[client] += 1
        return self._refused[client] > REFUSALS

    async def _save_all(self) -> None:
        """Save all waiting events. Raises `StorageUnavailable`; unsaved events then still wait."""
        while self._waiting and self._store:
            batch = list(islice(self._waiting, BATCH))
            # An attempt that timed out may have saved them; their keys prevent duplicates.
            await self._store.add(batch)
            for _ in batch:
                self._waiting.popleft()
            self.saved += len(batch)
        self._recorded.clear()


def _log(event: Event) -> None:
    values = {"user": event.user_id, "address": event.address, **event.targets}
    known = {name: value for name, value in values.items() if value is not None}
    events.info("audit", extra=fields(action=str(event.action), outcome=event.outcome, **known))
