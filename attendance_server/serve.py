"""The command that serves, and how every command runs.

Importing the server takes as long as starting a private MongoDB, so both are done at once: this
module imports little of the server before MongoDB starts.
"""

import asyncio
import faulthandler
import gc
import linecache
import logging
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from . import logs
from .database.private_mongod import PrivateMongod
from .errors import AttendanceError
from .errors.requests import InvalidSchema
from .event_loop import EventLoop
from .exit_errors import CommandError, fail
from .open_files import allow_many_files
from .settings import Settings
from .settings.choices import TeacherSignup
from .supervision import Supervisor

if TYPE_CHECKING:
    from .siblings.siblings import Siblings

log = logging.getLogger(__name__)

LONGEST_STOP = 60.0
"""Seconds beyond `SHUTDOWN_TIMEOUT` that a server with a failed part may take to exit."""

OPEN_TO_ALL = (
    "TEACHER_SIGNUP is open: anyone who can reach this server can become a teacher, and a teacher"
    " can list the names and addresses of all students; TEACHER_SIGNUP=code or =closed prevents it"
)


def main() -> None:
    """Run the server until it is told to stop; exits as `cli.main` does."""
    run_to_end(serve)


def run_to_end(command: Callable[[Settings], Coroutine[Any, Any, None]], **logged: object) -> None:
    """Run what `command` makes of the settings, and exit as `cli.main` says if it fails.

    `logged`: named values of every line of the log.
    """
    try:
        settings = Settings.load()
        logs.set_up(settings.log_format, settings.log_level, always=logged)
        work = command(settings)
        with asyncio.Runner(loop_factory=EventLoop) as runner:
            runner.run(work)
    except CommandError as error:
        fail(error.exit_code, str(error))
    except InvalidSchema as error:
        fail(2, *(": ".join(filter(None, (at.path, at.message))) for at in error.details))
    except AttendanceError as error:
        fail(1, error.message)
    except KeyboardInterrupt:
        fail(130, "interrupted")
    except asyncio.CancelledError:
        fail(143, "terminated")


async def serve(settings: Settings) -> None:
    """Run the server as `run_server` does, and print its URL once it accepts requests."""

    def ready(url: str) -> None:
        warn_if_open(settings)
        print(f"listening on {url}", flush=True)

    await run_server(settings, ready)


def warn_if_open(settings: Settings) -> None:
    """Log a warning where anyone can become a teacher."""
    if settings.teacher_signup is TeacherSignup.OPEN:
        log.warning(OPEN_TO_ALL)


async def run_server(
    settings: Settings, ready: Callable[[str], None], siblings: "Siblings | None" = None
) -> None:
    """Run the server until the process is told to stop, or a part of the server ends unexpectedly.

    `ready` is called with its URL once it accepts requests. `siblings`: given to one of several
    workers. Raises `StartupError`, and `ServerFailed` if a part ends unexpectedly.
    """
    # A choice that the operator has to make is reported before anything is started.
    assert settings.teachers
    allow_many_files()
    stopped = asyncio.Event()
    supervisor = Supervisor(stopped.set)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with beginning_mongod(settings, supervisor) as mongod:
        from .server import serving

        # attrs keeps the source of every method that it generates, for tracebacks: 1.5 MB.
        linecache.clearcache()
        async with serving(settings, supervisor, siblings, mongod) as url:
            ready(url)
            # These objects stay, so the garbage collector, which stops everything, can skip them.
            gc.freeze()
            await stopped.wait()
            if supervisor.failed:
                # If the process hangs while it exits, nothing else would end it.
                faulthandler.dump_traceback_later(
                    settings.shutdown_timeout + LONGEST_STOP, exit=True
                )
    faulthandler.cancel_dump_traceback_later()
    supervisor.check()


@asynccontextmanager
async def beginning_mongod(
    settings: Settings, supervisor: Supervisor
) -> AsyncIterator[PrivateMongod | None]:
    """A private mongod that has begun to start, and is stopped in any case.

    `None` if `MONGO_URI` names an existing server. Raises `SettingsError`.
    """
    if settings.mongo_uri:
        yield None
        return
    mongod = PrivateMongod(settings.data_dir, settings.mongod, supervisor, replica_set=False)
    mongod.begin()
    try:
        # The first step of the task starts the process.
        await asyncio.sleep(0)
        yield mongod
    finally:
        await mongod.stop()
