"""Which changes of accounts other servers hear of, since tokens may have ended with them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pymongo
import pytest
from attrs import evolve

from attendance_server.models import Role, Subject, User
from attendance_server.settings import Settings
from attendance_server.store import Store
from attendance_server.store.ended_tokens import ENDS_TOKENS

NOW = datetime.now(UTC)


@pytest.fixture
async def store(replicated: Settings) -> AsyncIterator[Store]:
    store = Store(replicated.mongo_uri or "", timeout=30)
    await store.prepare()
    yield store
    store.close()


async def test_whatever_ends_tokens_is_heard_of_and_nothing_else(
    store: Store, replicated: Settings
) -> None:
    async def add(name: str) -> User:
        return await store.users.add(name, f"{name}@school.test", Role.STUDENT, b"hash")

    with (
        pymongo.MongoClient[dict[str, Any]](replicated.mongo_uri) as client,
        client.get_default_database().watch([{"$match": ENDS_TOKENS}]) as stream,
    ):
        names = ("password", "out", "other", "off", "teacher", "sign-on", "merged", "gone")
        accounts = {name: await add(name) for name in names}
        quiet = await add("quiet")
        # None of this ends a token.
        await store.users.rehash(quiet, b"another")
        await store.users.prefer(evolve(quiet, language="de"))
        await store.users.correct(quiet, quiet.person_name, "moved@school.test")

        await store.users.change_password(accounts["password"], b"new")
        for token_id in ("a", "b"):
            later = NOW + timedelta(hours=1)
            await store.users.end_tokens(accounts["out"], [token_id], later, NOW)
        await store.users.replace(accounts["off"], evolve(accounts["off"], disabled_at=NOW))
        await store.users.replace(
            accounts["teacher"], evolve(accounts["teacher"], role=Role.TEACHER)
        )
        subject = Subject("https://idp.test", "1")
        await store.subjects.link(accounts["sign-on"], subject, drop_password=True)
        await store.merging.begin(accounts["merged"].id, accounts["other"].id)
        await store.users.delete(accounts["gone"].id)

        heard = [str(stream.next()["documentKey"]["_id"]) for _ in range(8)]
        assert stream.try_next() is None
    changed = ("password", "out", "out", "off", "teacher", "sign-on", "merged", "gone")
    assert heard == [accounts[name].id for name in changed]
