"""Check-in in the documents of classes and sessions."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pymongo
import pytest
from attrs import evolve
from bson import ObjectId

from attendance_server.models import (
    DEFAULT_RULES,
    Arrival,
    CheckIn,
    CheckInChange,
    CheckInRules,
    ClassChange,
    ClockStart,
    Commit,
    JoinRule,
    Mark,
    Reopening,
    Session,
    Status,
    Way,
)
from attendance_server.settings import Settings
from attendance_server.store import Store

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADA, BEN, CAT = (str(ObjectId()) for _ in range(3))
CHECK_IN = CheckIn("ROOM", b"secret" * 5, ClockStart(NINE, 12.5, "boot"), 5, 30, closes_at=60.0)


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    store = Store(settings.mongo_uri, timeout=30)
    await store.prepare()
    yield store
    store.close()


@pytest.fixture
async def session(store: Store) -> Session:
    class_ = await store.classes.add("Algebra", str(ObjectId()))
    await store.classes.change(
        class_.id, ClassChange(check_in=CheckInChange(step=10, join=JoinRule.ASK))
    )
    for student in (ADA, BEN):
        class_ = await store.classes.enrol(class_.id, student, 100)
    return await store.sessions.start(class_, NINE)


def came(student_id: str, seq: int, **fields: Any) -> dict[str, Any]:
    """The part of a commit for a student who checks in."""
    arrival = Arrival(student_id, NINE, Way.SCANNED, **fields)
    return {"marks": (Mark(student_id, Status.PRESENT, NINE, seq),), "arrivals": (arrival,)}


async def saved(store: Store) -> Session:
    """The one running session, as the next server would find it."""
    ((session, _),) = await store.sessions.all_running()
    return session


async def test_a_running_session_knows_the_rules_of_its_class(
    store: Store, session: Session
) -> None:
    rules = CheckInRules(step=10, join=JoinRule.ASK)
    assert session.check_in_rules == (await saved(store)).check_in_rules == rules
    changed = CheckInChange(step=DEFAULT_RULES.step, join=JoinRule.NO)
    class_ = await store.classes.change(session.class_id, ClassChange(check_in=changed))
    assert class_.check_in == DEFAULT_RULES


async def test_commits_add_to_what_is_saved(store: Store, session: Session) -> None:
    assert (session.check_in, session.arrivals) == (None, {})
    opened = Commit(session.id, 1, replaces=False, check_in=CHECK_IN)
    first = Commit(session.id, 2, replaces=False, **came(ADA, 1, remembered=True))
    second = Commit(session.id, 3, replaces=False, **came(BEN, 2, ticket="t1"))
    assert await store.sessions.commit([opened], 10) == set()
    for commit in (first, second):
        await store.sessions.commit([commit], 10)
    stored = await saved(store)
    assert stored.check_in == CHECK_IN
    assert tuple(stored.arrivals.values()) == (*first.arrivals, *second.arrivals)
    closed = Commit(session.id, 4, replaces=False, check_in=CHECK_IN.closed())
    await store.sessions.commit([closed], 10)
    assert (await saved(store)).check_in == evolve(CHECK_IN, is_open=False, closes_at=None)


async def test_a_replacing_commit_removes_what_it_does_not_contain(
    store: Store, session: Session
) -> None:
    uncertain = Commit(session.id, 1, replaces=False, check_in=CHECK_IN, **came(ADA, 1))
    await store.sessions.commit([uncertain], 10)
    await store.sessions.commit([Commit(session.id, 2, replaces=True, roster=(ADA, BEN))], 10)
    stored = await saved(store)
    assert (stored.marks, stored.check_in, stored.arrivals) == ({}, None, {})


async def test_a_student_who_left_has_no_arrival_in_a_reopened_session(
    store: Store, session: Session
) -> None:
    commit = Commit(session.id, 1, replaces=False, ended_at=NINE, **came(ADA, 1))
    await store.sessions.commit([commit], 10)
    ended = await store.history.one(session.class_id, session.id)
    assert ended
    assert ended.arrivals
    class_ = await store.classes.unenrol(session.class_id, ADA)
    reopening = Reopening(NINE, class_.teacher_id, NINE)
    reopened = await store.sessions.reopen(ended, reopening, class_)
    assert reopened
    assert reopened.arrivals == {}


@pytest.mark.parametrize("arrived", ["theirs", "own", "neither"])
async def test_a_merged_account_keeps_how_its_student_came(
    store: Store, session: Session, database: pymongo.database.Database, arrived: str
) -> None:
    source, target = {"theirs": (ADA, CAT), "own": (CAT, ADA), "neither": (BEN, CAT)}[arrived]
    commit = Commit(
        session.id, 1, replaces=False, ended_at=NINE, roster=(ADA, BEN, CAT), **came(ADA, 1)
    )
    await store.sessions.commit([commit], 10)
    await store.merging.move_sessions(source, target)
    stored = await store.history.one(session.class_id, session.id)
    assert stored
    assert source not in stored.arrivals
    expected = {ADA} if arrived == "neither" else {target}
    assert stored.arrivals.keys() == stored.marks.keys() == expected
