"""A roster as a table, which can be imported again."""

from collections.abc import AsyncIterable

from ..file_words import FileWords
from ..tables import Column, Table
from ..wire.answers import RosterStudent
from .formats import LONG


def roster_table(class_name: str, rows: AsyncIterable[RosterStudent], words: FileWords) -> Table:
    """One line per student, in the order of `rows`."""
    columns = [
        Column(words.name, LONG),
        Column(words.email, LONG),
        Column(words.student_number),
        Column(words.contact_email, LONG),
        Column(words.claimed),
    ]
    cells = (
        [
            row.name,
            row.email,
            row.student_number,
            row.contact_email,
            words.yes if row.claimed else words.no,
        ]
        async for row in rows
    )
    name = words.roster_of.format(class_name=class_name)
    return Table(name, columns, cells, heading=class_name, footer=words.page)
