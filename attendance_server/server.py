"""The life of a server: it accepts connections, and in the end closes them in good order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from .app import create_app
from .assembly.application import CONNECTIONS, DOOR, SOCKETS
from .database.private_mongod import PrivateMongod
from .errors.server import StorageUnavailable
from .exit_errors import CannotListen
from .http.connections import CountedConnection, protocol_factory
from .live.lease import LEASE
from .routes.app_keys import STOPPING, STORE
from .settings import Settings
from .store import Store
from .supervision import Supervisor

if TYPE_CHECKING:
    from .siblings.siblings import Listening, Siblings

BACKLOG = 1024
"""Connections that may wait to be accepted: a whole lecture hall that connects at once."""

NEWCOMERS = 1.0
"""Seconds that the clients of accepted connections have for their first request once it stops."""

HTTP_SHUTDOWN = 5.0
"""Seconds that requests in progress may take to finish once the server stops."""

SPREAD = 1.0
"""Seconds over which one of several servers closes its sockets, if it has many."""

ASKED_FOR = 1.0
"""Seconds that the database has to say which other servers there are, once this one stops."""


@asynccontextmanager
async def serving(
    settings: Settings,
    supervisor: Supervisor | None = None,
    siblings: "Siblings | None" = None,
    mongod: PrivateMongod | None = None,
) -> AsyncIterator[str]:
    """Run a server during the block, and return its URL.

    At the end no new connections are accepted, everything that was accepted is saved, and the
    sockets are closed with 1001: all at once, or in groups if there may be other servers.
    `supervisor` notices if a part of the server ends before that. `siblings`: given to one of
    several workers, which listen together. `mongod`: the private one, if it was made before.
    Raises `StartupError`.
    """
    app = create_app(settings, supervisor, siblings, mongod)
    runner = web.AppRunner(app, shutdown_timeout=HTTP_SHUTDOWN)
    listening: asyncio.Server | Listening | None = None
    try:
        await runner.setup()
        assert runner.server
        # Not an aiohttp site, whose connections would be neither counted nor refused.
        connections = app[CONNECTIONS]
        factory = protocol_factory(
            runner.server, connections, settings.answers, settings.keep_alive
        )
        try:
            if siblings:
                listening = siblings.listen(factory, lambda: connections.open, BACKLOG)
            else:
                listening = await asyncio.get_running_loop().create_server(
                    factory, settings.host, settings.port, backlog=BACKLOG
                )
        except OSError as exc:
            raise CannotListen(settings.host, settings.port, exc) from exc
        host, port = listening.sockets[0].getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{port}"
        app[STOPPING].set()
        listening.close()
        if siblings:
            await _hear_newcomers(runner.server)
        # Before the runner's clean-up, after which aiohttp reads nothing, not even a close frame.
        spread = SPREAD if await _has_others(app[STORE]) else 0.0
        await app[SOCKETS].close(settings.shutdown_timeout, spread)
        app[DOOR].close()
    finally:
        if listening:
            listening.close()
        await runner.cleanup()


async def _hear_newcomers(server: web.Server) -> None:
    """Wait for the first request of each connection, which would fail if it were closed before.

    A worker that stops accepts connections up to that moment, as others go on. Browsers open some
    that they may never use, so the wait is short.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + NEWCOMERS
    while loop.time() < deadline:
        await asyncio.sleep(0.02)
        if all(each.was_used for each in server.connections if isinstance(each, CountedConnection)):
            return


async def _has_others(store: Store) -> bool:
    """Whether clients can come to other servers while this one stops."""
    if not store.replicated:
        return False
    try:
        async with asyncio.timeout(ASKED_FOR):
            return len(await store.servers.alive(LEASE)) > 1
    except (StorageUnavailable, TimeoutError):
        return False
