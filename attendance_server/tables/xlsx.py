"""XLSX, written by a process of its own into a file that has no name."""

import pickle
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from ..errors import TooManyReports, TooManyRequests
from ..workers import BoundedQueue, worker
from .table import Cell, Table

WRITER = Path(__file__).with_name("workbook.py")

AT_ONCE = 2
WAITING = 50
"""Workbooks that are written at the same time, and that wait for it; one more is refused."""

SECONDS_EACH = 3
"""What a large one takes."""

TIMEOUT = 600.0
"""Seconds after which a writer is thought to hang: far more than the largest workbook takes."""

BATCH = 25
"""Rows that are handed over together."""


class Workbooks:
    """Writes workbooks. To write one takes a turn of the `queue`."""

    def __init__(self) -> None:
        self.queue = BoundedQueue(
            at_once=AT_ONCE,
            limit=AT_ONCE + WAITING,
            seconds_each=SECONDS_EACH,
            full=TooManyReports,
            account_full=TooManyRequests,
        )

    async def write(self, table: Table) -> IO[bytes]:
        """The table as a workbook with one sheet, to be read from the start and closed.

        Raises `WorkerFailed` where it cannot be written.
        """
        with ExitStack() as closed_on_error:
            file = closed_on_error.enter_context(tempfile.TemporaryFile())
            async with worker(WRITER, timeout=TIMEOUT, stdin=PIPE, stdout=file) as writer:
                await _tell(writer, table)
            file.seek(0)
            closed_on_error.pop_all()
            return file


async def _tell(process: Process, table: Table) -> None:
    assert process.stdin
    columns = [(column.title, column.width, column.percent) for column in table.columns]
    rows: list[Sequence[Cell]] = []
    process.stdin.write(pickle.dumps((columns, table.frozen_columns)))
    async for row in table.rows:
        rows.append(row)
        if len(rows) == BATCH:
            process.stdin.write(pickle.dumps(rows))
            rows = []
            await process.stdin.drain()
    process.stdin.write(pickle.dumps(rows) + pickle.dumps(None))
    process.stdin.close()
    await process.stdin.wait_closed()
