"""The process that writes a workbook: what it leaves behind, and how many there are."""

import asyncio
import io
import os
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import openpyxl
import pytest

from attendance_server.errors import StorageUnavailable
from attendance_server.tables import Cell, Column, Table, Workbooks
from attendance_server.workers import WorkerFailed
from tests.support.client import PATIENCE
from tests.support.process import children

TOO_WIDE = 17_000
"""Columns, of which a sheet has 16,384."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are made, by the writer too."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


async def many(rows: int) -> AsyncIterator[Sequence[Cell]]:
    for number in range(rows):
        yield [f"row {number}", number]


def table(rows: AsyncIterator[Sequence[Cell]], width: int = 2) -> Table:
    return Table("any", [Column("Title")] * width, rows)


async def test_a_workbook_holds_all_rows_and_leaves_nothing_behind(folder: Path) -> None:
    before = children(os.getpid())
    with await Workbooks().write(table(many(1000))) as file:
        sheet = openpyxl.load_workbook(io.BytesIO(file.read())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows == [("Title", "Title"), *((f"row {n}", n) for n in range(1000))]
    assert list(folder.iterdir()) == []
    assert children(os.getpid()) == before


async def test_a_table_that_no_sheet_has_room_for_is_an_error(folder: Path) -> None:
    with pytest.raises(WorkerFailed, match="exit code"):
        # It goes on telling rows to a writer that has given up.
        await Workbooks().write(table(many(100_000), TOO_WIDE))
    assert list(folder.iterdir()) == []


async def test_rows_that_break_off_end_the_writer(folder: Path) -> None:
    async def rows() -> AsyncIterator[Sequence[Cell]]:
        yield ["first", 1]
        raise StorageUnavailable

    before = children(os.getpid())
    with pytest.raises(StorageUnavailable):
        await Workbooks().write(table(rows()))
    assert children(os.getpid()) == before
    assert list(folder.iterdir()) == []


async def test_nobody_waits_for_a_workbook_any_more_and_the_writer_ends(folder: Path) -> None:
    begun = asyncio.Event()

    async def rows() -> AsyncIterator[Sequence[Cell]]:
        async for row in many(100):
            yield row
        begun.set()
        await asyncio.Event().wait()

    before = children(os.getpid())
    writing = asyncio.create_task(Workbooks().write(table(rows())))
    async with asyncio.timeout(PATIENCE):
        await begun.wait()
    assert children(os.getpid()) > before
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert children(os.getpid()) == before
    assert list(folder.iterdir()) == []


async def test_only_so_many_have_their_turn_and_the_others_come_in_order() -> None:
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
