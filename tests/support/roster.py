"""Helpers for tests of rosters."""

import io
from collections.abc import AsyncIterable, Sequence
from typing import Any

import openpyxl

from tests.support.client import Answer, Client, Person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_of(*people: tuple[str, str]) -> bytes:
    """A plain CSV file of names and addresses."""
    return "".join(f"{name},{email}\n" for name, email in (("name", "email"), *people)).encode()


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


async def take(
    client: Client,
    teacher: Person,
    class_id: str,
    file: bytes | AsyncIterable[bytes],
    *,
    dry: bool = False,
    kind: str | None = None,
) -> Answer:
    """Import a roster into a class; `kind` is the media type to declare."""
    headers = {"Content-Type": kind} if kind else {}
    path = f"/class/{class_id}/roster" + "?dryRun=true" * dry
    return await client.call("POST", path, teacher.token, data=file, headers=headers)


async def roster(client: Client, teacher: Person, class_id: str) -> Any:
    """The roster of a class, as its teacher sees it."""
    return (await client.get(f"/class/{class_id}/roster", teacher.token)).data


def outcomes(answer: Answer) -> list[str]:
    return [line["outcome"] for line in answer.data["lines"]]
