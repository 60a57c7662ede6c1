"""The life of a server: it accepts connections, and in the end closes them in good order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from .app import CONNECTIONS, DOOR, SOCKETS, create_app
from .exit_errors import StartupError
from .http.connections import protocol_factory
from .routes.app_keys import STOPPING, STORE
from .settings import Settings
from .supervision import Supervisor

BACKLOG = 1024
"""Connections that may wait to be accepted: a whole lecture hall that connects at once."""

HTTP_SHUTDOWN = 5.0
"""Seconds that requests in progress may take to finish once the server stops."""

SPREAD = 1.0
"""Seconds over which one of several servers closes its sockets, if it has many."""


@asynccontextmanager
async def serving(settings: Settings, supervisor: Supervisor | None = None) -> AsyncIterator[str]:
    """Run a server during the block, and return its URL.

    At the end no new connections are accepted, everything that was accepted is saved, and the
    sockets are closed with 1001: all at once, or in groups if there may be other servers.
    `supervisor` notices if a part of the server ends before that. Raises `StartupError`.
    """
    app = create_app(settings, supervisor)
    runner = web.AppRunner(app, shutdown_timeout=HTTP_SHUTDOWN)
    listening: asyncio.Server | None = None
    try:
        await runner.setup()
        assert runner.server
        # Not an aiohttp site, whose connections would be neither counted nor refused.
        try:
            listening = await asyncio.get_running_loop().create_server(
                protocol_factory(
                    runner.server, app[CONNECTIONS], settings.answers, settings.keep_alive
                ),
                settings.host,
                settings.port,
                backlog=BACKLOG,
            )
        except OSError as exc:
            raise StartupError(f"cannot listen on {settings.host}:{settings.port}: {exc}") from exc
        host, port = listening.sockets[0].getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{port}"
        app[STOPPING].set()
        listening.close()
        # Before the runner's clean-up, after which aiohttp reads nothing, not even a close frame.
        # The clients of the only server would gain nothing from waiting for its end.
        spread = SPREAD if app[STORE].replicated else 0.0
        await app[SOCKETS].close(settings.shutdown_timeout, spread)
        app[DOOR].close()
    finally:
        if listening:
            listening.close()
        await runner.cleanup()
