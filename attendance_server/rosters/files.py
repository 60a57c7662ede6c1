"""Roster files, read by a process of its own that may cost only so much."""

import logging
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from typing import IO

import orjson
from attrs import frozen

from ..errors import Problem, RosterUnreadable, TooManyImports, TooManyRequests
from ..workers import BoundedQueue, WorkerFailed, worker

log = logging.getLogger(__name__)

READER = Path(__file__).with_name("reader.py")

MAX_BYTES = 2 * 2**20

ZIP = b"PK\x03\x04"
"""What a workbook begins with, and no text."""

AT_ONCE = 2
WAITING = 50
"""Rosters that are read and taken over at the same time, and that wait for it; one more is refused.
"""

SECONDS_EACH = 2
"""What a large one takes."""

TIMEOUT = 20.0
"""Seconds that a reader may take, whoever else the processor works for."""

TOO_MUCH = "the file takes too much to read: keep the list alone in it, in one sheet"


@frozen
class RosterLine:
    """A line of a roster as it was sent; `number` is that which a spreadsheet shows."""

    number: int
    name: str
    email: str


class RosterFiles:
    """Reads roster files. To read one and take it over takes a turn of the `queue`."""

    def __init__(self) -> None:
        self.queue = BoundedQueue(
            at_once=AT_ONCE,
            limit=AT_ONCE + WAITING,
            seconds_each=SECONDS_EACH,
            full=TooManyImports,
            account_full=TooManyRequests,
        )
        # Where temporary files go is found by making one, for which there may be no file later.
        tempfile.gettempdir()

    async def read(self, file: IO[bytes], *, workbook: bool = False) -> list[RosterLine]:
        """The students of a CSV file, or of a `workbook`: an XLSX file, which is known by itself.

        Raises `RosterUnreadable`.
        """
        file.seek(0)
        workbook = workbook or file.read(len(ZIP)) == ZIP
        file.seek(0)
        answer = orjson.loads(await _run(file, "xlsx" if workbook else "csv"))
        if "unreadable" in answer:
            raise unreadable(answer["unreadable"])
        return [RosterLine(*line) for line in answer["lines"]]


def unreadable(why: str) -> RosterUnreadable:
    return RosterUnreadable([Problem("", why)])


async def _run(file: IO[bytes], kind: str) -> bytes:
    """What the reader prints about the file. Raises `RosterUnreadable` where it gave up."""
    try:
        # Its own last words could hold what is in the file.
        reading = worker(READER, kind, timeout=TIMEOUT, stdin=file, stdout=PIPE, stderr=DEVNULL)
        async with reading as reader:
            printed, _ = await reader.communicate()
    except WorkerFailed as failure:
        log.warning("a roster was not read: %s", failure)
        raise unreadable(TOO_MUCH) from None
    return printed
