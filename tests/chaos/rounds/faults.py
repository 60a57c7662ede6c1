"""What goes wrong in a round, for real: processes are killed and paused, cables are pulled out.

A fault begins, and is over once all is well again. What it did is in the timeline of the round.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from random import Random
from typing import TYPE_CHECKING

import aiohttp
from attrs import frozen

from tests.chaos.rounds.bench import RealServer
from tests.chaos.rounds.phones import NO_TOKEN, Phone
from tests.support.client import PASSWORD, Client, Person
from tests.support.witness import insist

if TYPE_CHECKING:
    from tests.chaos.rounds.play import Round

LEASE = 5.0
"""Seconds without its database after which a server gives up its sockets."""

SHORT = (0.2, 2.5)
LONG = (LEASE + 1.0, LEASE + 2.5)

OUT = 1.0
"""Seconds in which a deleted account's sockets are closed everywhere."""

SLOW = 3.0
"""The factor by which a busy machine may be slower."""


@frozen
class Fault:
    """A kind of fault.

    `servers`: how many it needs. `cables`: whether it cuts cables. `long`: whether it takes so many
    seconds that a few rounds do without it.
    """

    name: str
    strike: Callable[["Round"], Awaitable[None]]
    servers: int = 1
    cables: bool = False
    long: bool = False


@asynccontextmanager
async def struck(round_: "Round") -> AsyncIterator[RealServer]:
    """A server of which nothing else is wrong at the time."""
    while not (well := [each for each in round_.bench.servers if not each.struck]):
        await asyncio.sleep(0.05)
    server = round_.rng.choice(well)
    server.struck = True
    try:
        yield server
    finally:
        server.struck = False


async def kill_server(round_: "Round") -> None:
    async with struck(round_) as server:
        round_.note(f"kill {server.name}")
        await asyncio.to_thread(server.kill)
        await asyncio.sleep(round_.rng.uniform(0, 1.0))
        await asyncio.to_thread(server.start)
        round_.note(f"{server.name} is back")


async def drain_server(round_: "Round") -> None:
    async with struck(round_) as server:
        here = [each for each in round_.phones if each.is_up and each.server == server.name]
        segments = [phone.segments[-1] for phone in here]
        round_.note(f"SIGTERM to {server.name}")
        code = await asyncio.to_thread(server.stop)
        insist(code == 0, "SIGTERM ends a server with 0", server.name, code)
        codes = {each.code for each in segments if each.lost_at}
        insist(codes <= {1001, 1012, None}, "sockets are closed with 1001", server.name, codes)
        await asyncio.to_thread(server.start)
        round_.note(f"{server.name} is back")


def pause_server(
    seconds: tuple[float, float],
) -> Callable[["Round"], Awaitable[None]]:
    async def strike(round_: "Round") -> None:
        pause = round_.rng.uniform(*seconds)
        async with struck(round_) as server:
            round_.note(f"pause {server.name} for {pause:.1f} s")
            server.pause()
            try:
                await asyncio.sleep(pause)
            finally:
                server.resume()
            round_.note(f"{server.name} goes on")

    return strike


def cut_server(seconds: tuple[float, float]) -> Callable[["Round"], Awaitable[None]]:
    async def strike(round_: "Round") -> None:
        pause = round_.rng.uniform(*seconds)
        async with struck(round_) as server:
            assert server.place
            round_.note(f"cut {server.name} off from the database for {pause:.1f} s")
            server.place.cut("back")
            try:
                await asyncio.sleep(pause)
            finally:
                server.place.mend("back")
            round_.note(f"{server.name} has its database again")

    return strike


def kill_member(role: str) -> Callable[["Round"], Awaitable[None]]:
    async def strike(round_: "Round") -> None:
        bench = round_.bench
        name = await asyncio.to_thread(bench.member, role)
        round_.note(f"kill {name}, {role}")
        await asyncio.to_thread(bench.members[name].kill)
        await asyncio.sleep(round_.rng.uniform(0, 1.5))
        await asyncio.to_thread(bench.members[name].start)
        await asyncio.to_thread(bench.set.await_members)
        round_.note(f"{name} is back")

    return strike


def pause_member(role: str) -> Callable[["Round"], Awaitable[None]]:
    async def strike(round_: "Round") -> None:
        bench = round_.bench
        name = await asyncio.to_thread(bench.member, role)
        pause = round_.rng.uniform(0.2, 3.5)
        round_.note(f"pause {name}, {role}, for {pause:.1f} s")
        bench.members[name].pause()
        try:
            await asyncio.sleep(pause)
        finally:
            bench.members[name].resume()
        await asyncio.to_thread(bench.set.await_members)
        round_.note(f"{name} goes on")

    return strike


