"""Run the server: `python -m attendance_server`."""

import asyncio
import resource
import signal
import sys

import uvloop

from . import logs
from .errors import StartupError
from .server import serving
from .settings import Settings


def main() -> None:
    """Serve until SIGTERM or SIGINT.

    Exits with 2 where a setting is missing or wrong, and with 1 where the server cannot start.
    """
    allow_many_sockets()
    try:
        settings = Settings.load()
        logs.set_up(settings.log_format, settings.log_level)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve(settings))
    except StartupError as error:
        print(f"attendance-server: {error}", file=sys.stderr)
        sys.exit(error.exit_code)


def allow_many_sockets() -> None:
    """Take all the file descriptors that the system grants: the usual 1024 are one lecture hall."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


async def serve(settings: Settings) -> None:
    """Serve until the process is told to stop. Raises `StartupError`."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with serving(settings) as url:
        print(f"listening on {url}", flush=True)
        await stopped.wait()


if __name__ == "__main__":
    main()
