"""What the store guarantees, against a real database."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pymongo
import pytest
from attrs import evolve
from bson import ObjectId

from attendance_server.errors.server import StorageUnavailable
from attendance_server.exit_errors import SettingsError, StartupError
from attendance_server.models import Class, Commit, Discard, Mark, Role, Session, Status
from attendance_server.settings import Settings
from attendance_server.store import Store, client
from attendance_server.store.indexes import BY_WORD
from attendance_server.store.users import KEYS_BATCH, students_query
from tests.conftest import new_database
from tests.support.mongo import Mongod

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADA, BEN, CAT = (str(ObjectId()) for _ in range(3))


def present(student_id: str, seq: int = 1) -> Mark:
    return Mark(student_id, Status.PRESENT, NINE, seq)


@pytest.fixture
def settings(mongod: Mongod) -> Iterator[Settings]:
    """Settings for a database that does not exist yet."""
    with new_database(mongod) as settings:
        yield settings


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    store = Store(settings.mongo_uri, timeout=30)
    await store.prepare()
    yield store
    store.close()


@pytest.fixture
async def class_(store: Store) -> Class:
    class_ = await store.classes.add("Algebra", str(ObjectId()))
    await store.classes.enrol(class_.id, ADA, 100)
    return await store.classes.enrol(class_.id, BEN, 100)


@pytest.fixture
async def session(store: Store, class_: Class) -> Session:
    return await store.sessions.start(class_, NINE)


async def saved(store: Store) -> Session:
    """The one running session, as the next server would find it."""
    ((session, _),) = await store.sessions.all_running()
    return session


async def test_marks_of_two_commits_add_up(store: Store, session: Session) -> None:
    first = Commit(session.id, 1, replaces=False, marks=(present(ADA, 1),))
    second = Commit(session.id, 2, replaces=False, marks=(present(BEN, 2),))
    assert await store.sessions.commit([first], 10) == set()
    assert await store.sessions.commit([second], 10) == set()
    assert (await saved(store)).marks == {ADA: present(ADA, 1), BEN: present(BEN, 2)}


async def test_a_commit_that_arrives_after_its_successor_changes_nothing(
    store: Store, session: Session
) -> None:
    await store.sessions.commit([Commit(session.id, 1, replaces=True, attempt=2)], 10)
    late = Commit(session.id, 1, replaces=False, marks=(present(ADA),), ended_at=NINE, attempt=1)
    assert await store.sessions.commit([late], 10) == {session.id}
    assert (await saved(store)).marks == {}


async def test_a_commit_that_arrives_twice_counts_once(store: Store, session: Session) -> None:
    commit = Commit(session.id, 1, replaces=False, marks=(present(ADA),))
    await store.sessions.commit([commit], 10)
    # Not lost: the document holds just this commit.
    assert await store.sessions.commit([commit], 10) == set()


async def test_a_replacing_commit_removes_what_it_does_not_contain(
    store: Store, session: Session
) -> None:
    uncertain = Commit(
        session.id,
        1,
        replaces=False,
        roster=(CAT,),
        marks=(present(ADA), present(BEN)),
        ended_at=NINE,
        discarded=Discard(str(ObjectId()), NINE, "a mistake"),
    )
    await store.sessions.commit([uncertain], 10)
    truth = Commit(session.id, 2, replaces=True, roster=(ADA, BEN), marks=(present(ADA),))
    assert await store.sessions.commit([truth], 10) == set()
    stored = await saved(store)
    assert (stored.marks, stored.roster) == ({ADA: present(ADA)}, (ADA, BEN))
    assert stored.discarded is None


async def test_what_was_sent_before_a_server_starts_can_no_longer_be_saved(
    store: Store, session: Session, settings: Settings
) -> None:
    successor = Store(settings.mongo_uri, timeout=30)
    await successor.sessions.fence()
    commit = Commit(session.id, 1, replaces=False, marks=(present(ADA),))
    assert await store.sessions.commit([commit], 10) == {session.id}
    assert await successor.sessions.commit([evolve(commit, number=2)], 10) == set()
    successor.close()


async def test_of_two_servers_that_save_at_the_same_time_one_does(
    store: Store, session: Session, settings: Settings
) -> None:
    other = Store(settings.mongo_uri, timeout=30)
    commit = Commit(session.id, 1, replaces=False, marks=(present(ADA),), attempt=7)
    missed = await asyncio.gather(
        store.sessions.commit([commit], 10), other.sessions.commit([commit], 10)
    )
    assert sorted(missed, key=len) == [set(), {session.id}]
    winner, loser = (store, other) if missed[1] else (other, store)
    assert (await winner.sessions.stored([session.id]))[session.id].attempt == 7
    assert (await loser.sessions.stored([session.id]))[session.id].attempt is None
    other.close()


async def test_only_the_sessions_that_refused_a_commit_are_lost(
    store: Store, session: Session, database: pymongo.database.Database
) -> None:
    other = await store.sessions.start(await store.classes.add("Logic", str(ObjectId())), NINE)
    database.sessions.delete_one({"_id": ObjectId(other.id)})
    commits = [Commit(one.id, 1, replaces=False, ended_at=NINE) for one in (session, other)]
    assert await store.sessions.commit(commits, 10) == {other.id}
    assert await store.sessions.all_running() == []


async def test_a_student_enrolled_when_the_server_died_is_known_to_the_next(
    store: Store, session: Session, class_: Class
) -> None:
    await store.classes.enrol(class_.id, CAT, 100)
    ((running, enrolled),) = await store.sessions.all_running()
    assert (running.roster, enrolled) == ((ADA, BEN), (ADA, BEN, CAT))


async def test_concurrent_starts_create_one_session(store: Store, class_: Class) -> None:
    started = await asyncio.gather(*(store.sessions.start(class_, NINE) for _ in range(8)))
    assert len({session.id for session in started}) == 1


async def test_a_class_can_start_again_once_its_session_has_ended(
    store: Store, session: Session, class_: Class
) -> None:
    await store.sessions.commit([Commit(session.id, 1, replaces=False, ended_at=NINE)], 10)
    assert (await store.sessions.start(class_, NINE)).id != session.id


@pytest.mark.parametrize(
    ("collection", "query"),
    [
        ("users", {"email": "a@b.test"}),
        ("classes", {"studentIds": ObjectId()}),
        ("classes", {"teacherId": ObjectId()}),
        ("sessions", {"classId": ObjectId(), "endedAt": {"$ne": None}}),
        ("sessions", {"classId": ObjectId(), "endedAt": None}),
    ],
)
async def test_every_query_uses_an_index(
    store: Store, database: pymongo.database.Database, collection: str, query: dict[str, object]
) -> None:
    plan = database[collection].find(query).explain()["queryPlanner"]["winningPlan"]
    assert "COLLSCAN" not in str(plan)


@pytest.mark.parametrize("q", ["jose", "garcia jose", "jose@s"])
async def test_a_search_examines_only_users_with_its_words(
    store: Store, database: pymongo.database.Database, q: str
) -> None:
    names = [*(f"Student {number}" for number in range(50)), "Jos\u00e9 Garc\u00eda"]
    for number, name in enumerate(names):
        email = f"{name.split()[0]}{number}@school.test".lower()
        await store.users.add(name, email, Role.STUDENT, b"")
    query = students_query(q, None)
    assert query
    plan = database.users.find(query).sort("_id", 1).explain()
    assert f"'indexName': '{BY_WORD}'" in str(plan["queryPlanner"]["winningPlan"])
    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
    assert plan["executionStats"]["totalDocsExamined"] == 1


async def test_users_of_earlier_versions_get_their_search_keys_once(
    store: Store, database: pymongo.database.Database
) -> None:
    ada = await store.users.add("Ad\u00e9", "ada@school.test", Role.STUDENT, b"")
    expected = database.users.find_one({}, {"search": 1})
    earlier = [
        {"name": "Ad\u00e9", "email": f"{n}", "role": "STUDENT", "passwordHash": b""}
        for n in range(KEYS_BATCH + 1)
    ]
    database.users.insert_many(earlier)
    database.users.update_one({"_id": ObjectId(ada.id)}, {"$unset": {"search": ""}})
    assert [await store.users.add_search_keys() for _ in range(3)] == [KEYS_BATCH, 2, 0]
    assert database.users.find_one({"_id": ObjectId(ada.id)}, {"search": 1}) == expected
    assert len(await store.users.students("ade", 1000, None)) == KEYS_BATCH + 2


async def test_indexes_can_be_prepared_twice(store: Store) -> None:
    await store.prepare()


async def test_an_unreachable_database_is_reported_in_words(
    unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PREPARE_TIMEOUT", 0.2)
    unreachable = Store(f"mongodb://127.0.0.1:{unused_tcp_port}/x", timeout=0.2)
    for step in (unreachable.reach, unreachable.prepare):
        with pytest.raises(StartupError, match="MongoDB cannot be used"):
            await step()
    with pytest.raises(StorageUnavailable):
        await unreachable.users.get(ADA)
    unreachable.close()


def test_an_invalid_uri_is_reported_in_words() -> None:
    with pytest.raises(SettingsError, match="MONGO_URI"):
        Store("mongodb://host:port:port/x", timeout=1)


async def test_indexes_of_earlier_versions_are_dropped_at_startup(
    store: Store, database: pymongo.database.Database
) -> None:
    database.classes.create_index("teacherId", name="by_teacher")
    before = set(database.classes.index_information())
    await store.prepare()
    assert before - set(database.classes.index_information()) == {"by_teacher"}
