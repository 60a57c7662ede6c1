"""The Unix socket on which a worker hears its siblings: they ask for metrics, or hand over clients.

A sibling sends one byte that says what it wants. It is a process of the same user, as no other can
enter the folder.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from pathlib import Path

METRICS = b"m"
CLIENT = b"c"

WAITING = 1024
"""Siblings' wishes that may wait."""

PATIENCE = 5.0
"""Seconds that a sibling has to say all it wants."""

CHUNK = 1 << 16


class Line:
    """The end of this worker."""

    def __init__(
        self,
        path: Path,
        metrics: Callable[[], bytes],
        adopt: Callable[[socket.socket, bytes], None],
    ) -> None:
        """`metrics` returns those of this worker.

        `adopt` serves a connection, of which these bytes have been read.
        """
        self._path = path
        self._metrics = metrics
        self._adopt = adopt
        self._loop = asyncio.get_running_loop()
        self._socket = socket.socket(socket.AF_UNIX)
        self._answering: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Listen from now on. Raises `OSError`."""
        self._socket.setblocking(False)
        self._socket.bind(str(self._path))
        self._socket.listen(WAITING)
        self._loop.add_reader(self._socket, self._called)

    def close(self) -> None:
        """Stop listening."""
        if self._socket.fileno() != -1:
            self._loop.remove_reader(self._socket)
            self._socket.close()
        self._path.unlink(missing_ok=True)
        for each in self._answering:
            each.cancel()

    def _called(self) -> None:
        try:
            sibling, _ = self._socket.accept()
        except OSError:
            return
        sibling.setblocking(False)
        answering = self._loop.create_task(self._answer(sibling))
        self._answering.add(answering)
        answering.add_done_callback(self._answering.discard)

    async def _answer(self, sibling: socket.socket) -> None:
        with sibling, contextlib.suppress(TimeoutError, OSError):
            async with asyncio.timeout(PATIENCE):
                await readable(sibling)
                wish, files, _, _ = socket.recv_fds(sibling, 1, 1)
                if wish == METRICS:
                    await self._loop.sock_sendall(sibling, self._metrics())
                elif wish == CLIENT and files:
                    await self._take(sibling, socket.socket(fileno=files[0]))

    async def _take(self, sibling: socket.socket, client: socket.socket) -> None:
        try:
            received = await read_all(sibling)
        except BaseException:
            client.close()
            raise
        self._adopt(client, received)


async def ask_for_metrics(path: Path) -> bytes:
    """The metrics of the worker at `path`. Raises `OSError`."""
    with socket.socket(socket.AF_UNIX) as sibling:
        await _call(sibling, path)
        await asyncio.get_running_loop().sock_sendall(sibling, METRICS)
        return await read_all(sibling)


async def hand_over(path: Path, client: int, received: bytes) -> None:
    """Have the worker at `path` serve a client.

    `client`: the file descriptor of its connection. `received`: what it has sent. Raises `OSError`
    if that worker does not listen.
    """
    with socket.socket(socket.AF_UNIX) as sibling:
        await _call(sibling, path)
        socket.send_fds(sibling, [CLIENT], [client])
        await asyncio.get_running_loop().sock_sendall(sibling, received)


async def _call(sibling: socket.socket, path: Path) -> None:
    sibling.setblocking(False)
    await asyncio.get_running_loop().sock_connect(sibling, str(path))


async def read_all(sibling: socket.socket) -> bytes:
    """All that a sibling sends. Raises `OSError`."""
    loop = asyncio.get_running_loop()
    parts = []
    while part := await loop.sock_recv(sibling, CHUNK):
        parts.append(part)
    return b"".join(parts)


async def readable(sibling: socket.socket) -> None:
    """Wait until there is something to read: a file descriptor comes with the bytes beside it."""
    loop = asyncio.get_running_loop()
    ready = loop.create_future()

    def came() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(sibling, came)
    try:
        await ready
    finally:
        loop.remove_reader(sibling)
