"""Attendance reports of Teams and Zoom: what they say about the meeting, and who was there when."""

from collections.abc import Iterator, Sequence

from .found import Attendee, ColumnRole, Report, ReportKind
from .grid import NumberedRow
from .tables import Table
from .vocabulary import vocabulary, word_key

_TIMES = (ColumnRole.JOINED, ColumnRole.LEFT, ColumnRole.DURATION)

_WORDS = vocabulary("cell_words.txt")
_TITLE, _STARTED = _WORDS["MEETING_TITLE"], _WORDS["MEETING_STARTED"]
_ENDED, _OF_ZOOM = _WORDS["MEETING_ENDED"], _WORDS["OF_ZOOM"]


def report_in(table: Table) -> Report | None:
    """The report that a table is part of; `None` if it says nothing about times."""
    if not any(table.roles.column(role) is not None for role in _TIMES):
        return None
    said = dict(_said(table.above))
    headers = {word_key(header) for header in table.headers}
    # Reports of Teams have a meeting id too, in the summary of some years.
    is_teams = any("upn" in header for header in headers)
    is_zoom = not is_teams and bool((headers | said.keys()) & _OF_ZOOM)
    return Report(
        ReportKind.ZOOM if is_zoom else ReportKind.TEAMS,
        _first(said, _TITLE),
        _first(said, _STARTED),
        _first(said, _ENDED),
        tuple(_attendees(table)),
    )


def _attendees(table: Table) -> Iterator[Attendee]:
    columns = [table.roles.column(role) for role in _TIMES]
    for line, (_, cells) in enumerate(table.below):
        times = ["" if at is None or at >= len(cells) else cells[at] for at in columns]
        yield Attendee(line, *times)


def _said(rows: Sequence[NumberedRow]) -> Iterator[tuple[str, str]]:
    """What the rows above the list say: a title and its value in one row, or titles in one row and
    their values in the next."""
    known = _TITLE | _STARTED | _ENDED | _OF_ZOOM
    for at, (_, cells) in enumerate(rows):
        titles = [word_key(cell) for cell in cells]
        if sum(title in known for title in titles) > 1 and at + 1 < len(rows):
            yield from zip(titles, rows[at + 1][1], strict=False)
        elif len(cells) > 1:
            yield titles[0], next(filter(None, cells[1:]), "")


def _first(said: dict[str, str], titles: frozenset[str]) -> str:
    return next((value for title, value in said.items() if title in titles), "")
