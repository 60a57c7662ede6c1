"""The process that writes a workbook: it leaves nothing behind, and few run at once."""

import asyncio
import io
import os
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import openpyxl
import pytest

from attendance_server.errors.server import StorageUnavailable
from attendance_server.tables import Cell, Column, Table, Workbooks
from attendance_server.workers import WorkerFailed
from tests.support.client import PATIENCE
from tests.support.process import children

TOO_WIDE = 17_000
"""A number of columns; a sheet has 16,384."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, including those of the writer."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


async def numbered_rows(rows: int) -> AsyncIterator[Sequence[Cell]]:
    for number in range(rows):
        yield [f"row {number}", number]


def table(rows: AsyncIterator[Sequence[Cell]], width: int = 2) -> Table:
    return Table("any", [Column("Title")] * width, rows)


async def test_a_workbook_contains_all_rows_and_leaves_no_files_or_processes(folder: Path) -> None:
    children_before = children(os.getpid())
    with await Workbooks().write(table(numbered_rows(1000))) as file:
        sheet = openpyxl.load_workbook(io.BytesIO(file.read())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows == [("Title", "Title"), *((f"row {n}", n) for n in range(1000))]
    assert list(folder.iterdir()) == []
    assert children(os.getpid()) == children_before


async def test_a_table_too_large_for_a_sheet_is_an_error(folder: Path) -> None:
    with pytest.raises(WorkerFailed, match="exit code"):
        # Rows are still sent to a writer that has given up.
        await Workbooks().write(table(numbered_rows(100_000), TOO_WIDE))
    assert list(folder.iterdir()) == []


async def test_an_error_in_the_rows_ends_the_writer(folder: Path) -> None:
    async def rows() -> AsyncIterator[Sequence[Cell]]:
        yield ["first", 1]
        raise StorageUnavailable

    children_before = children(os.getpid())
    with pytest.raises(StorageUnavailable):
        await Workbooks().write(table(rows()))
    assert children(os.getpid()) == children_before
    assert list(folder.iterdir()) == []


async def test_a_cancelled_workbook_ends_its_writer(folder: Path) -> None:
    started = asyncio.Event()

    async def rows() -> AsyncIterator[Sequence[Cell]]:
        async for row in numbered_rows(100):
            yield row
        started.set()
        await asyncio.Event().wait()

    children_before = children(os.getpid())
    writing = asyncio.create_task(Workbooks().write(table(rows())))
    async with asyncio.timeout(PATIENCE):
        await started.wait()
    assert children(os.getpid()) > children_before
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert children(os.getpid()) == children_before
    assert list(folder.iterdir()) == []


async def test_workbooks_beyond_the_limit_wait_in_order() -> None:
    queue, order, leave = Workbooks().queue, list[int](), asyncio.Event()

    async def work(number: int) -> None:
        async with queue.turn(str(number)):
            order.append(number)
            await leave.wait()

    async with asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(work(number))
        await asyncio.sleep(0)
        assert order == [0, 1]
        leave.set()
    assert order == [0, 1, 2, 3, 4]
