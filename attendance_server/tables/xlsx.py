"""XLSX, written by a process of its own into a file that has no name."""

import asyncio
import pickle
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO

from ..aside import set_aside
from ..turns import Turns
from .table import Cell, Table

WRITER = Path(__file__).with_name("workbook.py")

AT_ONCE = 2
WAITING = 50
"""Workbooks that are written at the same time, and that wait for it; one more is refused."""

NICENESS = 10

SECONDS_EACH = 3
"""What a large one takes."""

BATCH = 25
"""Rows that are handed over together."""


class Workbooks:
    """Writes workbooks. One of the `turns` is for writing one: a few at a time."""

    def __init__(self) -> None:
        self.turns = Turns(AT_ONCE, WAITING, SECONDS_EACH)

    async def write(self, table: Table) -> IO[bytes]:
        """The table as a workbook with one sheet, to be read from the start and closed.

        Raises `RuntimeError` where it cannot be written.
        """
        with ExitStack() as closed_on_error:
            file = closed_on_error.enter_context(tempfile.TemporaryFile())
            await _write(table, file)
            file.seek(0)
            closed_on_error.pop_all()
            return file


async def _write(table: Table, file: IO[bytes]) -> None:
    # Not as a module of this package: it needs nothing of it, and starts the sooner.
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", str(WRITER)), stdin=PIPE, stdout=file, start_new_session=True
    )
    set_aside(process.pid, NICENESS)
    try:
        # Where it ends before its time, it says why by itself.
        with suppress(ConnectionError):
            await _tell(process, table)
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    if code:
        raise RuntimeError(f"no workbook was written: exit code {code}")


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
