"""A replica set of three: losing the primary causes a pause, but no error and no loss."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pymongo
import pytest
from bson import ObjectId
from pymongo.read_concern import ReadConcern

from tests.chaos.faults import Course, Running, in_order, judge
from tests.support.client import Client, Lesson
from tests.support.process import SECRET, Server
from tests.support.replica_set import ReplicaSet
from tests.support.witness import Mark, Witness

DATABASE = "failover"
PATIENCE = 60.0
BEFORE = 50
AFTER = 100
"""Marks per socket that are acknowledged before and after the primary is lost."""


def saved(replica_set: ReplicaSet, session_id: str) -> dict[str, Any]:
    """A session as a majority of the members has it."""
    with pymongo.MongoClient[dict[str, Any]](replica_set.uri(DATABASE), tz_aware=True) as client:
        sessions = client[DATABASE].get_collection("sessions", read_concern=ReadConcern("majority"))
        document = sessions.find_one({"_id": ObjectId(session_id)})
        assert document
        return document


@pytest.fixture(scope="module")
def started_set(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReplicaSet]:
    replica_set = ReplicaSet.on_loopback(tmp_path_factory.mktemp("r"))
    try:
        yield replica_set.start()
    finally:
        replica_set.kill()


@pytest.fixture
def replica_set(started_set: ReplicaSet) -> ReplicaSet:
    """A complete set, whatever the previous test did to it."""
    for member in started_set.members:
        if started_set.role(member) == "away":
            member.start()
    started_set.await_members()
    return started_set


@pytest.fixture
def server(replica_set: ReplicaSet, tmp_path: Path) -> Iterator[Server]:
    server = Server(
        tmp_path,
        MONGO_URI=replica_set.uri(DATABASE),
        JWT_SECRET=SECRET,
        COMMIT_TIMEOUT=f"{PATIENCE}s",
    )
    yield server.start()
    server.kill()


async def school(client: Client) -> Running:
    """A running session of a class of forty."""
    teacher = await client.teacher()
    students = await asyncio.gather(*(client.student() for _ in range(40)))
    class_id = await client.make_class(teacher, *students)
    ids = tuple(student.id for student in students)
    course = Course(class_id, teacher, ids, tuple(students[:2]), walk_ins=())
    session = await client.start(teacher, class_id)
    return Running(course, session["sessionId"], session["startedAt"])


async def storm(witness: Witness, hand: list[Mark]) -> None:
    """Mark again and again, never waiting for an answer."""
    rng = Random(len(hand))
    while True:
        await witness.mark(rng.choice(hand))
        await asyncio.sleep(0.005)


async def storm_through(
    server: Server, http: aiohttp.ClientSession, replica_set: ReplicaSet, fault: Callable[[], None]
) -> None:
    """Send marks while a fault strikes the primary: all are acknowledged, and all are saved."""
    session = await school(Client(server.url, http))
    course = session.course
    desks = [await Witness.open(http, server.url, course.teacher) for _ in range(2)]
    seats = [await Witness.open(http, server.url, student) for student in course.students]
    storms = [
        asyncio.create_task(storm(desk, hand))
        for desk, hand in zip(desks, course.deal(2), strict=True)
    ]
    for desk in desks:
        await desk.until(partial(marked, desk, BEFORE), "the storm is on")
    before = replica_set.primary()
    await asyncio.to_thread(fault)
    sent = [len(desk.asks) for desk in desks]
    for desk, number in zip(desks, sent, strict=True):
        await desk.until(partial(marked, desk, number + AFTER), "the storm goes on")
    for task in storms:
        task.cancel()
    for desk in desks:
        await desk.settled()
        assert {ask.answer for ask in desk.asks} == {"ATTENDANCE_MARKED"}
    witnesses = [*desks, *seats]
    for witness in witnesses:
        await witness.answered(await witness.check(course.class_id))
    assert replica_set.primary() is not before, "another member is primary now"
    document = saved(replica_set, session.session_id)
    judge(session, document, witnesses, witnesses, walk_ins=(), killed=False)
    present = [student for student, status, _ in in_order(document) if status == "present"]
    assert desks[0].summary["presentStudentIds"] == present
    for witness in witnesses:
        await witness.leave()


def marked(desk: Witness, count: int) -> bool:
    """Whether at least this many requests have been answered."""
    return len(desk.asks) - desk.pending >= count


async def test_a_primary_that_steps_down_during_a_storm_causes_only_a_pause(
    server: Server, http: aiohttp.ClientSession, replica_set: ReplicaSet
) -> None:
    await storm_through(server, http, replica_set, replica_set.step_down)
    assert "Traceback" not in server.err


async def test_a_primary_that_is_killed_during_a_storm_causes_only_a_pause(
    server: Server, http: aiohttp.ClientSession, replica_set: ReplicaSet
) -> None:
    await storm_through(server, http, replica_set, replica_set.primary().kill)
    assert "Traceback" not in server.err


async def test_a_session_can_be_started_and_ended_while_the_primary_changes(
    server: Server, http: aiohttp.ClientSession, replica_set: ReplicaSet
) -> None:
    lesson = await Lesson.begin(Client(server.url, http))
    await asyncio.to_thread(replica_set.step_down)
    other = await lesson.client.make_class(lesson.teacher)
    assert (await lesson.client.start(lesson.teacher, other))["classId"] == other
    await lesson.desk.send("DONE", classId=lesson.class_id)
    await lesson.desk.expect("SESSION_ENDED")
    assert saved(replica_set, lesson.session_id)["endedAt"]