def cut_member(role: str) -> Callable[["Round"], Awaitable[None]]:
    async def strike(round_: "Round") -> None:
        bench = round_.bench
        name = await asyncio.to_thread(bench.member, role)
        pause = round_.rng.uniform(0.5, 4.0)
        round_.note(f"cut {name}, {role}, off from all others for {pause:.1f} s")
        bench.places[name].cut("back")
        try:
            await asyncio.sleep(pause)
        finally:
            bench.places[name].mend("back")
        await asyncio.to_thread(bench.set.await_members)
        round_.note(f"{name} is in the network again")

    return strike


async def step_down(round_: "Round") -> None:
    await asyncio.to_thread(round_.bench.set.await_members)
    round_.note("the primary steps down")
    await asyncio.to_thread(round_.bench.set.step_down, 2)
    await asyncio.to_thread(round_.bench.set.await_members)
    round_.note("there is a primary")


async def lose_stream(round_: "Round") -> None:
    """While a server is paused, what it has not followed goes from the oplog."""
    async with struck(round_) as server:
        round_.note(f"pause {server.name}, and roll the oplog over")
        server.pause()
        try:
            await asyncio.sleep(0.3)
            await asyncio.to_thread(round_.bench.roll_oplog)
        finally:
            server.resume()
        round_.note(f"{server.name} goes on, its place in the stream is gone")


async def delete_account(round_: "Round") -> None:
    """Two sockets of a student at different servers; the account is deleted at a third."""
    lesson = round_.rng.choice(round_.lessons)
    student = await _signed_up(round_)
    lesson.movers.add(student.id)
    lesson.unenrolled.add(student.id)
    path = f"/class/{lesson.class_id}/add-student"
    await lesson.call("POST", path, json={"studentId": student.id})
    phones = await _connected(round_, student)
    round_.note("an account is deleted")
    await lesson.call("DELETE", "/auth/me", student.token, json={"password": PASSWORD})
    await _are_out(round_, phones, "an account is deleted")


async def end_token(round_: "Round") -> None:
    """Two sockets of a student at different servers; another password ends the token of both."""
    student = await _signed_up(round_)
    phones = await _connected(round_, student)
    round_.note("a token is ended")
    lesson = round_.lessons[0]
    body = {"oldPassword": PASSWORD, "newPassword": "another correct horse"}
    await lesson.call("POST", "/auth/password", student.token, json=body)
    await _are_out(round_, phones, "a token is ended")


async def _signed_up(round_: "Round") -> Person:
    while True:
        client = Client(round_.rng.choice(round_.bench.servers).url, round_.bench.http)
        try:
            async with asyncio.timeout(10):
                return await client.student()
        except (TimeoutError, aiohttp.ClientError, OSError, AssertionError):
            # Another fault strikes at the same time.
            await asyncio.sleep(0.1)


async def _connected(round_: "Round", person: Person) -> list[Phone]:
    bench = round_.bench
    servers = round_.rng.sample(bench.servers, min(2, len(bench.servers)))
    phones = [
        Phone(bench.http, bench.urls, server.name, person, Random(round_.rng.random()))
        for server in servers
    ]
    round_.guests += phones
    for phone in phones:
        phone.start()
    await round_.lessons[0].until(lambda: all(each.is_up for each in phones), "a guest connects")
    return phones


async def _are_out(round_: "Round", phones: list[Phone], what: str) -> None:
    """Their sockets are closed within a second, unless something else is wrong at the time."""
    since = time.monotonic()
    await round_.lessons[0].until(
        lambda: all(each.out for each in phones), f"{what}: its sockets are closed with {NO_TOKEN}"
    )
    took = max(each.out or since for each in phones) - since
    round_.counts["out late"] += took > OUT
    insist(
        took <= OUT * SLOW or round_.troubled_since(since),
        f"{what}: its sockets are closed within a second",
        f"took {took:.2f} s",
    )


FAULTS = (
    Fault("server killed", kill_server),
    Fault("server drained", drain_server, long=True),
    Fault("server paused", pause_server(SHORT)),
    Fault("server paused beyond the lease", pause_server(LONG), long=True),
    Fault("server cut off", cut_server(SHORT), cables=True),
    Fault("server cut off beyond the lease", cut_server(LONG), cables=True, long=True),
    Fault("primary killed", kill_member("primary")),
    Fault("secondary killed", kill_member("secondary"), long=True),
    Fault("primary paused", pause_member("primary"), long=True),
    Fault("secondary paused", pause_member("secondary"), long=True),
    Fault("primary cut off", cut_member("primary"), cables=True),
    Fault("secondary cut off", cut_member("secondary"), cables=True),
    Fault("step-down", step_down),
    Fault("stream lost", lose_stream),
    Fault("account deleted", delete_account, servers=2),
    Fault("token ended", end_token, servers=2),
)
