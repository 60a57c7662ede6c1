"""A school's phones that all reconnect at once, as after a restart, and stay logged in."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle

import orjson
from attrs import define
from bson import ObjectId

from attendance_server.accounts.refresh_tokens import RefreshToken, RefreshTokenCodec
from attendance_server.loadtest.listener import Listener, connect
from attendance_server.loadtest.plan import Plan
from attendance_server.loadtest.school import Person, open_school
from attendance_server.loadtest.socket_group import SocketGroup
from attendance_server.loadtest.target import Target

from .harness import SECRET, SOURCES, Harness, NotMeasured, Row, ServerProcess

AT_ONCE = 100
"""The number of phones that are reconnecting at a time; the others wait for their turn."""

SECONDS = 2.0


@define
class Phone:
    """A device with its refresh token, and the local address that it connects from."""

    refresh_token: str
    source: str

    async def refresh(self, target: Target) -> str:
        """Exchange the refresh token, and return the access token."""
        body = orjson.dumps({"refreshToken": self.refresh_token})
        head = (
            f"POST /auth/refresh HTTP/1.1\r\nHost: {target.host_header}\r\nConnection: close\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        reader, writer = await asyncio.open_connection(
            target.host, target.port, local_addr=(self.source, 0)
        )
        writer.write(head.encode() + body)
        answer = await reader.read(-1)
        writer.close()
        data = orjson.loads(answer.partition(b"\r\n\r\n")[2]).get("data")
        if data is None:
            raise NotMeasured(f"a refresh was refused: {answer.decode()}")
        self.refresh_token = data["refreshToken"]
        return str(data["token"])


async def measure(harness: Harness) -> list[Row]:
    """The seconds until all phones have a new token, a socket, and the running session of `WATCH`.

    From the first connection to the last `WATCHING`, with `AT_ONCE` phones in progress. Each phone
    refreshes over a connection of its own. The number of database operations is from the
    database's own counters. Passwords have their usual cost: a process that hashes one would show.
    """
    count, seconds, finds, updates = harness.sizes.students, list[float](), list[int](), list[int]()
    [teacher] = harness.insert_people(1, "TEACHER")
    students = harness.insert_people(count)
    phones = insert_devices(harness, students)
    class_id = harness.insert_class(teacher, students)
    async with harness.server(BCRYPT_ROUNDS="12") as server:
        async with open_school(server.target) as school:
            await school.start(teacher, class_id)
        for _ in range(harness.sizes.rounds):
            before = operations(harness)
            seconds.append(await reconnect(server, phones))
            find, update = (
                now - then for now, then in zip(operations(harness), before, strict=True)
            )
            finds.append(find)
            updates.append(update)
        hashed = server.has_children
    if hashed:
        raise NotMeasured("a password was hashed")
    took = statistics.median(seconds)
    queries, changes = (statistics.median(each) / count for each in (finds, updates))
    return [
        Row(
            f"Reconnecting: {count:,} remembered phones, each with a refresh, a socket and `WATCH`",
            f"{SECONDS:.0f} s",
            f"**{took:.2f} s** (best round: {min(seconds):.2f}, worst: {max(seconds):.2f}); no"
            " password hashed",
            took <= SECONDS,
        ),
        Row(
            "Reconnecting: database operations a phone",
            "at most one query",
            f"**{queries:.2f}** queries, {changes:.2f} updates",
            queries <= 1,
        ),
    ]


async def reconnect(server: ServerProcess, phones: Sequence[Phone]) -> float:
    """Reconnect all phones, return the seconds that it took, and disconnect them."""
    group = SocketGroup(server.target, Plan("", []))
    waiting = iter(phones)
    errors = list[str]()
    make = partial(Listener, group.reference, group.arrivals, errors.append)

    async def work() -> None:
        for phone in waiting:
            token = await phone.refresh(server.target)
            listener = await connect(server.target, token, make, source=phone.source)
            group.listeners.append(listener)
            event, data = await listener.ask("WATCH")
            if (event, len(data.get("sessions", ()))) != ("WATCHING", 1):
                errors.append(f"{event} {data}")

    start = time.perf_counter()
    try:
        async with asyncio.TaskGroup() as tasks:
            for _ in range(AT_ONCE):
                tasks.create_task(work())
        took = time.perf_counter() - start
    finally:
        await group.leave()
    if errors:
        raise NotMeasured(f"{len(errors)} phones were answered otherwise: {errors[0]}")
    return took


def insert_devices(harness: Harness, people: Sequence[Person]) -> list[Phone]:
    """Insert a remembered device per person into the database."""
    codec, now, sources = RefreshTokenCodec(SECRET), datetime.now(UTC), cycle(SOURCES)
    tokens = [RefreshToken.new(str(ObjectId())) for _ in people]
    with harness.database() as database:
        database.devices.insert_many(
            {
                "_id": ObjectId(token.device_id),
                "userId": ObjectId(person.id),
                "name": "Firefox on Android",
                "origin": "password",
                "passwordVersion": 0,
                "createdAt": now,
                "lastUsedAt": now,
                "expiresAt": now + timedelta(days=1),
                "hash": token.hash,
            }
            for token, person in zip(tokens, people, strict=True)
        )
    return [Phone(codec.write(token), next(sources)) for token in tokens]


def operations(harness: Harness) -> tuple[int, int]:
    """How many queries and how many updates the database has run."""
    with harness.database() as database:
        commands = database.client.admin.command("serverStatus")["metrics"]["commands"]
    return (
        commands["aggregate"]["total"] + commands["find"]["total"],
        commands["findAndModify"]["total"] + commands["update"]["total"],
    )
