"""Helpers for tests of rosters."""

import io
from collections.abc import AsyncIterable, Mapping, Sequence
from typing import Any

import openpyxl

from tests.support.client import Answer, Client, Person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_of(*people: tuple[str, ...], titles: tuple[str, ...] = ("name", "email")) -> bytes:
    """A plain CSV file, by default of names and addresses."""
    return "".join(f"{','.join(cells)}\n" for cells in (titles, *people)).encode()


def xlsx_of(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook with these rows, where every cell is text."""
    book = openpyxl.Workbook()
    for at, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = book.active.cell(at, place, text or None)
            if text:
                cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook_of(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A workbook with these visible sheets, by name."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


async def take(
    client: Client,
    teacher: Person,
    class_id: str,
    file: bytes | AsyncIterable[bytes],
    *,
    dry: bool = False,
    kind: str | None = None,
    **query: str,
) -> Answer:
    """Import a roster into a class; `kind` is the media type to declare."""
    headers = {"Content-Type": kind} if kind else {}
    path = f"/class/{class_id}/roster"
    params = {**({"dryRun": "true"} if dry else {}), **query}
    options = {"params": params} if params else {}
    return await client.call("POST", path, teacher.token, data=file, headers=headers, **options)


async def known_student(client: Client, teacher: Person) -> Person:
    """A student who signed up by themselves, and is in another class of the teacher."""
    student = await client.student()
    await client.make_class(teacher, student, name="Logic")
    return student


async def roster(client: Client, teacher: Person, class_id: str) -> Any:
    """The roster of a class, as its teacher sees it."""
    return (await client.get(f"/class/{class_id}/roster", teacher.token)).data


def outcomes(answer: Answer) -> list[str]:
    return [line["outcome"] for line in answer.data["lines"]]
