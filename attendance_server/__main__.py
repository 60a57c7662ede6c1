"""Run the server: `python -m attendance_server`."""

import asyncio
import logging
import signal
import sys

import uvloop
from aiohttp import web

from .app import create_app
from .errors import StartupError
from .settings import Settings

HTTP_SHUTDOWN = 5.0
"""Seconds that HTTP requests under way may take to finish once the server stops."""


def main() -> None:
    """Serve until SIGTERM or SIGINT.

    Exits with 2 where a setting is missing or wrong, and with 1 where the server cannot start.
    """
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("attendance_server").setLevel(logging.INFO)
    try:
        settings = Settings.load()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve(settings))
    except StartupError as error:
        print(f"attendance-server: {error}", file=sys.stderr)
        sys.exit(error.exit_code)


async def serve(settings: Settings) -> None:
    """Serve until the process is told to stop. Raises `StartupError`."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    runner = web.AppRunner(create_app(settings), access_log=None, shutdown_timeout=HTTP_SHUTDOWN)
    try:
        await runner.setup()
        site = web.TCPSite(runner, settings.host, settings.port, backlog=1024)
        try:
            await site.start()
        except OSError as exc:
            raise StartupError(f"cannot listen on {settings.host}:{settings.port}: {exc}") from exc
        host, port = runner.addresses[0][:2]
        shown = f"[{host}]" if ":" in host else host
        print(f"listening on http://{shown}:{port}", flush=True)
        await stopped.wait()
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    main()
