"""The server as a program, of which a task fails at SIGUSR1: `-m tests.support.failing NAME`."""

import asyncio
import signal
import sys
from collections.abc import Callable
from typing import Any

from attendance_server.cli import main
from attendance_server.supervision import LongLived, Supervisor, Work

start_task = Supervisor.start


def failing(name: LongLived, struck: asyncio.Event) -> Callable[..., None]:
    """A `Supervisor.start` whose task of that name fails, once, in the middle of its work.

    It does when `struck` is set, or the process gets SIGUSR1.
    """

    def start(supervisor: Supervisor, started: LongLived, work: Work, **options: Any) -> None:
        async def until_struck() -> None:
            async with asyncio.TaskGroup() as group:
                group.create_task(work())
                await struck.wait()
                struck.clear()
                raise RuntimeError("injected")

        if started is name:
            asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, struck.set)
        start_task(supervisor, started, until_struck if started is name else work, **options)

    return start


if __name__ == "__main__":
    Supervisor.start = failing(LongLived(sys.argv.pop()), asyncio.Event())  # type: ignore[method-assign]
    main()
