"""Finds the table in a grid: the row that names the columns, and the rows below it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from attrs import frozen

from ...problems import Problem, ProblemCode
from .columns import Roles, is_address, meanings_in, roles_of
from .found import Certainty, Choice, Column, ColumnRole, RosterLine
from .grid import Grid, NumberedRow
from .header_words import Meaning
from .rows import Body
from .unreadable import UnreadableFile

HEADER_ROWS = 30
"""Rows with text among which the header is searched."""

EXAMPLES = 3

SHARED = (ColumnRole.IGNORED, ColumnRole.GIVEN_NAME, ColumnRole.FAMILY_NAME)
"""What several columns may hold: the parts of a name are joined."""

NAMING = frozenset(
    {Meaning.NAME, Meaning.WHOLE_NAME, Meaning.FAMILY_FIRST}
    | {Meaning.GIVEN_NAME, Meaning.FAMILY_NAME}
)
IDENTIFYING = frozenset((Meaning.EMAIL, Meaning.STUDENT_NUMBER))

_SECTION = re.compile(r"\d+\. \S")
"""How a report begins its next section, below a blank row."""


@frozen
class Table:
    """A table in a grid. `header_row`: 0 if no row names the columns. `above`, `below`: the rows
    above the header and below it."""

    grid: Grid
    header_row: int
    headers: Sequence[str]
    roles: Roles
    above: Sequence[NumberedRow]
    below: Sequence[NumberedRow]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(self._columns())

    @property
    def is_list(self) -> bool:
        """Whether it holds people, with all that an import needs."""
        return self.roles.is_whole and bool(self.below)

    def lines(self) -> list[RosterLine]:
        """The rows below the header as lines. Raises `UnreadableFile` if there are too many."""
        roles = {index: role for index, (role, _) in self.roles.of.items()}
        return Body(self.headers, roles, self.below, self.grid.hidden).lines()

    def _columns(self) -> Iterator[Column]:
        width = max([len(self.headers), *(len(cells) for _, cells in self.below[:EXAMPLES])])
        none = ColumnRole.IGNORED, Certainty.SURE
        for index in range(width):
            header = self.headers[index] if index < len(self.headers) else ""
            texts = (cells[index] for _, cells in self.below if index < len(cells))
            examples = tuple(islice(filter(None, texts), EXAMPLES))
            role, certainty = self.roles.of.get(index, none)
            yield Column(index, " ".join(header.split()), role, certainty, examples)


def find_table(grid: Grid, choice: Choice) -> Table:
    """The table of a grid, as far as there is one. Raises `UnreadableFile` if the choice does not
    fit."""
    if choice.header_row is None:
        at, depth, headers = _header(grid.rows)
    else:
        at, depth, headers = _chosen_header(grid.rows, choice.header_row)
    below = _section(grid.rows[at + depth :])
    below, headers = _with_split_names(below, headers)
    cells = [each for number, each in below if number not in grid.hidden]
    roles = roles_of(headers, cells, grid.hidden_columns)
    if choice.columns is not None:
        roles = _chosen_roles(headers, choice.columns, cells)
    elif not depth and roles.is_whole:
        roles = _without_header(roles)
    header_row = grid.rows[at][0] if depth else 0
    return Table(grid, header_row, headers, roles, grid.rows[:at], below)


def _header(rows: Sequence[NumberedRow]) -> tuple[int, int, Sequence[str]]:
    """The index of the row that names the columns best, how many rows do (0 to 2), and the names.

    Without such a row, the first that could be one if others have words that are not known.
    """
    best = 0, 0, 0, list[str]()
    for at, (_, cells) in enumerate(rows[:HEADER_ROWS]):
        if any(map(is_address, cells)):
            continue
        score = _score(cells)
        if score > best[0]:
            best = score, at, 1, [*cells]
        if at + 1 < len(rows) and not any(map(is_address, rows[at + 1][1])):
            both = _two_levels(cells, rows[at + 1][1])
            # One more part of a name or way to identify, not just one more column.
            if _score(both) >= max(score, _score(rows[at + 1][1]), best[0]) + _WEIGHT:
                best = _score(both), at, 2, both
    score, at, depth, headers = best
    return (at, depth, headers) if score else _unknown_header(rows)


_WEIGHT = 10


def _score(cells: Sequence[str]) -> int:
    meanings = {*meanings_in(cells)}
    naming, identifying = meanings & NAMING, meanings & IDENTIFYING
    whole = bool(naming) and bool(identifying)
    parts = {Meaning.GIVEN_NAME, Meaning.FAMILY_NAME} <= meanings
    return _WEIGHT * (2 * whole + bool(naming) + bool(identifying) + parts) + len(meanings)


def _two_levels(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Headers of two rows, the upper of which goes on over blank cells: a merged cell."""
    headers = []
    last = ""
    for at in range(max(len(upper), len(lower))):
        above = upper[at] if at < len(upper) else ""
        below = lower[at] if at < len(lower) else ""
        last = above or last
        headers.append(f"{last} {below}".strip() if below else above)
    return headers


