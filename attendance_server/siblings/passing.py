"""Passes a request on to the worker that can answer it, with the connection that it came on.

The sibling gets the connection itself, as a file descriptor, and what was read from it. So nothing
is relayed, the address of the client stays that of the connection, and later requests on it, or the
WebSocket that this one asks for, are the sibling's.
"""

import asyncio
import os
from pathlib import Path
from typing import NoReturn

from aiohttp import hdrs, web

from .line import hand_over

READ = {
    name.lower().encode()
    for name in (
        hdrs.CONTENT_LENGTH,
        hdrs.CONTENT_ENCODING,
        hdrs.TRANSFER_ENCODING,
        hdrs.EXPECT,
    )
}
"""Headers about the way of a body that has been read."""


async def pass_on(request: web.Request, to: Path) -> NoReturn:
    """Hand the request and its connection over to the worker that listens at `to`.

    It ends the task of the request, as if the client had gone: for this worker it has. Raises
    `OSError` if the sibling does not listen, and what reading the body does; the request can then
    be answered here.
    """
    body = await request.read()
    transport = request.transport
    if transport is None or transport.is_closing():
        raise asyncio.CancelledError
    # What the client sends from now on is for the sibling.
    transport.pause_reading()
    try:
        client = os.dup(transport.get_extra_info("socket").fileno())
        try:
            await hand_over(to, client, _head(request, body) + body)
        finally:
            os.close(client)
    except OSError:
        transport.resume_reading()
        raise
    # The connection stays open, as the sibling has it too.
    transport.abort()
    raise asyncio.CancelledError


def _head(request: web.Request, body: bytes) -> bytes:
    version = request.version
    lines = [f"{request.method} {request.raw_path} HTTP/{version.major}.{version.minor}".encode()]
    lines += [
        b"%b: %b" % (name, value) for name, value in request.raw_headers if name.lower() not in READ
    ]
    if request.body_exists:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join([*lines, b"", b""])
