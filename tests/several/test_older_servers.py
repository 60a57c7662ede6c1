"""A new version that changes documents does not start beside servers that would misread them."""

from datetime import UTC, datetime, timedelta

import pymongo
import pytest

from attendance_server.exit_errors import OlderServersRunning
from attendance_server.store import Store
from attendance_server.store.schema import READABLE_FROM
from tests.support.set_of_one import SetOfOne


async def test_older_servers_have_to_stop_before_documents_change(set_of_one: SetOfOne) -> None:
    uri = set_of_one.uri("older")
    before = {"_id": "schema", "version": READABLE_FROM - 1, "server": "0.9"}
    with pymongo.MongoClient[dict[str, object]](uri) as client:
        database = client.get_default_database()
        database.meta.insert_one(before)
        # The beat of a server that runs for as long as this test.
        beat = datetime.now(UTC) + timedelta(hours=1)
        older = {"host": "north", "pid": 7, "version": "0.9", "schema": READABLE_FROM - 1}
        database.servers.insert_one({**older, "at": beat})
        store = Store(uri, timeout=30)
        try:
            with pytest.raises(OlderServersRunning, match=r"stop north \(process 7, 0\.9\) first"):
                await store.prepare()
            assert database.meta.find_one() == before
            database.servers.delete_many({})
            await store.prepare()
        finally:
            store.close()
        schema = database.meta.find_one({"_id": "schema"}) or {}
        assert schema["readableFrom"] == READABLE_FROM
