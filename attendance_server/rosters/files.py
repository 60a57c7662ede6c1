"""Reads roster files in a child process with hard limits."""

import logging
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from typing import IO, Any

import orjson
from attrs import frozen

from ..errors import RosterUnreadable, TooManyImports, TooManyRequests
from ..problems import Problem, ProblemCode
from ..workers import BoundedQueue, WorkerFailed, worker

log = logging.getLogger(__name__)

READER = Path(__file__).with_name("reader.py")

MAX_BYTES = 2 * 2**20

ZIP = b"PK\x03\x04"
"""The first bytes of a workbook, with which no text file starts."""

AT_ONCE = 2
WAITING = 50
"""The number of rosters that are read and imported at a time, and of those that may wait for it."""

SECONDS_EACH = 2
"""Seconds that a large roster takes."""

TIMEOUT = 20.0
"""Seconds that a reader may take, including time in which the processor is busy otherwise."""

TOO_MUCH = "the file takes too much to read: keep the list alone in it, in one sheet"


@frozen
class RosterLine:
    """A line of a roster as it was sent. `number`: the line number that a spreadsheet shows.

    `given_name` and `family_name`: the parts of the name, if the file has columns for them.
    """

    number: int
    name: str
    email: str
    student_number: str = ""
    contact_email: str = ""
    given_name: str = ""
    family_name: str = ""


class RosterFiles:
    """Reads roster files. Callers wait for a turn in `queue` to read and import one."""

    def __init__(self) -> None:
        self.queue = BoundedQueue(
            at_once=AT_ONCE,
            limit=AT_ONCE + WAITING,
            seconds_each=SECONDS_EACH,
            full=TooManyImports,
            account_full=TooManyRequests,
        )
        # Finding the folder creates a file, which may fail later if the open files run out.
        tempfile.gettempdir()

    async def read(self, file: IO[bytes], *, workbook: bool = False) -> list[RosterLine]:
        """The lines of a roster file, which is recognised as CSV or XLSX by its first bytes.

        `workbook`: read it as XLSX in any case. Raises `RosterUnreadable`.
        """
        file.seek(0)
        workbook = workbook or file.read(len(ZIP)) == ZIP
        file.seek(0)
        answer = orjson.loads(await _run(file, "xlsx" if workbook else "csv"))
        if "unreadable" in answer:
            raise unreadable(**answer["unreadable"])
        return [RosterLine(*line) for line in answer["lines"]]


def unreadable(message: str, code: str, **values: Any) -> RosterUnreadable:
    """The error for a file that cannot be read, and why, as in `Problem`."""
    return RosterUnreadable([Problem("", message, ProblemCode(code), **values)])


async def _run(file: IO[bytes], kind: str) -> bytes:
    """The output of the reader for a file. Raises `RosterUnreadable` if it failed."""
    try:
        # Its standard error is dropped: a traceback could contain parts of the file.
        reading = worker(READER, kind, timeout=TIMEOUT, stdin=file, stdout=PIPE, stderr=DEVNULL)
        async with reading as reader:
            printed, _ = await reader.communicate()
    except WorkerFailed as failure:
        log.warning("a roster was not read: %s", failure)
        raise unreadable(TOO_MUCH, ProblemCode.TOO_COMPLEX) from None
    return printed
