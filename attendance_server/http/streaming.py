"""Answers that are sent as they are made, and large ones that are made piece by piece."""

import asyncio
import logging
import os
import tempfile
from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from contextlib import ExitStack, aclosing
from typing import IO, TypeAlias

import orjson
from aiohttp import hdrs, web

from ..errors import StorageUnavailable
from ..wire.codec import to_wire

STALLED = 30.0
"""Seconds in which a client takes no chunk of an answer, after which it is cut off."""

CHUNK = 32 * 1024
"""Bytes that are sent together, and more only where one piece has more."""

IN_MEMORY = 256 * 1024
"""Bytes of an answer that wait in memory to be sent, where it is made as a whole."""

Pieces: TypeAlias = AsyncGenerator[bytes, None]

log = logging.getLogger(__name__)


class Stalled(Exception):
    """A client does not read what it asked for."""


async def stream(
    request: web.Request, pieces: Pieces, headers: Mapping[str, str]
) -> web.StreamResponse:
    """Sends the pieces, and holds no more of them than a chunk; in the end they are closed.

    What the first chunk raises is raised here, and becomes an answer as anywhere. Behind that the
    status has been sent already: the connection is cut off, so that nobody takes a part of the
    answer for all of it.
    """
    async with aclosing(pieces), aclosing(_chunks(pieces)) as chunks:
        first = await anext(chunks)
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        if request.method == hdrs.METH_HEAD:
            return response
        try:
            await _write(response, first)
            async for chunk in chunks:
                await _write(response, chunk)
        except ConnectionError:
            # Whoever asked has hung up, and is owed no answer.
            pass
        except Exception as exc:
            # The store has logged what is wrong with the database.
            if not isinstance(exc, StorageUnavailable | Stalled):
                log.exception("an answer broke off")
            if request.transport:
                request.transport.abort()
    return response


async def send_file(
    request: web.Request, file: IO[bytes], headers: Mapping[str, str]
) -> web.StreamResponse:
    """Sends what is in the file from its start on; in the end it is closed."""
    with file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        return await stream(request, _read(file), {**headers, hdrs.CONTENT_LENGTH: str(size)})


async def _read(file: IO[bytes]) -> Pieces:
    # What was just written is in the system's memory: no thread is needed.
    while piece := file.read(CHUNK):
        yield piece


async def _write(response: web.StreamResponse, chunk: bytes) -> None:
    """Raises `Stalled`, and `ConnectionError`."""
    try:
        async with asyncio.timeout(STALLED):
            await response.write(chunk)
    except TimeoutError:
        raise Stalled from None


async def made_whole(pieces: Pieces) -> IO[bytes]:
    """All of the pieces, which are closed in the end, to be read from the start and closed.

    What they are made of is needed only meanwhile, however slowly the answer is read afterwards:
    more than `IN_MEMORY` waits in a file without a name.
    """
    with ExitStack() as closed_on_error:
        file = closed_on_error.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY))
        async with aclosing(pieces), aclosing(_chunks(pieces)) as chunks:
            async for chunk in chunks:
                file.write(chunk)
                # Others have a turn after each chunk.
                await asyncio.sleep(0)
        closed_on_error.pop_all()
        return file


async def json_list(
    rows: AsyncIterable[object], beside: Mapping[str, object] | None = None, name: str = ""
) -> Pieces:
    """A successful answer's JSON, with the rows as its `data`, one piece each.

    With a `name` the data is an object that holds the rows under it, behind what is `beside` them.
    """
    opening, end = b"[", b"]"
    if name:
        # Of an object with an empty list, all but the end of both.
        opening = orjson.dumps(to_wire({**(beside or {}), name: ()})).removesuffix(b"]}")
        end = b"]}"
    yield b'{"success":true,"data":' + opening
    between = b""
    async for row in rows:
        yield between + orjson.dumps(to_wire(row))
        between = b","
    yield end + b"}"


async def _chunks(pieces: Pieces) -> Pieces:
    held, size = list[bytes](), 0
    async for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
