"""Streamed answers: when they are sent, and how broken ones end."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from attendance_server.errors.server import StorageUnavailable
from attendance_server.http.envelope import answers_in
from attendance_server.http.streaming import CHUNK, stream
from attendance_server.settings.choices import AnswerForm
from tests.support.client import PATIENCE

Pieces = AsyncGenerator[bytes, None]
PIECE = b"x" * CHUNK


@asynccontextmanager
async def streaming(
    pieces: Callable[[], Pieces], received: Callable[[web.Request], None] = lambda request: None
) -> AsyncIterator[str]:
    """Run a server whose answer consists of these pieces. `received`: called with each request."""

    async def answer(request: web.Request) -> web.StreamResponse:
        received(request)
        return await stream(request, pieces(), {"Content-Type": "text/plain"})

    app = web.Application(middlewares=[answers_in(AnswerForm.ENVELOPE)])
    app.router.add_get("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0]
        yield f"http://{host}:{port}/"
    finally:
        await runner.cleanup()


async def test_the_first_bytes_arrive_before_the_last_exist() -> None:
    arrived = asyncio.Event()

    async def pieces() -> Pieces:
        yield PIECE
        async with asyncio.timeout(PATIENCE):
            await arrived.wait()
        yield b"the end"

    async with (
        streaming(pieces) as url,
        aiohttp.ClientSession() as http,
        http.get(url) as response,
    ):
        assert await response.content.readexactly(CHUNK) == PIECE
        arrived.set()
        assert await response.read() == b"the end"


async def test_small_pieces_are_sent_together() -> None:
    async def pieces() -> Pieces:
        for _ in range(1000):
            yield b"small "

    async with (
        streaming(pieces) as url,
        aiohttp.ClientSession() as http,
        http.get(url) as response,
    ):
        chunks = [chunk async for chunk, _ in response.content.iter_chunks() if chunk]
    assert b"".join(chunks) == b"small " * 1000
    assert len(chunks) < 10


async def test_an_error_before_the_first_bytes_is_an_ordinary_answer() -> None:
    async def pieces() -> Pieces:
        yield b"a little"
        raise StorageUnavailable

    async with (
        streaming(pieces) as url,
        aiohttp.ClientSession() as http,
        http.get(url) as response,
    ):
        assert response.status == 503
        assert (await response.json())["error"] == StorageUnavailable.message


@pytest.mark.parametrize("error", [StorageUnavailable(), ValueError("broken")], ids=str)
async def test_a_truncated_answer_is_never_mistaken_for_a_complete_one(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    async def pieces() -> Pieces:
        yield PIECE
        raise error

    async with (
        streaming(pieces) as url,
        aiohttp.ClientSession() as http,
        http.get(url) as response,
    ):
        with pytest.raises(aiohttp.ClientError):
            await response.read()
    logged = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(logged) == isinstance(error, ValueError)


async def test_a_disconnected_client_ends_the_generator(caplog: pytest.LogCaptureFixture) -> None:
    ended = asyncio.Event()

    async def pieces() -> Pieces:
        try:
            while True:
                yield PIECE
        finally:
            ended.set()

    async with streaming(pieces) as url:
        async with aiohttp.ClientSession() as http, http.get(url) as response:
            await response.content.readexactly(CHUNK)
            response.close()
        async with asyncio.timeout(PATIENCE):
            await ended.wait()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_client_that_leaves_before_the_answer_begins_is_no_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    requests: asyncio.Queue[web.Request] = asyncio.Queue()
    left, ended = asyncio.Event(), asyncio.Event()

    async def pieces() -> Pieces:
        try:
            await left.wait()
            yield PIECE
        finally:
            ended.set()

    async with streaming(pieces, requests.put_nowait) as url, asyncio.timeout(PATIENCE):
        async with aiohttp.ClientSession() as http:
            asking = asyncio.ensure_future(http.get(url))
            transport = (await requests.get()).transport
            asking.cancel()
        while transport is not None and not transport.is_closing():
            await asyncio.sleep(0.01)
        left.set()
        await ended.wait()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
