"""Clients of Socket.IO while the database is away."""

import attrs
import pytest

from attendance_server.settings import Settings
from tests.chaos.test_storm import Database, people
from tests.support.client import Client
from tests.support.engine import EngineSocket
from tests.support.mongo import BRIEF, Mongod, Outage


@pytest.fixture
def mongod(mortal_mongod: Mongod) -> Mongod:
    return mortal_mongod


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return attrs.evolve(settings, commit_timeout=BRIEF)


async def test_a_client_that_cannot_be_identified_is_closed_and_so_tries_again(
    client: Client, mongod: Mongod, database: Database
) -> None:
    # Not signed up here, so the server does not remember the token.
    (person,) = people(database, "STUDENT", 1)
    socket = await EngineSocket.open(client, person.token)
    with Outage(mongod, "paused"):
        await socket.send("40")
        assert await socket.close_code() == 1013
    await EngineSocket.let_in(client, person)
