"""Answers that are sent while they are made, and large ones that are made piece by piece."""

import asyncio
import logging
import os
import tempfile
from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from contextlib import ExitStack, aclosing
from typing import IO, TypeAlias

import orjson
from aiohttp import hdrs, web

from ..errors.server import StorageUnavailable
from ..settings.choices import AnswerForm
from ..wire.codec import to_wire
from .answer_form import around_data

STALLED = 30.0
"""Seconds within which a client must read a chunk of an answer, or it is disconnected."""

CHUNK = 32 * 1024
"""Bytes that are sent together; more only if a single piece has more."""

IN_MEMORY = 256 * 1024
"""Bytes of an answer that are held in memory if it is made as a whole before it is sent."""

Pieces: TypeAlias = AsyncGenerator[bytes, None]

log = logging.getLogger(__name__)


class Stalled(Exception):
    """A client does not read the answer to its request."""


async def stream(
    request: web.Request, pieces: Pieces, headers: Mapping[str, str]
) -> web.StreamResponse:
    """Send the pieces, holding at most a chunk of them, and close them afterwards.

    Errors in the first chunk are raised, and become an answer as usual. After it the status has
    been sent: then the connection is aborted, so that no client takes a part of the answer for all
    of it.
    """
    async with aclosing(pieces), aclosing(_chunks(pieces)) as chunks:
        first = await anext(chunks)
        response = web.StreamResponse(headers=headers)
        try:
            await response.prepare(request)
            if request.method == hdrs.METH_HEAD:
                return response
            await _write(response, first)
            async for chunk in chunks:
                await _write(response, chunk)
        except ConnectionError:
            # The client has disconnected.
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
    """Send a file from its start, and close it in the end."""
    with file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        return await stream(request, _read(file), {**headers, hdrs.CONTENT_LENGTH: str(size)})


async def _read(file: IO[bytes]) -> Pieces:
    # It was just written and is still in the page cache, so that no thread is needed.
    while piece := file.read(CHUNK):
        yield piece


async def _write(response: web.StreamResponse, chunk: bytes) -> None:
    """Raises `Stalled`, and `ConnectionError`."""
    try:
        async with asyncio.timeout(STALLED):
            await response.write(chunk)
    except TimeoutError:
        raise Stalled from None


async def file_of(pieces: Pieces) -> IO[bytes]:
    """A file with all of the pieces, which are closed in the end; the caller closes the file.

    What the pieces are made from can then be released, however slowly the client reads the answer.
    More than `IN_MEMORY` is held in a file without a name.
    """
    with ExitStack() as closed_on_error:
        file = closed_on_error.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY))
        async with aclosing(pieces), aclosing(_chunks(pieces)) as chunks:
            async for chunk in chunks:
                file.write(chunk)
                # Other requests have a turn after each chunk.
                await asyncio.sleep(0)
        closed_on_error.pop_all()
        return file


async def json_list(
    rows: AsyncIterable[object], other_fields: Mapping[str, object] | None = None, name: str = ""
) -> Pieces:
    """The JSON of data that consists of the rows, in one piece each.

    With a `name`, the data is an object that holds the rows under it, after the
    `other_fields`.
    """
    opening, end = b"[", b"]"
    if name:
        # An object with an empty list, without the ends of both.
        opening = orjson.dumps(to_wire({**(other_fields or {}), name: ()})).removesuffix(b"]}")
        end = b"]}"
    yield opening
    between = b""
    async for row in rows:
        yield between + orjson.dumps(to_wire(row))
        between = b","
    yield end


async def in_form(form: AnswerForm, pieces: Pieces) -> Pieces:
    """The JSON of a successful answer in this form, whose data is the pieces."""
    before, after = around_data(form)
    async with aclosing(pieces):
        yield before
        async for piece in pieces:
            yield piece
        yield after


async def _chunks(pieces: Pieces) -> Pieces:
    held, size = list[bytes](), 0
    async for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
