"""Workers that listen on the same socket share its connections, and pause only where they must."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from attendance_server.siblings import listening as listening_module
from attendance_server.siblings.listening import SharedListening
from attendance_server.siblings.place import Place, make_shares
from attendance_server.siblings.shares import Shares

WAITING = 15

Accept: TypeAlias = Callable[[int, int], Awaitable[Shares]]


class Accepted(asyncio.Protocol):
    """A connection that was accepted, among `all`."""

    def __init__(self, accepted: list["Accepted"]) -> None:
        self._all = accepted

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._all.append(self)


@pytest.fixture
def accepted() -> list[Accepted]:
    return []


@pytest.fixture
async def accept(
    tmp_path: Path, accepted: list[Accepted], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Accept]:
    """Has a worker with so many connections, whose sibling has so many, accept those that wait.

    Where it gives way, it does so for longer than any test.
    """
    monkeypatch.setattr(listening_module, "GIVE_WAY", 3600.0)
    server = socket.create_server(("127.0.0.1", 0), backlog=WAITING)
    clients = [socket.create_connection(server.getsockname()) for _ in range(WAITING)]
    shares = make_shares(tmp_path, 2)
    started: list[SharedListening] = []

    async def start(own: int, of_sibling: int) -> Shares:
        shares.have(2, of_sibling)
        place = Place(1, 2, tmp_path, [server], shares)
        started.append(
            SharedListening(
                place, lambda: Accepted(accepted), lambda: own + len(accepted), backlog=WAITING
            )
        )
        started[0].start()
        while not accepted or started[0]._opening:
            await asyncio.sleep(0)
        return shares

    yield start
    for listening in started:
        listening.close()
    for each in clients:
        each.close()


async def test_a_worker_with_as_many_as_its_sibling_takes_all_that_wait_at_once(
    accept: Accept, accepted: list[Accepted]
) -> None:
    await accept(1_000, 1_000)
    assert len(accepted) == WAITING


@pytest.mark.parametrize(
    ("own", "of_sibling", "taken"), [(0, 0, 1), (0, 4, 5), (100, 100, 7), (200, 206, 15)]
)
async def test_a_worker_with_clearly_more_than_its_sibling_lets_it_go_first(
    accept: Accept, accepted: list[Accepted], own: int, of_sibling: int, taken: int
) -> None:
    await accept(own, of_sibling)
    assert len(accepted) == taken


async def test_a_worker_whose_sibling_has_ended_takes_all(
    accept: Accept, accepted: list[Accepted]
) -> None:
    await accept(0, -1)
    assert len(accepted) == WAITING
