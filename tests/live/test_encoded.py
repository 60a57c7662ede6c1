"""Large answers are encoded once, in slices, and always show the current state of the session."""

import asyncio
import random
from datetime import UTC, datetime

from attendance_server.live.encoded import BLOCK, EncodedViews, FrameCache, MarkBlocks
from attendance_server.live.frames import WEBSOCKET
from attendance_server.live.live_session import LiveSession
from attendance_server.live.pending import PendingChanges
from attendance_server.live.registry import SessionRegistry
from attendance_server.live.views import summary, watching
from attendance_server.models import Role, Session, Status

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEACHER = "1" * 24
STUDENTS = [f"{number:024x}" for number in range(5 * BLOCK)]


def mark(registry: SessionRegistry, session: LiveSession, *marks: tuple[str, Status]) -> None:
    """Mark students and save the marks."""
    pending = PendingChanges(session)
    for student, status in marks:
        pending.mark(student, status, NINE)
    registry.accept(pending)


def lesson(registry: SessionRegistry, class_id: str, students: list[str]) -> LiveSession:
    """A running session in which every student is present."""
    session = LiveSession(Session(class_id, class_id, "Physics", TEACHER, NINE, tuple(students)))
    registry.add(session)
    mark(registry, session, *((student, Status.PRESENT) for student in students))
    return session


def expected_frame(registry: SessionRegistry) -> bytes:
    return WEBSOCKET.encode(watching(registry, TEACHER, Role.TEACHER))


async def turns(task: "asyncio.Task[bytes]") -> int:
    """How many turns of the event loop others get until the task is done."""
    count = 0
    while not task.done():
        await asyncio.sleep(0)
        count += 1
    return count


async def test_a_large_class_is_encoded_in_slices_and_only_changes_are_encoded_again() -> None:
    registry = SessionRegistry()
    views, session = EncodedViews(registry), lesson(registry, "c" * 24, STUDENTS)
    task = asyncio.create_task(views.watching(TEACHER, WEBSOCKET))
    assert await turns(task) >= len(STUDENTS) // BLOCK
    assert task.result() == expected_frame(registry)
    blocks = MarkBlocks()
    for number, marks in blocks.stale(session).items():
        blocks.encode(number, marks)
    mark(registry, session, (STUDENTS[BLOCK], Status.LATE))
    # The block that the student was in, and the last one.
    assert len(blocks.stale(session)) == 2


async def test_sockets_that_ask_while_nothing_changes_get_the_same_bytes() -> None:
    registry = SessionRegistry()
    views, session = EncodedViews(registry), lesson(registry, "c" * 24, STUDENTS)
    frames = await asyncio.gather(*(views.watching(TEACHER, WEBSOCKET) for _ in range(8)))
    assert len({id(frame) for frame in frames}) == 1
    assert views.summary(session, WEBSOCKET) is views.summary(session, WEBSOCKET)
    mark(registry, session, (STUDENTS[0], Status.ABSENT))
    assert await views.watching(TEACHER, WEBSOCKET) == expected_frame(registry) != frames[0]
    assert views.summary(session, WEBSOCKET) == WEBSOCKET.encode(summary(session))


async def test_changes_made_while_an_answer_is_encoded_are_in_it() -> None:
    dice = random.Random(7)
    registry = SessionRegistry()
    views, session = EncodedViews(registry), lesson(registry, "c" * 24, STUDENTS)
    for number in range(20):
        task = asyncio.create_task(views.watching(TEACHER, WEBSOCKET))
        await asyncio.sleep(0)
        while not task.done():
            students = dice.sample(STUDENTS, 3)
            mark(registry, session, *((student, dice.choice(list(Status))) for student in students))
            if number == 10 and registry.of_class("d" * 24) is None:
                lesson(registry, "d" * 24, STUDENTS[:3])
            expected = expected_frame(registry)
            await asyncio.sleep(0)
        assert task.result() == expected


async def test_a_session_that_ends_while_an_answer_is_encoded_is_not_in_it() -> None:
    registry = SessionRegistry()
    views, session = EncodedViews(registry), lesson(registry, "c" * 24, STUDENTS)
    task = asyncio.create_task(views.watching(TEACHER, WEBSOCKET))
    await asyncio.sleep(0)
    registry.remove(session)
    assert await task == expected_frame(registry)


def test_the_least_recently_used_frames_are_dropped_first() -> None:
    frames = FrameCache(limit=10)
    frames.put("a", 1, b"aaaa")
    frames.put("b", 1, b"bbbb")
    assert frames.get("a", 1) == b"aaaa"
    frames.put("c", 1, b"cccc")
    assert (frames.get("a", 1), frames.get("b", 1)) == (b"aaaa", None)
    assert frames.get("a", 2) is None
    frames.put("a", 2, b"a" * 20)
    assert frames.get("a", 2) is None
