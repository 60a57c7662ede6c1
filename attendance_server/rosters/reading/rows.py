"""The rows below the header: people, and rows that are none, with the reason."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import evolve

from ...problems import ProblemCode
from .cells import (
    by_capitals,
    clean_name,
    clean_text,
    first_address,
    has_left,
    is_test_student,
    kind_of_line,
    original_name,
    role_of,
    turned,
)
from .found import MAX_LINES, ColumnRole, RosterLine, SkipReason
from .grid import NumberedRow
from .header_words import Meaning, meaning_of
from .unreadable import UnreadableFile

MOSTLY = 0.6
"""The share of the names with a comma, or with a part in capitals, from which on these tell the
family name."""


class Body:
    """The rows below a header."""

    def __init__(
        self,
        headers: Sequence[str],
        roles: Mapping[int, ColumnRole],
        rows: Sequence[NumberedRow],
        hidden: Mapping[int, SkipReason],
    ) -> None:
        """`roles`: by the index of the column. `hidden`: as in `Grid`."""
        self._headers = headers
        self._rows = rows
        self._hidden = hidden
        self._indexes = {role: index for index, role in reversed([*roles.items()])}
        self._given = [index for index, role in roles.items() if role is ColumnRole.GIVEN_NAME]
        self._family = sorted(
            (index for index, role in roles.items() if role is ColumnRole.FAMILY_NAME),
            key=lambda index: not _is_prefix(headers, index),
        )
        names = [name for _, cells in rows if (name := self._cell(cells, ColumnRole.NAME))]
        self._commas_tell = _share(names, turned) >= MOSTLY
        self._capitals_tell = len(names) > 1 and _share(names, by_capitals) == 1
        self._has_original = "original" in self._header(ColumnRole.NAME).casefold()

    def lines(self) -> list[RosterLine]:
        """All rows as lines. Raises `UnreadableFile` if there are too many."""
        if len(self._rows) > MAX_LINES:
            message = f"expected at most {MAX_LINES:,} students"
            raise UnreadableFile(message, ProblemCode.TOO_MANY_STUDENTS, maximum=MAX_LINES)
        return [*_without_duplicates(map(self._line, self._rows))]

    def _line(self, row: NumberedRow) -> RosterLine:
        number, cells = row
        line = self._read(number, cells)
        return evolve(line, skipped=self._reason(line, cells))

    def _read(self, number: int, cells: Sequence[str]) -> RosterLine:
        name, given, family = self._names(cells)
        return RosterLine(
            number,
            name,
            first_address(self._cell(cells, ColumnRole.EMAIL)),
            # Brightspace writes `#` before numbers, so that they stay text.
            clean_text(self._cell(cells, ColumnRole.STUDENT_NUMBER)).lstrip("#"),
            first_address(self._cell(cells, ColumnRole.CONTACT_EMAIL)),
            given,
            family,
            clean_text(self._cell(cells, ColumnRole.CLASS)),
            clean_text(self._cell(cells, ColumnRole.ROLE)),
            clean_text(self._cell(cells, ColumnRole.STATUS)),
        )

    def _names(self, cells: Sequence[str]) -> tuple[str, str, str]:
        """The whole, the given and the family name."""
        given, family = _joined(cells, self._given), _joined(cells, self._family)
        if given or family:
            return " ".join(filter(None, [given, family])), given, family
        name = clean_name(self._cell(cells, ColumnRole.NAME))
        if name and self._has_original:
            name = original_name(name)
        reversed_name = clean_name(self._cell(cells, ColumnRole.FAMILY_FIRST))
        parts = None
        if reversed_name or self._commas_tell:
            parts = turned(reversed_name or name)
        if parts is None and (reversed_name or self._capitals_tell):
            parts = by_capitals(reversed_name or name)
        if parts is None:
            return reversed_name or name, "", ""
        return " ".join(parts), *parts

    def _reason(self, line: RosterLine, cells: Sequence[str]) -> SkipReason | None:
        """Why a row is no student to import; `None` if it is one."""
        if line.number in self._hidden:
            return self._hidden[line.number]
        if self._repeats_header(cells):
            return SkipReason.REPEATED_HEADER
        role = role_of(line.role) if line.role else False
        if isinstance(role, SkipReason):
            return role
        if line.status and has_left(line.status, header=self._header(ColumnRole.STATUS)):
            return SkipReason.LEFT
        if is_test_student(line.name):
            return SkipReason.TEST_STUDENT
        if "@" in line.email or (line.student_number and line.email):
            return None
        return kind_of_line([cell for cell in cells if cell], numbered=bool(line.student_number))

    def _repeats_header(self, cells: Sequence[str]) -> bool:
        both = [*zip(self._headers, cells, strict=False)]
        same = sum(bool(cell) and header.casefold() == cell.casefold() for header, cell in both)
        return same >= 2 and same >= sum(map(bool, cells)) / 2

    def _header(self, role: ColumnRole) -> str:
        index = self._indexes.get(role)
        return self._headers[index] if index is not None and index < len(self._headers) else ""

    def _cell(self, cells: Sequence[str], role: ColumnRole) -> str:
        index = self._indexes.get(role)
        return cells[index] if index is not None and index < len(cells) else ""


def _joined(cells: Sequence[str], indexes: Sequence[int]) -> str:
    """The parts of a name in one text."""
    parts = (clean_name(cells[index]) for index in indexes if index < len(cells))
    return " ".join(filter(None, parts))


def _is_prefix(headers: Sequence[str], index: int) -> bool:
    said = meaning_of(headers[index]) if index < len(headers) else None
    return said is not None and said.meaning is Meaning.FAMILY_PREFIX


def _share(names: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(map(bool, map(test, names))) / len(names) if names else 0.0


def _without_duplicates(lines: Iterable[RosterLine]) -> Iterator[RosterLine]:
    """The lines; those that say the same as an earlier one are skipped."""
    seen = set[tuple[str, str, str]]()
    for line in lines:
        key = line.name.casefold(), line.email.casefold(), line.student_number.casefold()
        if line.skipped is None and any(key[1:]):
            if key in seen:
                line = evolve(line, skipped=SkipReason.DUPLICATE)
            seen.add(key)
        yield line
