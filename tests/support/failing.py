"""The server, with a task that fails on SIGUSR1: `python -m tests.support.failing NAME`."""

import asyncio
import signal
import sys
from collections.abc import Callable
from typing import Any

from attendance_server.cli import main
from attendance_server.supervision import LongLived, Supervisor, Work

start_task = Supervisor.start


def failing(name: LongLived, trigger: asyncio.Event) -> Callable[..., None]:
    """A `Supervisor.start` that makes the task `name` fail once, in the middle of its work.

    The task fails when `trigger` is set or the process receives SIGUSR1.
    """

    def start(supervisor: Supervisor, started: LongLived, work: Work, **options: Any) -> None:
        async def work_until_triggered() -> None:
            async with asyncio.TaskGroup() as group:
                group.create_task(work())
                await trigger.wait()
                trigger.clear()
                raise RuntimeError("injected")

        if started is name:
            asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, trigger.set)
        start_task(
            supervisor, started, work_until_triggered if started is name else work, **options
        )

    return start


if __name__ == "__main__":
    Supervisor.start = failing(LongLived(sys.argv.pop()), asyncio.Event())  # type: ignore[method-assign]
    main()
