"""Whether a server that stops takes its time depends on who else is there."""

from datetime import UTC, datetime, timedelta

import pymongo
import pytest

from attendance_server.live.sockets import Sockets
from attendance_server.server import SPREAD, serving
from attendance_server.settings import Settings


async def test_sockets_are_closed_in_groups_only_beside_other_servers(
    replicated: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    spreads = []
    close = Sockets.close

    async def recorded(sockets: Sockets, timeout: float, spread: float = 0.0) -> None:
        spreads.append(spread)
        await close(sockets, timeout, spread)

    monkeypatch.setattr(Sockets, "close", recorded)
    async with serving(replicated):
        pass
    # The beat of a server that runs for as long as this test.
    beat = datetime.now(UTC) + timedelta(hours=1)
    with pymongo.MongoClient[dict[str, object]](replicated.mongo_uri) as client:
        client.get_default_database().servers.insert_one({"host": "north", "at": beat})
    async with serving(replicated):
        pass
    assert spreads == [0.0, SPREAD]
