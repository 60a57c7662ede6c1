"""What the projector shows: each new code is sent to the teachers' sockets that want it.

One alarm serves all sessions, set to the next step of those that are shown somewhere. A session
that is shown nowhere costs nothing, unless its check-in is to close by itself.
"""

import asyncio
import logging
import math
from collections.abc import Callable, Iterator
from weakref import WeakKeyDictionary, WeakSet

from ..errors import AttendanceError
from ..live.changes import CheckInSet
from ..live.connection import Connection, Sender
from ..live.live_session import LiveSession
from ..live.rooms import Rooms
from ..models import CheckIn, Role
from ..wire.check_in import CheckInCode
from .clock import StepClock
from .codes import PATH, letters, link_code, until_next

log = logging.getLogger(__name__)

RETRY = 1.0
"""Seconds after which what has failed is tried again."""

MARGIN = 0.001
"""Seconds after the beginning of a step to which the alarm is set: fractions are not exact."""

LOOK = 60.0
"""Seconds ahead that the alarm is set at most: the loop's clock stops while the machine sleeps."""


class CodeDisplay:
    """Shows the codes of all sessions."""

    def __init__(self, rooms: Rooms, clock: StepClock, public_url: str) -> None:
        """`public_url`: the address of the server that links begin with, or nothing."""
        self._rooms = rooms
        self._clock = clock
        self._public_url = public_url
        # Those that have opened check-in without watching. What no longer exists leaves by itself.
        self._asked: WeakKeyDictionary[LiveSession, WeakSet[Connection]] = WeakKeyDictionary()
        self._due: WeakKeyDictionary[LiveSession, float] = WeakKeyDictionary()
        self._sooner = asyncio.Event()

    def ask(self, session: LiveSession, connection: Connection) -> None:
        """Show this connection of a teacher all codes of the session from now on."""
        if not connection.watching:
            self._asked.setdefault(session, WeakSet()).add(connection)

    def watch(self, session: LiveSession, connection: Connection) -> None:
        """Show a teacher who watches the code that others see, if check-in is open."""
        if session.check_in and self._is_open(session.check_in):
            self._rooms.send(Sender(connection), self.frame(session))
        # A step that has just begun is still due to the others.
        self._set_alarm(session, self._due.get(session, math.inf))

    def changed(self, event: CheckInSet, by: Sender | None) -> None:
        """Check-in was opened or closed: show it, first to the sender of the event."""
        session, frame = event.session, self.frame(event.session)
        if by:
            self._rooms.send(by, frame)
        if event.stays:
            self._set_alarm(session, self._due.get(session, math.inf))
            return
        for connection in self.shown_to(session):
            if by is None or connection is not by.connection:
                self._rooms.send(Sender(connection), frame)
        self.schedule(session)

    def frame(self, session: LiveSession) -> CheckInCode:
        """What there is to show now."""
        check_in = session.check_in
        if check_in is None or not self._is_open(check_in):
            return CheckInCode(session.class_id, open=False)
        age = self._clock.age(check_in.began)
        closes_at = check_in.closes_at
        return CheckInCode(
            class_id=session.class_id,
            open=True,
            link=self._public_url + PATH + link_code(check_in, age),
            code=letters(check_in, age),
            step=round(until_next(check_in.step, age), 3),
            code_step=round(until_next(check_in.code_step, age), 3),
            step_seconds=check_in.step,
            code_step_seconds=check_in.code_step,
            closes_in=None if closes_at is None else round(closes_at - age, 3),
        )

    def schedule(self, session: LiveSession) -> None:
        """Set the alarm for the session, of which everything was shown that is due by now."""
        self._set_alarm(session, math.inf)

    def _set_alarm(self, session: LiveSession, at_latest: float) -> None:
        wait = self._wait(session)
        if wait is None:
            self._due.pop(session, None)
            return
        self._due[session] = min(at_latest, self._clock.counted + wait + MARGIN)
        self._sooner.set()

    async def run(self, close: Callable[[LiveSession], None]) -> None:
        """Show each new code when its step begins, until cancelled.

        `close` has a check-in closed whose time is over.
        """
        while True:
            self._sooner.clear()
            now = self._clock.counted
            for session in [each for each, due in self._due.items() if due <= now]:
                try:
                    self._step(session, close)
                except Exception:
                    # The others go on.
                    log.exception("the code of session %s could not be shown", session.id)
                    self._due[session] = now + RETRY
            first = min(self._due.values(), default=math.inf)
            try:
                async with asyncio.timeout(min(first - self._clock.counted, LOOK)):
                    await self._sooner.wait()
            except TimeoutError:
                pass

    def _step(self, session: LiveSession, close: Callable[[LiveSession], None]) -> None:
        check_in = session.check_in
        if check_in and check_in.is_open and not self._is_open(check_in) and not session.ended:
            self._due[session] = self._clock.counted + RETRY
            try:
                close(session)
            except AttendanceError:
                log.warning("check-in of session %s could not be closed yet", session.id)
            return
        self.schedule(session)
        if session in self._due:
            frame = self.frame(session)
            for connection in self.shown_to(session):
                self._rooms.send(Sender(connection), frame)

    def _wait(self, session: LiveSession) -> float | None:
        """Seconds until there is something to do for the session; `None` if nothing is left."""
        check_in = session.check_in
        if check_in is None or not check_in.is_open or session.ended:
            return None
        age = self._clock.age(check_in.began)
        waits = [] if check_in.closes_at is None else [check_in.closes_at - age]
        if any(self.shown_to(session)):
            waits += [until_next(check_in.step, age), until_next(check_in.code_step, age)]
        return min(waits, default=None)

    def shown_to(self, session: LiveSession) -> Iterator[Connection]:
        """The sockets of the session's teachers that have asked for check-in."""
        asked = self._asked.get(session, ())
        for teacher_id in session.teachers:
            for connection in self._rooms.of_user(teacher_id):
                if connection.role is Role.TEACHER and (connection.watching or connection in asked):
                    yield connection

    def _is_open(self, check_in: CheckIn) -> bool:
        return check_in.accepts_at(self._clock.age(check_in.began))
