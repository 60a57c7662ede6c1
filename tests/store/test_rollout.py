"""Servers of two versions, or several of one, that start on the same database."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator

import pymongo
import pytest
from bson import ObjectId

from attendance_server import __version__
from attendance_server.exit_errors import DatabaseTooNew
from attendance_server.models import Role
from attendance_server.settings import Settings
from attendance_server.store import Store, users
from attendance_server.store.migrations import migrate
from attendance_server.store.schema import READABLE_FROM, SCHEMA_VERSION
from attendance_server.store.users import KEYS_BATCH
from tests.conftest import new_database
from tests.support.mongo import Mongod

Database = pymongo.database.Database
Document = dict[str, object]

THIS = {
    "_id": "schema",
    "version": SCHEMA_VERSION,
    "readableFrom": READABLE_FROM,
    "server": __version__,
}
BEFORE = 2
"""The version before. Its servers refuse every number above it."""


@pytest.fixture
def settings(mongod: Mongod) -> Iterator[Settings]:
    """Settings for a database that does not exist yet."""
    with new_database(mongod) as settings:
        yield settings


@pytest.fixture
async def another(settings: Settings) -> AsyncIterator[Callable[[], Store]]:
    """Makes stores of further servers."""
    stores: list[Store] = []

    def make() -> Store:
        assert settings.mongo_uri
        stores.append(Store(settings.mongo_uri, timeout=30))
        return stores[-1]

    yield make
    for store in stores:
        store.close()


def schema(database: Database) -> Document | None:
    return database.meta.find_one({"_id": "schema"})


async def test_servers_that_start_together_agree_on_the_version_and_the_indexes(
    database: Database, another: Callable[[], Store]
) -> None:
    database.meta.insert_one({"_id": "schema", "version": BEFORE, "server": "0.9"})
    # As earlier versions had them: one that is no longer used, and one that is defined otherwise.
    database.classes.create_index("teacherId", name="by_teacher")
    database.users.create_index("email", name="one_account_an_email", unique=True)
    await asyncio.gather(*(another().prepare() for _ in range(6)))
    assert schema(database) == THIS
    assert BEFORE < SCHEMA_VERSION
    assert "by_teacher" not in database.classes.index_information()
    assert database.users.index_information()["one_account_an_email"]["sparse"]


async def test_a_server_starts_beside_a_newer_one_and_leaves_its_indexes_alone(
    database: Database, another: Callable[[], Store]
) -> None:
    await another().prepare()
    newer = THIS | {"version": SCHEMA_VERSION + 1, "readableFrom": SCHEMA_VERSION, "server": "7.0"}
    database.meta.replace_one({"_id": "schema"}, newer)
    database.users.drop_index("by_role")
    database.classes.create_index("teacherId", name="by_teacher")
    before = {each: database[each].index_information() for each in ("users", "classes")}
    await another().prepare()
    assert schema(database) == newer
    assert {each: database[each].index_information() for each in before} == before
    breaking = newer | {"readableFrom": SCHEMA_VERSION + 1}
    database.meta.replace_one({"_id": "schema"}, breaking)
    with pytest.raises(DatabaseTooNew, match=r"version 7\.0"):
        await another().prepare()
    assert schema(database) == breaking


async def test_a_killed_migration_goes_on_and_two_servers_may_run_it_at_once(
    database: Database, another: Callable[[], Store], caplog: pytest.LogCaptureFixture
) -> None:
    here, there = another(), another()
    await here.prepare()
    count = 4 * KEYS_BATCH
    database.users.insert_many(
        {"name": f"Ada {n}", "email": f"{n}", "role": "STUDENT", "passwordHash": b""}
        for n in range(count)
    )
    assert await here.users.add_search_keys() == KEYS_BATCH

    async def fail() -> int:
        raise ValueError

    with caplog.at_level(logging.INFO):
        await asyncio.gather(
            *(
                migrate({"failing": fail, "search keys": each.users.add_search_keys})
                for each in (here, there)
            )
        )
    assert database.users.count_documents({"search": "ada"}) == count
    said = [record.getMessage() for record in caplog.records]
    failed = "migrating failed unexpectedly, and goes on at the next start: failing"
    assert said.count(failed) == 2
    assert "migrated: search keys" in said


async def test_a_migration_does_not_undo_what_a_server_writes_meanwhile(
    database: Database, another: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = another()
    await store.prepare()
    ada = await store.users.add("Ada", "ada@school.test", Role.STUDENT, b"")
    query = {"_id": ObjectId(ada.id)}
    database.users.update_one(query, {"$unset": {"search": ""}})
    keys_of = users.keys_of

    def renamed_after_it_was_read(document: Document) -> list[str]:
        database.users.update_one(query, {"$set": {"name": "Zoe", "search": ["zoe"]}})
        return keys_of(document)

    monkeypatch.setattr(users, "keys_of", renamed_after_it_was_read)
    await migrate({"search keys": store.users.add_search_keys})
    assert (database.users.find_one(query) or {})["search"] == ["zoe"]
