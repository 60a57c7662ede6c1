"""Limits on the number of connections, and on the time that one may go without a full request."""

import asyncio
import errno
import json
import logging
import os
import resource
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import attrs
import pytest

from attendance_server.http.connections import (
    REFUSED_AT_ONCE,
    SPARE_CONNECTIONS,
    SPARE_FILES,
    Connections,
    most,
)
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.client import PATIENCE, Client
from tests.support.metrics import Scrape
from tests.support.process import SECRET, Server
from tests.support.raw import Raw, handshake

FULL = {"success": False, "error": "Server is full, try again later", "code": "server_full"}
TOO_SLOW = {
    "success": False,
    "error": "Request body did not arrive in time",
    "code": "body_too_slow",
}

Serve = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.fixture
def serve(settings: Settings) -> Serve:
    """Start a server with these settings, and yield a client."""

    @asynccontextmanager
    async def serve(**chosen: Any) -> AsyncIterator[Client]:
        async with (
            serving(attrs.evolve(settings, **chosen)) as url,
            aiohttp.ClientSession() as http,
        ):
            yield Client(url, http)

    return serve


@attrs.define
class Line:
    """A plain TCP connection over which a test sends what it likes."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    @asynccontextmanager
    async def open(cls, client: Client, sent: bytes = b"") -> AsyncIterator["Line"]:
        host, port = client.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(sent)
        try:
            yield cls(reader, writer)
        finally:
            writer.transport.abort()

    async def rest(self) -> bytes:
        """All that the server sends until it closes the connection cleanly."""
        return await asyncio.wait_for(self.reader.read(), PATIENCE)

    async def drip(self, sent: bytes) -> None:
        """Send this repeatedly until the connection is closed."""
        while not self.writer.is_closing():
            self.writer.write(sent)
            await asyncio.sleep(0.01)


def parts(answer: bytes) -> tuple[int, dict[str, str], Any]:
    """The status, the header fields and the JSON of an answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    fields = (line.split(": ", 1) for line in lines)
    return int(status.split()[1]), {name.lower(): text for name, text in fields}, json.loads(body)


HALF = b"GET /healthz HTTP/1.1\r\nHost: school\r\n"


@pytest.mark.parametrize("sent", [b"", b"G", HALF, HALF + b"\r\n"])
async def test_a_connection_without_a_complete_request_is_closed(serve: Serve, sent: bytes) -> None:
    async with serve(keep_alive=0.2) as client, Line.open(client, sent) as line:
        answer = await line.rest()
        assert answer.startswith(b"HTTP/1.1 200") if sent.endswith(b"\r\n\r\n") else not answer


async def test_slowly_sent_headers_do_not_keep_a_connection_open(serve: Serve) -> None:
    async with serve(keep_alive=0.2) as client, AsyncExitStack() as stack:
        lines = [await stack.enter_async_context(Line.open(client, HALF)) for _ in range(20)]
        dripping = [asyncio.create_task(line.drip(b"X: y\r\n")) for line in lines]
        # The connection is reset, not closed, if data was still in transit.
        ends = await asyncio.gather(*(line.rest() for line in lines), return_exceptions=True)
        assert all(end == b"" or isinstance(end, ConnectionError) for end in ends), ends
        for task in dripping:
            task.cancel()


async def test_a_body_that_does_not_arrive_in_time_gets_408(serve: Serve) -> None:
    head = (
        "POST /auth/login HTTP/1.1\r\nHost: school\r\nContent-Type: application/json\r\n"
        "Content-Length: 1000\r\n\r\n{"
    )
    async with serve(body_timeout=0.2) as client, Line.open(client, head.encode()) as line:
        dripping = asyncio.create_task(line.drip(b" "))
        answer = await asyncio.wait_for(line.reader.readuntil(b"}"), PATIENCE)
        status, fields, body = parts(answer)
        assert (status, fields["connection"], body) == (408, "close", TOO_SLOW)
        dripping.cancel()