def _unknown_header(rows: Sequence[NumberedRow]) -> tuple[int, int, Sequence[str]]:
    """The first of the widest rows, if it differs from those below; else none is the header."""
    widest = max((_width(cells) for _, cells in rows[:HEADER_ROWS]), default=0)
    for at, (_, cells) in enumerate(rows[:HEADER_ROWS]):
        if _width(cells) == widest:
            is_header = widest > 1 and not any(map(is_address, cells)) and not _has_numbers(cells)
            return at, int(is_header), cells if is_header else []
    return 0, 0, []


def _width(cells: Sequence[str]) -> int:
    return sum(map(bool, cells))


def _has_numbers(cells: Sequence[str]) -> bool:
    return any(cell.isdecimal() for cell in cells)


def _chosen_header(rows: Sequence[NumberedRow], number: int) -> tuple[int, int, Sequence[str]]:
    if number == 0:
        return 0, 0, []
    for at, (each, cells) in enumerate(rows):
        if each == number:
            return at, 1, cells
    message = f"there is no text in row {number}, which was chosen to name the columns"
    raise UnreadableFile(message, ProblemCode.UNKNOWN_COLUMN, line=number)


def _chosen_roles(
    headers: Sequence[str], chosen: Mapping[int | str, ColumnRole], rows: Sequence[Sequence[str]]
) -> Roles:
    width = max([len(headers), *map(len, rows)], default=0)
    keys = [" ".join(header.split()).casefold() for header in headers]
    of = dict[int, tuple[ColumnRole, Certainty]]()
    for key, role in chosen.items():
        index = key
        if isinstance(index, str):
            wanted = " ".join(index.split()).casefold()
            index = keys.index(wanted) if wanted in keys else -1
        if not 0 <= index < width:
            message = f"there is no column {key!r:.80}"
            raise UnreadableFile(message, ProblemCode.UNKNOWN_COLUMN, column=str(key)[:60])
        if role not in SHARED and any(role is each for each, _ in of.values()):
            message = f"two columns were chosen as {role}"
            raise UnreadableFile(message, ProblemCode.DUPLICATE_COLUMN, column=str(key)[:60])
        of[index] = role, Certainty.CHOSEN
    return Roles(of)


def _without_header(roles: Roles) -> Roles:
    """The roles where only the cells tell them, which somebody has to confirm."""
    message = "no line names the columns: check what they hold, or add a first line"
    unclear = Problem("", message, ProblemCode.UNCLEAR_COLUMNS)
    of = {index: (role, Certainty.UNSURE) for index, (role, _) in roles.of.items()}
    return Roles(of, (unclear,))


def _section(rows: Sequence[NumberedRow]) -> Sequence[NumberedRow]:
    """The rows up to the next section of a report."""
    for at, (number, cells) in enumerate(rows):
        below_blank = at and number > rows[at - 1][0] + 1
        if below_blank and _width(cells) == 1 and _SECTION.match(next(filter(None, cells))):
            return rows[:at]
    return rows


def _with_split_names(
    rows: Sequence[NumberedRow], headers: Sequence[str]
) -> tuple[Sequence[NumberedRow], Sequence[str]]:
    """The rows with `Okafor, Ada` in one cell where the comma has made two of it.

    It has if each row has one cell more than the header, and the addresses are one column further.
    """
    meanings = [*meanings_in(headers)]
    if len(meanings) != len([*filter(None, headers)]) or not rows:
        return rows, headers
    name = next((at for at, each in enumerate(meanings) if each in NAMING), None)
    email = next((at for at, each in enumerate(meanings) if each is Meaning.EMAIL), None)
    if name is None or email is None or sum(each in NAMING for each in meanings) > 1:
        return rows, headers
    moved = email + (email > name)
    fits = all(
        len(cells) == len(headers) + 1 and is_address(cells[moved]) and cells[name + 1]
        for _, cells in rows
    )
    if not fits:
        return rows, headers
    joined = [
        (number, [*cells[:name], f"{cells[name]}, {cells[name + 1]}", *cells[name + 2 :]])
        for number, cells in rows
    ]
    return joined, headers
