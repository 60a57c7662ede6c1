"""A large class that checks itself in, with remembered phones."""

import asyncio
from collections.abc import Sequence

from bson import ObjectId

from attendance_server.loadtest.check_in import CheckedIn, CheckInPace, check_in
from attendance_server.loadtest.check_in_sockets import CheckInGroup
from attendance_server.loadtest.figures import summary
from attendance_server.loadtest.school import Person

from .harness import PATIENCE, Harness, NotMeasured, Row, ServerProcess, attended, ms, started
from .reconnecting import insert_devices, operations

P99 = 0.25
MOST_QUERIES = 0.05

REFRESHING = 50
"""Phones that get their first token at a time, before anything is measured."""


async def measure(harness: Harness) -> list[Row]:
    """1,000 students scan the code within a minute, two fifths of them at 100 per second.

    Each opens the link over a connection of its own, and checks in with the ticket over another.
    The time is from opening the link until the mark is at every socket of the class: the teacher's,
    which stands for the projector, and one per student. Every tenth student sends a wrong code
    first. Queries are what the database was asked, apart from the commits.
    """
    count, pace = harness.sizes.students, harness.sizes.check_in_pace
    [teacher] = harness.insert_people(1, "TEACHER")
    students = harness.insert_people(count)
    class_id = harness.insert_class(teacher, students)
    async with harness.server() as server:
        students = await _with_devices(harness, server, students)
        group = await started(server, teacher, students, class_id, CheckInGroup)
        assert isinstance(group, CheckInGroup)
        async with attended(group, teacher, students):
            if not await group.open_check_in(PATIENCE):
                raise NotMeasured(f"check-in could not be opened: {dict(group.errors)}")
            before, cpu = operations(harness), server.cpu
            checked_in = await check_in(server.target, group, students, pace, PATIENCE)
            cpu = server.cpu - cpu
            queries, commits = (
                now - then for now, then in zip(operations(harness), before, strict=True)
            )
    _check_saved(harness, group.plan.session_id, students)
    return _rows(checked_in, pace, queries / count, commits / count, cpu / count)


def _rows(
    checked_in: CheckedIn, pace: CheckInPace, queries: float, commits: float, cpu: float
) -> list[Row]:
    if not checked_in.all_right:
        raise NotMeasured(f"not everyone was let in: {dict(checked_in.refused)}")
    count, took = len(checked_in.latencies), summary(checked_in.measured)
    name = f"Check-in: {count:,} phones in {pace.seconds:g} s, {pace.peak:g} a second in the rush"
    return [
        Row(
            f"{name}; from opening the link to the mark at all sockets, p99",
            f"at most {ms(P99)}; all saved, all on the wall",
            f"**{ms(took['p99'])}**, p50 {ms(took['p50'])}, max {ms(took['max'])};"
            f" {ms(cpu)} of processor time each",
            took["p99"] <= P99,
        ),
        Row(
            "Check-in: database queries a check-in, beyond the commit",
            f"at most {MOST_QUERIES:g}",
            f"**{queries:.3f}**; {commits:.2f} commits",
            queries <= MOST_QUERIES,
        ),
    ]


async def _with_devices(
    harness: Harness, server: ServerProcess, students: Sequence[Person]
) -> list[Person]:
    """The students with the tokens that their remembered phones get."""
    turns = asyncio.Semaphore(REFRESHING)
    phones = insert_devices(harness, students)

    async def one(number: int) -> Person:
        async with turns:
            token = await phones[number].refresh(server.target)
        return Person(students[number].id, students[number].email, token)

    return list(await asyncio.gather(*map(one, range(len(students)))))


def _check_saved(harness: Harness, session_id: str, students: Sequence[Person]) -> None:
    """Raises `NotMeasured` if the document of the session lacks a mark."""
    with harness.database() as database:
        session = database.sessions.find_one({"_id": ObjectId(session_id)})
    missing = {student.id for student in students} - session["marks"].keys()
    if missing:
        raise NotMeasured(f"{len(missing)} marks were not saved")
