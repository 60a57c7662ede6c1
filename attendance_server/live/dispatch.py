"""What a client's frames do: find the event, check it, have it handled, answer errors.

How frames arrive is up to the endpoint that reads them (`SocketReader`).
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import AttendanceError
from ..errors.sessions import NoActiveSession, StudentNotInClass
from ..errors.sockets import UnknownEvent
from ..wire.codec import event_of, id_of, parse_frame, parse_payload
from .connection import Connection, Sender
from .events import Event
from .sessions import RunningSessions

log = logging.getLogger(__name__)


class Dispatcher:
    """Handles the frames of all clients, those of one client one after another."""

    def __init__(
        self, sessions: RunningSessions, events: Mapping[str, Event], services: Iterable[object]
    ) -> None:
        """`events`: by name. `services`: the parts that handle them, besides `sessions`."""
        self._sessions = sessions
        self._events = events
        self._services = {type(each): each for each in (sessions, *services)}

    async def handle(self, connection: Connection, text: bytes) -> None:
        """Handle a frame, given as JSON text. Whatever fails is answered with an `ERROR`."""
        sender = Sender(connection)
        try:
            frame = parse_frame(text)
            sender = Sender(connection, id_of(frame))
            name, data = event_of(frame)
        except AttendanceError as error:
            await self.answer_error(sender, error)
        else:
            await self.handle_event(sender, name, data)

    async def handle_event(self, sender: Sender, name: str, data: dict[str, Any]) -> None:
        """Handle an event with its data. Whatever fails is answered with an `ERROR`."""
        try:
            await self._dispatch(sender, name, data)
        except AttendanceError as error:
            await self.answer_error(sender, error)
        except Exception:
            log.exception("a frame of user %s failed", sender.connection.user_id)
            await self.answer_error(sender, AttendanceError())

    async def answer_error(self, sender: Sender, error: AttendanceError) -> None:
        """Answer with an error, after the answers to all frames before."""
        await self._sessions.journal.settled(sender.connection.ticket)
        self._sessions.rooms.send_error(sender, error)

    async def finish(self, connection: Connection) -> None:
        """Answer what was sent before a frame that is not taken; all of it is written then."""
        await self._sessions.journal.settled(connection.ticket)
        self._sessions.rooms.flush()

    async def _dispatch(self, sender: Sender, name: str, data: dict[str, Any]) -> None:
        """Have an event handled. Raises `AttendanceError` if it is refused at once."""
        connection = sender.connection
        event = self._events.get(name)
        if event is None:
            raise UnknownEvent
        event.check_role(connection.role)
        payload = parse_payload(data, event.payload)
        if not event.queued:
            await self._sessions.journal.settled(connection.ticket)
            if connection.outbox is not None:
                # One answer per turn: they may be large, and a client may ask for many at once.
                await asyncio.sleep(0)
        service = self._services[event.service]
        try:
            await event.handle(service, sender, payload)
        except (NoActiveSession, StudentNotInClass):
            class_id = getattr(payload, "class_id", None)
            if not await self._sessions.look(connection.user_id, class_id):
                raise
            await event.handle(service, sender, payload)
