"""Work that only so many may do at the same time, and only so many wait for."""

import asyncio
import math
from collections.abc import Callable
from types import TracebackType

from .errors import AttendanceError, TooManyReports


class Turns:
    """A context that is open for a few at once; the others wait, in the order in which they came.

    One more than may wait is refused.
    """

    def __init__(
        self,
        at_once: int,
        limit: int,
        seconds_each: float,
        refusal: Callable[[int], AttendanceError] = TooManyReports,
    ) -> None:
        """`limit`: of those waiting; `seconds_each`: how long one takes, to say when to return.

        `refusal` makes an error of the seconds after which there may be room.
        """
        self._free = asyncio.Semaphore(at_once)
        self._at_once = at_once
        self._limit = limit
        self._seconds_each = seconds_each
        self._refusal = refusal
        self._waiting = 0

    async def __aenter__(self) -> None:
        if self._free.locked() and self._waiting >= self._limit:
            raise self._refusal(math.ceil(self._waiting * self._seconds_each / self._at_once))
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._free.release()
