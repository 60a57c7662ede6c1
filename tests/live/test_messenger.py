"""Frames to users, at this server and at the others that use its database."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from attrs import define, field
from bson import ObjectId

from attendance_server.live import messenger as messenger_module
from attendance_server.live.connection import Connection, FrameCodec
from attendance_server.live.frames import WEBSOCKET
from attendance_server.live.messenger import Messenger
from attendance_server.live.rooms import Rooms
from attendance_server.models import Assistant, Class, Identity, Role
from attendance_server.settings import Settings
from attendance_server.socketio.codec import SOCKETIO
from attendance_server.store import Store
from attendance_server.store.messages import Messages
from attendance_server.wire.arrivals import JoinDecided
from attendance_server.wire.joining import RosterChanged

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLASS_ID, HILL, SUBSTITUTE, ADA, BEN = (str(ObjectId()) for _ in range(5))
CLASS = Class(CLASS_ID, "Algebra", HILL, assistants=(Assistant(SUBSTITUTE, NINE),))
ROSTER = RosterChanged(CLASS_ID, 30)
DECIDED = JoinDecided(CLASS_ID, ADA, True)


@define(eq=False)
class Outlet(Connection):
    """A connection that keeps what it writes."""

    codec: ClassVar[FrameCodec] = WEBSOCKET
    written: list[bytes] = field(factory=list)

    @property
    def unsent(self) -> int:
        return 0

    def write(self, frames: bytes) -> None:
        self.written.append(frames)

    def ping(self) -> None:
        raise NotImplementedError

    def dismiss(self, code: int, reason: str) -> None:
        raise NotImplementedError

    def abort(self) -> None:
        raise NotImplementedError


@define(eq=False)
class SocketIOOutlet(Outlet):
    codec: ClassVar[FrameCodec] = SOCKETIO


class Server:
    """The part of a server that tells users."""

    def __init__(self, limit: int = messenger_module.LIMIT) -> None:
        self.rooms = Rooms()
        self.messenger = Messenger(self.rooms, lambda: NINE, limit)

    def connect(
        self, user_id: str, kind: type[Outlet] = Outlet, *, watching: bool = True
    ) -> Outlet:
        outlet = kind(Identity(user_id, Role.TEACHER, math.inf))
        outlet.watching = watching
        self.rooms.join(outlet, ())
        return outlet


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    store = Store(settings.mongo_uri or "", timeout=30)
    yield store
    store.close()


async def saved(store: Store) -> list[dict[str, Any]]:
    return [each async for each in store.database.messages.find().sort("_id", 1)]


async def test_sockets_here_and_at_other_servers_get_the_same_frames(store: Store) -> None:
    here, there = Server(), Server()
    outlets = [
        [server.connect(user, kind) for user in (HILL, ADA) for kind in (Outlet, SocketIOOutlet)]
        for server in (here, there)
    ]
    ignored = [server.connect(HILL, watching=False) for server in (here, there)]
    here.messenger.share(Messages(store.database, ObjectId()))
    there.messenger.share(Messages(store.database, ObjectId()))
    # The time of the substitute is over.
    late = [here.connect(SUBSTITUTE), there.connect(SUBSTITUTE)]
    here.messenger.tell_teachers(CLASS, ROSTER)
    here.messenger.tell([ADA, BEN], DECIDED)
    here.messenger.tell([], DECIDED)
    await asyncio.sleep(0)
    expected = [
        [codec.encode(frame)] for frame in (ROSTER, DECIDED) for codec in (WEBSOCKET, SOCKETIO)
    ]
    assert [outlet.written for outlet in outlets[0]] == expected
    await here.messenger.close()
    documents = await saved(store)
    assert len(documents) == 2
    assert all(abs((each["at"] - datetime.now(UTC)).total_seconds()) < 60 for each in documents)
    for document in documents:
        here.messenger.receive(document)
        there.messenger.receive(document)
    await asyncio.sleep(0)
    assert [outlet.written for outlet in outlets[0]] == expected
    assert [outlet.written for outlet in outlets[1]] == expected
    assert [outlet.written for outlet in (*ignored, *late)] == [[]] * 4


async def test_what_is_about_a_check_in_reaches_those_who_are_shown_it_once(store: Store) -> None:
    here, there = Server(), Server()
    servers = (here, there)
    shown = [server.connect(HILL, watching=False) for server in servers]
    watching = [server.connect(HILL) for server in servers]
    for server, one, other in zip(servers, shown, watching, strict=True):
        server.messenger.check_in_sockets = {CLASS_ID: (one, other)}.__getitem__
        server.messenger.share(Messages(store.database, ObjectId()))
    here.messenger.tell_teachers(CLASS, DECIDED, check_in=True)
    await here.messenger.close()
    (document,) = await saved(store)
    there.messenger.receive(document)
    await asyncio.sleep(0)
    frame = WEBSOCKET.encode(DECIDED)
    assert [outlet.written for outlet in (*shown, *watching)] == [[frame]] * 4


async def test_a_server_that_is_alone_saves_nothing(store: Store) -> None:
    here = Server()
    outlet = here.connect(HILL)
    here.messenger.tell_teachers(CLASS, ROSTER)
    await here.messenger.close()
    await asyncio.sleep(0)
    assert outlet.written == [WEBSOCKET.encode(ROSTER)]
    assert await saved(store) == []


async def test_a_message_that_is_saved_again_is_there_once(store: Store) -> None:
    messages = Messages(store.database, ObjectId())
    await messages.prepare()
    message = messenger_module.Message((ADA,), "JOIN_DECIDED", b"{}")
    first, second = messages.new_key(), messages.new_key()
    await messages.add([(first, message)])
    await messages.add([(first, message), (second, message)])
    assert [each["_id"] for each in await saved(store)] == [first, second]
    index = (await store.database.messages.index_information())["by_age"]
    assert index["expireAfterSeconds"] == 60


async def test_more_than_may_wait_is_lost_and_logged(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    here = Server(limit=2)
    here.messenger.share(Messages(store.database, ObjectId()))
    for _ in range(5):
        here.messenger.tell([ADA], DECIDED)
    await here.messenger.close()
    assert len(await saved(store)) == 2
    assert lost_counts(caplog) == [3]


async def test_messages_wait_for_the_database_but_not_for_long(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(messenger_module, "KEEP", 0.0)
    store = Store("mongodb://127.0.0.1:1/away", timeout=0.05)
    here = Server()
    here.messenger.share(Messages(store.database, ObjectId()))
    running = asyncio.create_task(here.messenger.run())
    here.messenger.tell([ADA], DECIDED)
    while not lost_counts(caplog):
        await asyncio.sleep(0.01)
        assert not running.done()
    assert lost_counts(caplog) == [1]
    # What waits when the server stops is lost, too.
    here.messenger.tell([ADA], DECIDED)
    running.cancel()
    await here.messenger.close()
    assert lost_counts(caplog) == [1, 1]
    store.close()


def lost_counts(caplog: pytest.LogCaptureFixture) -> list[int]:
    return [
        record.__dict__["fields"]["count"]
        for record in caplog.records
        if record.name == messenger_module.__name__ and record.levelno == logging.WARNING
    ]
