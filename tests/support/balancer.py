"""A proxy in front of several servers: each connection goes to the first one that accepts it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

CHUNK = 1 << 16


class Balancer:
    """Its `url` is what clients know; `urls`: those of the servers, in the order of preference."""

    def __init__(self, urls: list[str]) -> None:
        self.urls = urls
        self.url = ""

    async def serve(self, client: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        """Connect a client with a server, until either of them ends it."""
        try:
            with contextlib.suppress(ConnectionError):
                source, sink = await self._reach()
                try:
                    await asyncio.gather(_copy(client, sink), _copy(source, answer))
                finally:
                    sink.transport.abort()
        finally:
            answer.transport.abort()

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        for url in self.urls:
            parts = urlsplit(url)
            with contextlib.suppress(ConnectionError):
                return await asyncio.open_connection(parts.hostname, parts.port)
        raise ConnectionRefusedError


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    """Copy to the end of `source`. A server that was killed is an error at its client, too."""
    while data := await source.read(CHUNK):
        sink.write(data)
        await sink.drain()
    sink.close()


@asynccontextmanager
async def balancer_of(*urls: str) -> AsyncIterator[Balancer]:
    """A balancer of these servers."""
    balancer = Balancer(list(urls))
    server = await asyncio.start_server(balancer.serve, "127.0.0.1", 0)
    balancer.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield balancer
        # Before the server is closed, which waits for its connections on some versions of Python.
        server.close()
