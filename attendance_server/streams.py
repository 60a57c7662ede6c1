"""Answers that are sent as they are made."""

import logging
from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from contextlib import aclosing
from typing import TypeAlias

import orjson
from aiohttp import hdrs, web

from .errors import StorageUnavailable
from .schemas import to_wire

CHUNK = 32 * 1024
"""Bytes that are sent together, and more only where one piece has more."""

Pieces: TypeAlias = AsyncGenerator[bytes, None]

log = logging.getLogger(__name__)


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
            await response.write(first)
            async for chunk in chunks:
                await response.write(chunk)
        except ConnectionError:
            # Whoever asked has hung up, and is owed no answer.
            pass
        except Exception as exc:
            # The store has logged what is wrong with the database.
            if not isinstance(exc, StorageUnavailable):
                log.exception("an answer broke off")
            if request.transport:
                request.transport.abort()
    return response


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
