"""A server that starts beside others that it should not run beside says so."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pymongo
import pytest
from attrs import evolve

from attendance_server.exit_errors import OtherSecret
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import ShareMarks
from attendance_server.shared_settings import Agreement
from tests.conftest import SECRET, new_database
from tests.support.mongo import Mongod

OTHER_SECRET = "a secret that the other server does not have"
DOMAINS = frozenset({"a.test", "b.test"})


@pytest.fixture
def beside_another(replicated: Settings) -> Iterator[Settings]:
    """Those of a server that runs, with `SECRET`, for as long as the test."""
    agreement = Agreement.of(evolve(replicated, port=3001, oidc_domains=DOMAINS), SECRET)
    server = {
        "at": datetime.now(UTC) + timedelta(hours=1),
        **{"host": "north", "pid": 7, "version": "1.2.0", "schema": 3},
        **{"secret": agreement.secret, "settings": {**agreement.settings, "FROM_LATER": "1"}},
    }
    with pymongo.MongoClient[dict[str, object]](replicated.mongo_uri) as client:
        client.get_default_database().servers.insert_one(server)
        yield replicated


async def test_a_server_with_another_secret_does_not_start(beside_another: Settings) -> None:
    other = evolve(beside_another, jwt_secret=OTHER_SECRET)
    with pytest.raises(OtherSecret, match=r"JWT_SECRET .*: north \(process 7, 1\.2\.0\)"):
        async with serving(other):
            pass
    # It is not one of them: a second try is not refused because of the first.
    with pymongo.MongoClient[dict[str, object]](beside_another.mongo_uri) as client:
        assert client.get_default_database().servers.count_documents({}) == 1


async def test_a_server_with_other_settings_logs_which(
    beside_another: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    def said() -> list[str]:
        return [each.getMessage() for each in caplog.records if "differ" in each.getMessage()]

    agreed = evolve(beside_another, oidc_domains=DOMAINS)
    async with serving(agreed):
        assert said() == []
    other = evolve(
        beside_another, oidc_domains=DOMAINS, share_marks=ShareMarks.OWN, session_max=None
    )
    async with serving(other):
        assert said() == [
            "settings differ from those of north (process 7, 1.2.0), and should be the same at all"
            " servers: SESSION_MAX, SHARE_MARKS"
        ]


async def test_a_second_server_on_a_standalone_is_noticed(
    mongod: Mongod, caplog: pytest.LogCaptureFixture
) -> None:
    with new_database(mongod) as settings, new_database(mongod) as other:
        async with serving(settings), serving(other):
            assert "standalone" not in caplog.text
            async with serving(settings):
                assert f"(process {os.getpid()}) uses the same database" in caplog.text
