"""What teachers are told of how students arrive: odd check-ins, raised hands, and who is called.

It is told to the sockets that have asked for check-in, and only after it is saved. Raised hands are
not saved: they are over with the next mark, and a student can raise theirs again.
"""

import logging
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

import orjson

from ..errors import AttendanceError
from ..errors.check_in import TeacherMustConfirm
from ..live.arriving import on_device_of
from ..live.changes import Change, Held, Marked, SessionEvent, Unenrolled
from ..live.connection import Connection, Sender
from ..live.live_session import LiveSession
from ..live.messenger import Messenger
from ..live.sessions import RunningSessions
from ..models import Arrival, Flag
from ..store.messages import Message
from ..wire.arrivals import CalledOut as CalledOutFrame
from ..wire.arrivals import CalledStudent, CheckInFlagged, HandRaised
from ..wire.arrivals import HeadsCounted as HeadsCountedFrame
from ..wire.codec import ServerEvent
from .changes import CalledOut, CallOut, CountHeads, Flagged, GiveFlags, HeadsCounted
from .display import CodeDisplay
from .flags import RoomHabits
from .past import EarlierCheckIns

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(seconds=30)
"""Teachers are told once in this time that the same hand is raised."""


class Arrivals:
    """The check-ins of all running sessions, as their teachers see them."""

    def __init__(
        self,
        sessions: RunningSessions,
        display: CodeDisplay,
        earlier: EarlierCheckIns,
        messenger: Messenger,
        now: Callable[[], datetime],
    ) -> None:
        """`now` returns the time at which a hand is raised."""
        self.sessions = sessions
        self._rooms = sessions.rooms
        self._display = display
        self._earlier = earlier
        self._messenger = messenger
        self._now = now
        # What no longer runs leaves by itself.
        self._habits: WeakKeyDictionary[LiveSession, RoomHabits] = WeakKeyDictionary()
        self._hands: WeakKeyDictionary[LiveSession, dict[str, datetime]] = WeakKeyDictionary()
        messenger.check_in_sockets = self.sockets_of
        messenger.on_received = self._received
        sessions.outcomes.on_saved = self._saved
        sessions.outcomes.on_followed = self._followed

    def call_out(self, session: LiveSession, count: int, by: Sender) -> None:
        """Draw students to be called out; the sender's sockets are told once that is saved.

        Raises `StorageUnavailable` if too many changes wait.
        """
        teacher_id = by.connection.user_id
        self._submit(session, self._draw(session, count, teacher_id), by)

    async def call_out_now(
        self, session: LiveSession, count: int, teacher_id: str
    ) -> CalledOutFrame:
        """As `call_out`, and return who is called once that is saved. Raises `NoActiveSession`."""
        change = self._draw(session, count, teacher_id)
        event = await self.sessions.journal.save(session, change)
        assert isinstance(event, CalledOut)
        return _called_out(event)

    def count_heads(self, session: LiveSession, count: int | None, by: Sender) -> None:
        """Note how many students are in the room; teachers are told once that is saved.

        Raises `StorageUnavailable` if too many changes wait.
        """
        self._submit(session, CountHeads(count), by)

    async def count_heads_now(self, session: LiveSession, count: int | None) -> HeadsCountedFrame:
        """As `count_heads`, and return what teachers are told. Raises `NoActiveSession`."""
        await self.sessions.journal.save(session, CountHeads(count))
        return _heads_counted(session)

    def raise_hand(
        self, session: LiveSession, student_id: str, by: Sender | None = None
    ) -> HandRaised:
        """A student asks to be marked: tell teachers, but not for the same hand again and again."""
        now = self._now()
        hands = self._hands.setdefault(session, {})
        raised_at = hands.get(student_id)
        again = raised_at is not None and now - raised_at < AGAIN_AFTER
        if raised_at is None or not again:
            raised_at = hands[student_id] = now
        frame = HandRaised(session.class_id, student_id, raised_at)
        if by:
            self._rooms.send(by, frame)
        if not again:
            self._messenger.tell(session.teachers, frame, check_in_of=session.class_id)
        return frame

    def hands(self, session: LiveSession | None) -> dict[str, datetime]:
        """Who has raised their hand in a session, and when."""
        return dict(self._hands.get(session, {})) if session else {}

    def sockets_of(self, class_id: str) -> Iterable[Connection]:
        """The sockets to which the check-in of a class's running session is shown."""
        session = self.sessions.registry.of_class(class_id)
        return self._display.shown_to(session) if session else ()

    def tell(self, session: LiveSession, frame: ServerEvent, by: Sender | None = None) -> None:
        """Tell the teachers who have asked for check-in, first `by`, whose frame this answers."""
        if by:
            self._rooms.send(by, frame)
        self._rooms.send_each(
            (
                connection
                for connection in self._display.shown_to(session)
                if by is None or connection is not by.connection
            ),
            frame,
        )

    def _draw(self, session: LiveSession, count: int, teacher_id: str) -> CallOut:
        arrivals = session.arrivals.values()
        signs = {each.student_id: self._earlier.signs(session, each) for each in arrivals}
        return CallOut(teacher_id, count, secrets.randbits(64), signs)

    def _submit(self, session: LiveSession, change: Change, by: Sender) -> None:
        by.connection.ticket = self.sessions.journal.submit(session, change, by).ticket

    def _received(self, message: Message) -> None:
        """A hand was raised at another server."""
        if message.name != HandRaised.event:
            return
        hand = orjson.loads(message.data)
        session = self.sessions.registry.of_class(hand["classId"])
        if session:
            raised_at = datetime.fromisoformat(hand["raisedAt"])
            self._hands.setdefault(session, {})[hand["studentId"]] = raised_at

    def _saved(self, event: SessionEvent, by: Sender | None) -> None:
        try:
            self._take(event, by)
        except Exception:
            log.exception("teachers of session %s could not be told of arrivals", event.session.id)

    def _followed(self, event: SessionEvent) -> None:
        """Another server has saved this, and gives the flags that come of it."""
        try:
            self._take(event, None, judges=False)
        except Exception:
            log.exception("teachers of session %s could not be told of arrivals", event.session.id)

    def _take(self, event: SessionEvent, by: Sender | None, *, judges: bool = True) -> None:
        session = event.session
        match event:
            case Marked():
                self._lower(session, event.mark.student_id)
                self._show(session, event.flagged)
                if event.arrived:
                    room = self._arrived(session, event.mark.student_id, event.network)
                    if judges:
                        self._judge(session, room)
            case Unenrolled():
                self._lower(session, event.student_id)
                if habits := self._habits.get(session):
                    habits.remove(event.student_id)
            case Held():
                if by:
                    self._rooms.send_error(by, TeacherMustConfirm())
                self._show(session, event.flagged)
            case Flagged():
                if not judges:
                    self._note_flags(session, event.student_ids)
                self._show(session, event.student_ids)
            case CalledOut():
                self._show_called(event, by)
            case HeadsCounted():
                self.tell(session, _heads_counted(session), by)

    def _lower(self, session: LiveSession, student_id: str) -> None:
        if hands := self._hands.get(session):
            hands.pop(student_id, None)

    def _note_flags(self, session: LiveSession, student_ids: Iterable[str]) -> None:
        """Another server has given these students their flags."""
        if habits := self._habits.get(session):
            for student_id in student_ids:
                if arrival := session.arrivals.get(student_id):
                    habits.give({student_id: arrival.flags})
                    habits.move({student_id: arrival.outside})

    def _arrived(self, session: LiveSession, student_id: str, network: bytes | None) -> RoomHabits:
        """How the room has checked in, now that one more student has."""
        habits = self._habits.get(session)
        if habits is None:
            habits = self._habits[session] = RoomHabits.of(session.arrivals.values())
        if arrival := session.arrivals.get(student_id):
            habits.add(arrival, network)
        return habits

    def _judge(self, session: LiveSession, habits: RoomHabits) -> None:
        """Flag those whose check-in is odd, compared with the rest of the room."""
        signs = {
            each: self._earlier.signs(session, session.arrivals[each])
            for each in habits.typing & session.arrivals.keys()
        }
        flags: defaultdict[str, list[Flag]] = defaultdict(list)
        for flag, students in habits.odd(signs).items():
            for each in students - habits.given[flag]:
                flags[each].append(flag)
        moved = habits.moved()
        if not flags and not moved:
            return
        try:
            self.sessions.journal.submit(session, GiveFlags(dict(flags), moved))
        except AttendanceError as error:
            # They are tried again with the next check-in.
            log.warning("check-ins of session %s are not flagged yet: %s", session.id, error)
        else:
            habits.give(flags)
            habits.move(moved)

    def _show(self, session: LiveSession, student_ids: Iterable[str]) -> None:
        for student_id in student_ids:
            if arrival := session.arrivals.get(student_id):
                self.tell(session, _flagged(session, arrival))

    def _show_called(self, event: CalledOut, by: Sender | None) -> None:
        frame = _called_out(event)
        if by:
            self._rooms.send(by, frame)
        self._rooms.send_each(
            (
                connection
                for connection in self._display.shown_to(event.session)
                if connection.user_id == event.teacher_id
                and (by is None or connection is not by.connection)
            ),
            frame,
        )


def _flagged(session: LiveSession, arrival: Arrival) -> CheckInFlagged:
    shares = arrival.held or Flag.SHARED_DEVICE in arrival.flags
    return CheckInFlagged(
        class_id=session.class_id,
        student_id=arrival.student_id,
        flags=arrival.flags,
        with_=on_device_of(session.arrivals.values(), arrival) if shares else (),
        held=arrival.held,
        decided=arrival.decided,
    )


def _called_out(event: CalledOut) -> CalledOutFrame:
    students = tuple(
        CalledStudent(each.student_id, each.flags if each.undecided else ())
        for each in event.arrivals
    )
    return CalledOutFrame(event.session.class_id, students, event.remaining)


def _heads_counted(session: LiveSession) -> HeadsCountedFrame:
    present, count = len(session.present), session.head_count
    over = 0 if count is None else max(0, present - count)
    return HeadsCountedFrame(session.class_id, count, present, over)
