"""Reads roster files in a child process with hard limits."""

import logging
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import orjson

from ..errors.rosters import RosterUnreadable, TooManyImports
from ..errors.server import TooManyRequests
from ..problems import Problem, ProblemCode
from ..workers import BoundedQueue, WorkerFailed, WorkerTimedOut, worker
from .reading.found import GUESS_ALL, Choice, RosterFile

log = logging.getLogger(__name__)

READER = Path(__file__).with_name("reader.py")

MAX_BYTES = 2 * 2**20

AT_ONCE = 2
WAITING = 50
"""The number of rosters that are read and imported at a time, and of those that may wait for it."""

SECONDS_EACH = 2
"""Seconds that a large roster takes."""

TIMEOUT = 50.0
"""Seconds that a reader may take, most of which the processor is busy otherwise.

Its own limit is in time of the processor. Proxies give up after 60 s.
"""

TOO_MUCH = "the file takes too much to read: keep the list alone in it, in one sheet"


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

    async def read(
        self, file: IO[bytes], choice: Choice = GUESS_ALL, *, workbook: bool = False
    ) -> RosterFile:
        """What a file holds, which is recognised by its content.

        `workbook`: read it as a workbook in any case. Raises `RosterUnreadable`, and
        `TooManyImports` if the machine is too busy to read it.
        """
        file.seek(0)
        asked = {"choice": choice.as_json(), "workbook": workbook}
        answer = orjson.loads(await _run(file, asked))
        if "unreadable" in answer:
            raise unreadable(**answer["unreadable"])
        return RosterFile.from_json(answer["file"])


def unreadable(message: str, code: str, path: str = "", **values: Any) -> RosterUnreadable:
    """The error for a file that cannot be read, and why, as in `Problem`."""
    return RosterUnreadable([Problem(path, message, ProblemCode(code), **values)])


async def _run(file: IO[bytes], asked: Mapping[str, object]) -> bytes:
    """The output of the reader for a file. Raises what `RosterFiles.read` does."""
    try:
        # Its standard error is dropped: a traceback could contain parts of the file.
        arguments = orjson.dumps(asked).decode()
        async with worker(
            READER, arguments, timeout=TIMEOUT, stdin=file, stdout=PIPE, stderr=DEVNULL
        ) as reader:
            printed, _ = await reader.communicate()
    except WorkerTimedOut as failure:
        log.warning("a roster was not read: %s", failure)
        raise TooManyImports(SECONDS_EACH) from None
    except WorkerFailed as failure:
        log.warning("a roster was not read: %s", failure)
        raise unreadable(TOO_MUCH, ProblemCode.TOO_COMPLEX) from None
    return printed
