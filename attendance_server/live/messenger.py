"""Frames to users that no commit of a session brings, whichever server their sockets are at.

Sockets at this server get them at once. Where several servers share the database, each frame is
also saved as a message, which the others follow. Nothing waits for that: messages gather in a
bounded buffer, from which a task writes them in batches. A message that cannot be saved for long
is dropped: clients whose server was away read everything anew when they come back.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

import orjson
from attrs import frozen

from ..errors.server import StorageUnavailable
from ..logs import fields
from ..models import Class, teachers_at
from ..store.messages import Message
from ..wire.codec import ServerEvent, to_wire
from .connection import Connection, EncodedEvent
from .rooms import Rooms

log = logging.getLogger(__name__)

LIMIT = 20_000
"""Messages that may wait: the result of a whole class, one for each of its students, twice over."""

BATCH = 200
"""Messages that are encoded in one turn of the loop, and written at once."""

KEEP = 30.0
"""Seconds after which a message that could not be saved is dropped."""

RETRY = 1.0
"""Seconds until the next try after the database was unavailable."""


class MessageStore(Protocol):
    """Where messages for the other servers are saved."""

    def new_key(self) -> object:
        """A key for a new message."""
        ...

    async def add(self, messages: Sequence[tuple[object, Message]]) -> None:
        """Save messages under their keys, each only once. Raises `StorageUnavailable`."""
        ...

    def from_another(self, document: Mapping[str, Any]) -> Message | None:
        """The message in a document, unless this server has sent it."""
        ...


@frozen
class Waiting:
    """A frame that is not saved yet. `since`: when it was sent, on the clock of the loop."""

    key: object
    user_ids: tuple[str, ...]
    frame: ServerEvent
    check_in_of: str | None
    since: float

    def message(self) -> Message:
        data = orjson.dumps(to_wire(self.frame))
        return Message(self.user_ids, self.frame.event, data, self.check_in_of)


class Messenger:
    """Tells users, on their sockets that watch."""

    def __init__(self, rooms: Rooms, now: Callable[[], datetime], limit: int = LIMIT) -> None:
        """`now` returns the time that decides who teaches a class; `limit`: how many may wait.

        `check_in_sockets` returns the sockets to which the check-in of a class is shown.
        """
        self._rooms = rooms
        self._now = now
        self._limit = limit
        self._store: MessageStore | None = None
        self._waiting: deque[Waiting] = deque()
        self._added = asyncio.Event()
        self._lost = 0
        self.check_in_sockets: Callable[[str], Iterable[Connection]] = lambda _: ()
        self.on_received: Callable[[Message], None] = lambda _: None
        """Called with what another server has told, after it was sent here."""

    def share(self, store: MessageStore) -> None:
        """From now on, other servers are told as well."""
        self._store = store

    def tell(
        self, user_ids: Iterable[str], frame: ServerEvent, *, check_in_of: str | None = None
    ) -> None:
        """Send a frame to these users. Never waits and never raises.

        `check_in_of`: a class whose check-in it is about. Sockets to which that is shown get it,
        too.
        """
        to = tuple(user_ids)
        self._rooms.send_each(self._sockets(to, check_in_of), frame)
        if self._store is None or not to:
            return
        if len(self._waiting) >= self._limit:
            self._lost += 1
            return
        since = asyncio.get_running_loop().time()
        self._waiting.append(Waiting(self._store.new_key(), to, frame, check_in_of, since))
        self._added.set()

    def tell_teachers(self, class_: Class, frame: ServerEvent, *, check_in: bool = False) -> None:
        """Send a frame to the teachers of a class, as `tell` does.

        `check_in`: it is about the check-in of the class.
        """
        of_class = class_.id if check_in else None
        self.tell(teachers_at(class_, self._now()), frame, check_in_of=of_class)

    def receive(self, document: Mapping[str, Any]) -> None:
        """Send what another server has saved to those of its users who are here."""
        message = self._store and self._store.from_another(document)
        if message:
            sockets = self._sockets(message.to, message.check_in_of)
            self._rooms.send_each(sockets, EncodedEvent(message.name, message.data))
            self.on_received(message)

    async def run(self) -> None:
        """Save what other servers are to tell, until cancelled."""
        while True:
            await self._added.wait()
            try:
                await self._save_all()
            except StorageUnavailable:
                self._drop_old()
                self._log_lost()
                await asyncio.sleep(RETRY)

    async def close(self) -> None:
        """Save what still waits after `run` has stopped, or drop it."""
        try:
            await self._save_all()
        except StorageUnavailable:
            self._lost += len(self._waiting)
            self._waiting.clear()
        self._log_lost()

    def _sockets(self, user_ids: Iterable[str], check_in_of: str | None) -> Iterable[Connection]:
        watching = (each for user_id in user_ids for each in self._rooms.watching(user_id))
        if check_in_of is None:
            return watching
        return dict.fromkeys((*watching, *self.check_in_sockets(check_in_of)))

    async def _save_all(self) -> None:
        """Save all waiting messages. Raises `StorageUnavailable`; unsaved ones then still wait."""
        while self._waiting and self._store:
            batch = list(islice(self._waiting, BATCH))
            # An attempt that timed out may have saved them; their keys prevent duplicates.
            await self._store.add([(each.key, each.message()) for each in batch])
            for _ in batch:
                self._waiting.popleft()
        self._added.clear()

    def _drop_old(self) -> None:
        since = asyncio.get_running_loop().time() - KEEP
        old = sum(each.since < since for each in self._waiting)
        for _ in range(old):
            self._waiting.popleft()
        self._lost += old

    def _log_lost(self) -> None:
        lost, self._lost = self._lost, 0
        if lost:
            log.warning("messages to users at other servers were lost", extra=fields(count=lost))
