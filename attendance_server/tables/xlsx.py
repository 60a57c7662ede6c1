"""XLSX files, written by a child process to an unnamed temporary file."""

import pickle
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from ..errors.server import TooManyReports, TooManyRequests
from ..workers import BoundedQueue, worker
from .table import Cell, Table

WRITER = Path(__file__).with_name("workbook.py")

AT_ONCE = 2
WAITING = 50
"""The number of workbooks that are written at a time, and of those that may wait for it."""

SECONDS_EACH = 3
"""Seconds that a large workbook takes."""

TIMEOUT = 600.0
"""Seconds after which a writer is thought to hang: far more than the largest workbook takes."""

BATCH = 25
"""The number of rows that are passed to the writer at a time."""


class Workbooks:
    """Writes workbooks. Callers wait for a turn in `queue` first."""

    def __init__(self) -> None:
        self.queue = BoundedQueue(
            at_once=AT_ONCE,
            limit=AT_ONCE + WAITING,
            seconds_each=SECONDS_EACH,
            full=TooManyReports,
            account_full=TooManyRequests,
        )

    async def write(self, table: Table) -> IO[bytes]:
        """The table as a workbook with one sheet, for the caller to read and close.

        Raises `WorkerFailed` if it cannot be written.
        """
        with ExitStack() as closed_on_error:
            file = closed_on_error.enter_context(tempfile.TemporaryFile())
            async with worker(WRITER, timeout=TIMEOUT, stdin=PIPE, stdout=file) as writer:
                await _send(writer, table)
            file.seek(0)
            closed_on_error.pop_all()
            return file


async def _send(process: Process, table: Table) -> None:
    assert process.stdin
    form = {
        "columns": [(column.title, column.width, column.percent) for column in table.columns],
        "frozen_columns": table.frozen_columns,
        "name": table.name,
        "heading": table.heading or table.name,
        "period": table.period,
        "footer": table.footer,
    }
    rows: list[Sequence[Cell]] = []
    process.stdin.write(pickle.dumps(form))
    async for row in table.rows:
        rows.append(row)
        if len(rows) == BATCH:
            process.stdin.write(pickle.dumps(rows))
            rows = []
            await process.stdin.drain()
    process.stdin.write(pickle.dumps(rows) + pickle.dumps(None))
    process.stdin.close()
    await process.stdin.wait_closed()