async def test_a_roster_that_does_not_arrive_in_time_gets_408(serve: Serve) -> None:
    async with serve(body_timeout=0.2) as client:
        teacher = await client.teacher()
        class_id = await client.make_class(teacher)
        head = (
            f"POST /class/{class_id}/roster HTTP/1.1\r\nHost: school\r\nContent-Type: text/csv\r\n"
            f"Authorization: {teacher.token}\r\nContent-Length: 1000\r\n\r\nname,"
        )
        async with Line.open(client, head.encode()) as line:
            answer = await asyncio.wait_for(line.reader.readuntil(b"}"), PATIENCE)
    assert parts(answer)[::2] == (408, TOO_SLOW)


async def test_an_idle_socket_stays_open(serve: Serve) -> None:
    async with serve(keep_alive=0.2, body_timeout=0.2) as client:
        socket = await client.socket(await client.student())
        # Opened later, so they would be closed later if the same limit applied.
        for _ in range(2):
            async with Line.open(client) as line:
                assert await line.rest() == b""
        assert (await socket.ask("WATCH"))[0] == "WATCHING"


async def test_a_connection_beyond_the_limit_gets_503_until_another_closes(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve(max_connections=4) as client, AsyncExitStack() as stack:
        # The first is the client's own keep-alive connection.
        scrape = await Scrape.of(client)
        assert (scrape("connections"), scrape("connections_limit")) == (1, 4)
        lines = [await stack.enter_async_context(Line.open(client)) for _ in range(3)]
        for sent in (HALF + b"\r\n", HALF, handshake(client.url)):
            async with Line.open(client, sent) as refused:
                status, fields, body = parts(await refused.rest())
            assert (status, fields["connection"], body) == (503, "close", FULL)
            assert int(fields["retry-after"]) > 0
        # Silent clients are given a little time, and do not delay the refusal of others.
        for _ in range(REFUSED_AT_ONCE):
            await stack.enter_async_context(Line.open(client))
        async with Line.open(client, HALF + b"\r\n") as refused:
            assert parts(await refused.rest())[::2] == (503, FULL)
        scrape = await Scrape.of(client)
        assert scrape("connections") == 4
        assert scrape("connections_refused_total") == 3 + REFUSED_AT_ONCE + 1
        lines[0].writer.close()
        async with asyncio.timeout(PATIENCE):
            while (await Scrape.of(client))("connections") == 4:
                pass
        socket = await Raw.connect(client.url, path="/ws")
        assert socket.status == 101
        socket.drop()
    warnings = [each.getMessage() for each in caplog.records if each.levelno == logging.WARNING]
    assert warnings[:2] == [
        "4 of 4 connections are open",
        "connections are refused: 4 are open, which is the limit",
    ]


def test_many_connections_are_logged_once_until_there_are_fewer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    connections = Connections(10)
    for _ in range(8):
        connections.came()
    for _ in range(3):
        # Around the limit, but not below the count that allows another log line.
        connections.left()
        connections.came()
    assert [each.getMessage() for each in caplog.records] == ["8 of 10 connections are open"]
    for _ in range(2):
        connections.left()
    for _ in range(2):
        connections.came()
    assert len(caplog.records) == 2


def test_the_connection_limit_never_exceeds_the_file_limit() -> None:
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert most(10) == min(10 + SPARE_CONNECTIONS, files - SPARE_FILES)
    assert most(10, 300) == 300
    assert most(10, files) == files - SPARE_FILES
    assert most(files) == files - SPARE_FILES


async def test_running_out_of_files_is_answered_with_503_and_logged(
    tmp_path: Path, settings: Settings, http: aiohttp.ClientSession
) -> None:
    server = Server(tmp_path, MONGO_URI=settings.mongo_uri or "", JWT_SECRET=SECRET).start()
    try:
        client = Client(server.url, http)
        teacher = await client.teacher()
        path = f"/class/{await client.make_class(teacher)}/roster"
        assert server.process
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (3, hard))
        # The server has to write the uploaded roster to a file of its own.
        answer = await client.call(
            "POST", path, teacher.token, data=b"name,email\n", headers={"Content-Type": "text/csv"}
        )
        assert answer.error == (503, FULL["error"])
        assert int(answer.headers["Retry-After"]) > 0
        assert os.strerror(errno.EMFILE) in server.err
        assert "Traceback" not in server.err
    finally:
        server.kill()
