"""Threads apart from the driver's, of which requests may take all where the database hangs."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

THREADS = 4
"""One for a commit, one for a ping, and one each for those before, which were given up."""


class OwnThreads:
    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "store")

    async def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `work` returns or raises, done in one of these threads, in the task's context.

        It is not broken off: whatever it waits for needs a timeout of its own.
        """
        context = copy_context()
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: context.run(work, *args, **kwargs)
        )

    def close(self) -> None:
        """Take no more work; what is under way is left to its own timeout."""
        self._threads.shutdown(wait=False, cancel_futures=True)
