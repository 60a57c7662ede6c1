"""Roster files, read by a process of its own that may cost only so much."""

import asyncio
import logging
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from typing import IO

import orjson
from attrs import frozen

from ..aside import set_aside
from ..errors import Fault, RosterUnreadable, TooManyImports
from ..turns import Turns

log = logging.getLogger(__name__)

READER = Path(__file__).with_name("reader.py")

MAX_BYTES = 2 * 2**20

ZIP = b"PK\x03\x04"
"""What a workbook begins with, and no text."""

AT_ONCE = 2
WAITING = 50
"""Rosters that are read and taken over at the same time, and that wait for it; one more is refused.
"""

NICENESS = 10

SECONDS_EACH = 2
"""What a large one takes."""

PATIENCE = 20.0
"""Seconds that a reader may take, whoever else the processor works for."""

TOO_MUCH = "the file takes too much to read: keep the list alone in it, in one sheet"


@frozen
class RosterLine:
    """A line of a roster as it was sent; `number` is that which a spreadsheet shows."""

    number: int
    name: str
    email: str


class RosterFiles:
    """Reads roster files. One of the `turns` is for reading one and taking it over."""

    def __init__(self) -> None:
        self.turns = Turns(AT_ONCE, WAITING, SECONDS_EACH, TooManyImports)
        # Where temporary files go is found by making one, for which there may be no file later.
        tempfile.gettempdir()

    async def read(self, file: IO[bytes], *, workbook: bool = False) -> list[RosterLine]:
        """The students of a CSV file, or of a `workbook`: an XLSX file, which is known by itself.

        Raises `RosterUnreadable`.
        """
        file.seek(0)
        workbook = workbook or file.read(len(ZIP)) == ZIP
        file.seek(0)
        told = await _run(file, "xlsx" if workbook else "csv")
        if told is None:
            raise unreadable(TOO_MUCH)
        answer = orjson.loads(told)
        if "fault" in answer:
            raise unreadable(answer["fault"])
        return [RosterLine(*line) for line in answer["lines"]]


def unreadable(why: str) -> RosterUnreadable:
    return RosterUnreadable([Fault("", why)])


async def _run(file: IO[bytes], kind: str) -> bytes | None:
    """What the reader says of the file; `None` where it has come to a bad end."""
    # What it says of its own end could hold what is in the file.
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", str(READER), kind),
        stdin=file,
        stdout=PIPE,
        stderr=DEVNULL,
        start_new_session=True,
    )
    set_aside(process.pid, NICENESS)
    try:
        async with asyncio.timeout(PATIENCE):
            told, _ = await process.communicate()
    except TimeoutError:
        log.warning("a roster took too long to read")
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        log.warning("a roster was not read: exit code %d", process.returncode)
        return None
    return told
