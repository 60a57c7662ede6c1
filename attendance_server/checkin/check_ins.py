"""Check-in as the rest of the server uses it: open, close, and come in."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeAlias

from attrs import evolve

from ..errors.check_in import CheckInClosed, CheckInCodeWrong, CheckInOff, TeacherMustConfirm
from ..errors.joining import JoinAsked
from ..errors.sessions import NoActiveSession, StudentNotInClass
from ..live.changes import CheckInStudent, CloseCheckIn, Held, Marked, OpenCheckIn, TellAgain
from ..live.connection import Connection, Sender
from ..live.live_session import LiveSession
from ..live.sessions import RunningSessions
from ..models import Arrival, CheckIn, JoinRule, Mark, Way
from ..wire.answers import StartedSession
from .clock import StepClock
from .codes import Code, is_right, new_check_in, new_room, read_code
from .devices import device_keys, is_new
from .display import CodeDisplay
from .past import EarlierCheckIns
from .tickets import new_ticket, read_ticket
from .tries import Guest, Tries

AskToJoin: TypeAlias = Callable[[LiveSession, str], Awaitable[None]]
"""Has the request of a student saved who is not in the class of a session."""


class CheckIns:
    """The check-ins of all running sessions.

    Everything is decided from memory, and goes through the journal like any other change.
    """

    def __init__(
        self,
        sessions: RunningSessions,
        display: CodeDisplay,
        earlier: EarlierCheckIns,
        clock: StepClock,
        tries: Tries,
        ask_to_join: AskToJoin,
        now: Callable[[], datetime],
    ) -> None:
        """`now` returns the time for marks."""
        self.sessions = sessions
        self._display = display
        self._earlier = earlier
        self._clock = clock
        self._tries = tries
        self._ask_to_join = ask_to_join
        self._now = now
        sessions.on_watching = self._show

    async def run(self) -> None:
        """Show codes, and close what closes by itself, until cancelled."""
        for session in list(self.sessions.registry):
            self._display.schedule(session)
            if session.check_in:
                await self._earlier.read(session)
        await self._display.run(self._close)

    async def start(self, class_id: str) -> StartedSession:
        """As `RunningSessions.start`; check-in is open then if the class has it so."""
        started = await self.sessions.start(class_id)
        session = self.sessions.registry.of_class(class_id)
        if session and session.check_in is None:
            rules = session.base.check_in_rules
            if rules.allowed and rules.open_at_start:
                await self._earlier.read(session)
                with suppress(NoActiveSession):
                    await self.sessions.journal.save(session, self._opening(session))
        return started

    async def open(self, session: LiveSession, by: Sender) -> None:
        """Open check-in; the sender and all who are shown its codes get them once that is saved.

        Raises `CheckInOff`, and `StorageUnavailable` if too many changes wait.
        """
        if not session.base.check_in_rules.allowed:
            raise CheckInOff
        await self._earlier.read(session)
        change = self._opening(session)
        by.connection.ticket = self.sessions.journal.submit(session, change, by).ticket
        self._display.ask(session, by.connection)

    def close(self, session: LiveSession, by: Sender) -> None:
        """Close check-in. Raises `StorageUnavailable` if too many changes wait."""
        by.connection.ticket = self.sessions.journal.submit(session, CloseCheckIn(), by).ticket

    async def check_in(self, guest: Guest, text: str, class_id: str | None, by: Sender) -> None:
        """Have a student come in with the text of a code; everyone sees it once it is saved.

        A student who is present already is only told so again. Raises `NoActiveSession`,
        `ClassIdRequired`, `StudentNotInClass`, `CheckInClosed`, `TooManyTries`, `CheckInCodeWrong`,
        `JoinAsked`, and `StorageUnavailable` if too many changes wait. The answer may be
        `TeacherMustConfirm`.
        """
        code = read_code(text)
        session = await self._meant(guest, code, class_id)
        if self._is_in(session, guest):
            change: CheckInStudent | TellAgain = TellAgain(guest.student_id)
        else:
            arrival = await self._judge(session, guest, code)
            await self._check_in_class(session, guest)
            change = CheckInStudent(arrival, guest.source.network)
        by.connection.ticket = self.sessions.journal.submit(session, change, by).ticket

    async def check_in_now(
        self, guest: Guest, session: LiveSession, text: str | None, ticket: str
    ) -> Mark:
        """As `check_in`, and return the student's mark once it is saved.

        `ticket`: as `ticket_for` wrote it; it is what counts if there is no `text` of a code.
        """
        mark = session.marks.get(guest.student_id)
        if mark and mark.status.attends:
            return mark
        if text is None:
            arrival = await self._judge_ticket(session, guest, ticket)
        else:
            arrival = await self._judge(session, guest, read_code(text))
        await self._check_in_class(session, guest)
        change = CheckInStudent(arrival, guest.source.network)
        event = await self.sessions.journal.save(session, change)
        if isinstance(event, Held):
            raise TeacherMustConfirm
        assert isinstance(event, Marked)
        return event.mark

    def running(self, guest: Guest, class_id: str) -> LiveSession | None:
        """The class's running session, which the student may check in to; `None` if none runs.

        Raises `StudentNotInClass`.
        """
        session = self.sessions.registry.of_class(class_id.lower())
        if session:
            self._check_invited(session, guest)
        return session

    async def find(self, guest: Guest, class_id: str) -> LiveSession | None:
        """As `running`, also with what other servers have just done: start it, enrol the student.

        Raises `StorageUnavailable` too.
        """
        with suppress(StudentNotInClass):
            if session := self.running(guest, class_id):
                return session
        await self.sessions.look(guest.student_id, class_id)
        return self.running(guest, class_id)

    def ticket_for(self, text: str) -> tuple[str, str]:
        """The class that a link leads to, and a ticket for the browser that opened it.

        Raises `CheckInCodeWrong`, and `CheckInClosed` only for a link that was right just now.
        """
        code = read_code(text)
        if code is None or code.room is None:
            raise CheckInCodeWrong
        session = self._behind(code)
        check_in = session.check_in if session else None
        if session is None or check_in is None:
            raise CheckInCodeWrong
        self._check_open(check_in)
        ticket = new_ticket(session.class_id, session.id, self._clock.age(check_in.began))
        return session.class_id, ticket.write(check_in)

    async def _meant(self, guest: Guest, code: Code | None, class_id: str | None) -> LiveSession:
        """The session that a student means to come to.

        Raises `NoActiveSession`, `ClassIdRequired`, `StudentNotInClass`, and for a link to no
        session `TooManyTries` and `CheckInCodeWrong`.
        """
        if class_id is not None:
            session = self.running(guest, class_id)
            if session is None:
                raise NoActiveSession
            return session
        if code is None or code.room is None:
            return self.sessions.registry.attended(guest.student_id, None)
        session = self._behind(code)
        if session is None:
            self._tries.check(guest)
            await self._tries.count_wrong(guest)
            raise CheckInCodeWrong
        self._check_invited(session, guest)
        return session

    def _behind(self, code: Code) -> LiveSession | None:
        """The session that the link was shown for just now, or `None`."""
        rooms = self.sessions.registry.in_room(code.room or "")
        return next((session for session in rooms if self._is_right(session, code)), None)

    def _is_in(self, session: LiveSession, guest: Guest) -> bool:
        mark = session.marks.get(guest.student_id)
        return mark is not None and mark.status.attends

    async def _judge(self, session: LiveSession, guest: Guest, code: Code | None) -> Arrival:
        """What a student's code is worth. Raises as `check_in` does."""
        if session.check_in is None:
            raise CheckInClosed
        await self._earlier.read(session)
        self._check_open(session.check_in)
        self._tries.check(guest)
        if code is None or not self._is_right(session, code):
            await self._tries.count_wrong(guest)
            raise CheckInCodeWrong
        return self._arrival(session, guest, self._now(), code.way)

    async def _judge_ticket(self, session: LiveSession, guest: Guest, text: str) -> Arrival:
        """What a student's ticket is worth, whether check-in is still open or not."""
        check_in = session.check_in
        if check_in is None:
            raise CheckInClosed
        await self._earlier.read(session)
        self._tries.check(guest)
        age = self._clock.age(check_in.began)
        ticket = read_ticket(text, check_in, age)
        if ticket is None or ticket.session_id != session.id:
            await self._tries.count_wrong(guest)
            raise CheckInCodeWrong
        opened_at = self._now() - timedelta(seconds=age - ticket.age)
        return evolve(self._arrival(session, guest, opened_at, Way.SCANNED), ticket=ticket.id)

    def _arrival(self, session: LiveSession, guest: Guest, at: datetime, way: Way) -> Arrival:
        student_id, device_id, browser = guest.student_id, guest.device_id, guest.source.browser
        # The precision of the database.
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
        own = device_keys(f"{session.class_id} {student_id}", device_id, browser)
        return Arrival(
            student_id,
            at,
            way,
            remembered=device_id is not None,
            devices=device_keys(session.id, device_id, browser),
            new_device=is_new(at, device_id, browser),
            own_devices=own,
            other_device=self._earlier.is_other_device(session, student_id, own),
        )

    def _is_right(self, session: LiveSession, code: Code) -> bool:
        check_in = session.check_in
        return check_in is not None and is_right(check_in, code, self._clock.age(check_in.began))

    def _check_open(self, check_in: CheckIn) -> None:
        """Raises `CheckInClosed`."""
        if not check_in.accepts_at(self._clock.age(check_in.began)):
            raise CheckInClosed

    def _check_invited(self, session: LiveSession, guest: Guest) -> None:
        """Raises `StudentNotInClass`, unless the class lets others ask to join."""
        if session.base.check_in_rules.join is not JoinRule.ASK:
            session.check_student(guest.student_id)

    async def _check_in_class(self, session: LiveSession, guest: Guest) -> None:
        """Raises `StudentNotInClass`, or `JoinAsked` where the student asks to join then."""
        if guest.student_id not in session.roster:
            self._check_invited(session, guest)
            await self._ask_to_join(session, guest.student_id)
            raise JoinAsked

    def _opening(self, session: LiveSession) -> OpenCheckIn:
        room = new_room()
        while self.sessions.registry.in_room(room):
            room = new_room()
        fresh = new_check_in(session.base.check_in_rules, room, self._clock.now())
        before = session.check_in
        return OpenCheckIn(fresh, self._clock.age(before.began) if before else 0.0)

    def _close(self, session: LiveSession) -> None:
        self.sessions.journal.submit(session, CloseCheckIn())

    def _show(self, connection: Connection) -> None:
        for session in self.sessions.registry.of_teacher(connection.user_id):
            self._display.watch(session, connection)
