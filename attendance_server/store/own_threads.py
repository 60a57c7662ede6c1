"""Threads beside the driver's, all of which may be taken by requests while the database hangs."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

THREADS = 4
"""One for a commit, one for a ping, and one each for a predecessor that was given up."""


class OwnThreads:
    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "store")

    async def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call `work` in one of these threads, in the context of the task, and return its result.

        Raises what `work` raises. It cannot be cancelled, so what it waits for needs a timeout.
        """
        context = copy_context()
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: context.run(work, *args, **kwargs)
        )

    def close(self) -> None:
        """Accept no more work; work in progress is left to its own timeout."""
        self._threads.shutdown(wait=False, cancel_futures=True)
