"""The tasks that run as long as the server does. If one ends before that, the server stops.

Without its task, a part of the server would look alive and do nothing: marks would no longer be
saved, and silent clients would stay connected. So the end of the task is logged, and the server
reports that it is not ready, saves what it can and exits with `ServerFailed.exit_code`; the service
manager starts it again.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from enum import StrEnum
from functools import partial
from typing import Any, TypeAlias

from .exit_errors import ServerFailed

log = logging.getLogger(__name__)

Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]


class LongLived(StrEnum):
    """Every task that runs as long as the server. `tests/test_supervision.py` makes each fail."""

    JOURNAL = "journal"
    CATCHING_UP = "catching up"
    LEASE = "lease"
    FEED = "feed"
    MESSAGES = "messages"
    TOKEN_WATCH = "token watch"
    TOKEN_EXPIRY = "token expiry"
    SESSION_LIMIT = "session limit"
    SUBSTITUTES = "substitutes"
    HEARTBEAT = "heartbeat"
    CHECK_IN = "check-in"
    RETENTION = "retention"
    IMPORTS = "imports"
    AUDIT = "audit"
    MAIL = "mail"
    MONGOD = "mongod"


class Supervisor:
    """Starts these tasks, and notices if one ends without having been stopped."""

    def __init__(self, on_failure: Callable[[], None] | None = None) -> None:
        """`on_failure` is called each time a task ends unexpectedly."""
        self._on_failure = on_failure
        self._tasks: dict[LongLived, asyncio.Task[None]] = {}
        self.failed: list[LongLived] = []

    def start(self, name: LongLived, work: Work, *, again: bool = False) -> None:
        """Run `work` as a task until `stop`.

        With `again`, it is started again if it ends, as the server needs it to stop in good order.
        """
        task = asyncio.create_task(work(), name=name)
        self._tasks[name] = task
        task.add_done_callback(partial(self._ended, name, work if again else None))

    async def stop(self, *names: LongLived) -> None:
        """Cancel those of these tasks that run, and wait for their end."""
        tasks = [self._tasks.pop(name) for name in names if name in self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def check(self) -> None:
        """Raises `ServerFailed` if a task has ended unexpectedly."""
        if self.failed:
            raise ServerFailed(f"ended unexpectedly: {', '.join(self.failed)}; see the log")

    def _ended(self, name: LongLived, again: Work | None, task: "asyncio.Task[None]") -> None:
        error = None if task.cancelled() else task.exception()
        if self._tasks.get(name) is task:
            del self._tasks[name]
            how = "was cancelled" if task.cancelled() else "failed" if error else "returned"
            log.critical("the task %r %s; the server stops", name.value, how, exc_info=error)
            self.failed.append(name)
            if again:
                self.start(name, again)
            if self._on_failure:
                self._on_failure()
        elif error:
            log.error("the task %r failed when it was stopped", name.value, exc_info=error)
