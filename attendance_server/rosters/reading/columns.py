"""Which column holds what: from the headers, and from the cells below them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

from ...problems import Problem, ProblemCode
from .cells import role_of
from .found import Certainty, ColumnRole
from .grid import LONGEST
from .header_words import Meaning, Said, meaning_of

SAMPLE = 200
"""The rows below the header by which the cells of columns are judged."""

MOSTLY = 0.8

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")

_SIMPLE = {
    Meaning.CLASS: ColumnRole.CLASS,
    Meaning.JOINED: ColumnRole.JOINED,
    Meaning.LEFT: ColumnRole.LEFT,
    Meaning.DURATION: ColumnRole.DURATION,
}


@frozen
class Roles:
    """The roles of columns by their index, and why somebody has to confirm them."""

    of: Mapping[int, tuple[ColumnRole, Certainty]]
    unsure: tuple[Problem, ...] = ()

    def column(self, role: ColumnRole) -> int | None:
        """The index of the column with a role."""
        return next((index for index, (each, _) in self.of.items() if each is role), None)

    @property
    def has_name(self) -> bool:
        roles = {role for role, _ in self.of.values()}
        whole = {ColumnRole.NAME, ColumnRole.FAMILY_FIRST} & roles
        return bool(whole) or {ColumnRole.GIVEN_NAME, ColumnRole.FAMILY_NAME} <= roles

    @property
    def has_id(self) -> bool:
        roles = {role for role, _ in self.of.values()}
        return bool({ColumnRole.EMAIL, ColumnRole.STUDENT_NUMBER} & roles)

    @property
    def is_whole(self) -> bool:
        """Whether there is all that a list of students needs."""
        return self.has_name and self.has_id


def is_address(text: str) -> bool:
    """Whether a cell holds an e-mail address, perhaps with more around it."""
    if not text.isascii():
        return "@" in text or "\uff20" in text
    return "@" in text and _ADDRESS.search(text[:LONGEST]) is not None


class _Columns:
    """The columns of a table, while their roles are found."""

    def __init__(
        self, headers: Sequence[str], rows: Sequence[Sequence[str]], hidden: frozenset[int]
    ) -> None:
        self._rows = rows[:SAMPLE]
        width = max([len(headers), *(len(row) for row in self._rows)])
        self.headers = [*headers, *[""] * (width - len(headers))]
        self.said: dict[int, Said] = {
            index: said for index, header in enumerate(headers) if (said := meaning_of(header))
        }
        self._hidden = hidden
        self._cells = [
            [row[index] for row in self._rows if index < len(row) and row[index]]
            for index in range(width)
        ]
        self.of: dict[int, tuple[ColumnRole, Certainty]] = {}
        self.unsure: list[Problem] = []

    def share(self, index: int, test: Callable[[str], object]) -> float:
        """The share of the filled cells that pass a test; 0 if none is filled."""
        cells = self._cells[index]
        return sum(map(bool, map(test, cells))) / len(cells) if cells else 0.0

    def filled(self, index: int) -> int:
        return len(self._cells[index])

    def same(self, one: int, other: int) -> bool:
        """Whether two columns hold the same in each of their rows."""
        return all(_at(row, one).casefold() == _at(row, other).casefold() for row in self._rows)

    def find(self) -> Roles:
        self._find_emails()
        self._find_number()
        self._find_names()
        self._find_others()
        return Roles(dict(sorted(self.of.items())), tuple(self.unsure))

    def candidates(self, *meanings: Meaning, lowest: int = -99) -> list[int]:
        """Columns whose header has one of the meanings, the best first."""
        fitting = [
            index
            for index, said in self.said.items()
            if said.meaning in meanings and said.rank >= lowest and index not in self.of
        ]
        return sorted(fitting, key=lambda index: (*self._preference(index), index))

    def _preference(self, index: int) -> tuple[bool, bool, int]:
        """Lower is better."""
        return not self.filled(index), index in self._hidden, -self.said[index].rank

    def _take(
        self, role: ColumnRole, candidates: Sequence[int], certainty: Certainty = Certainty.SURE
    ) -> int | None:
        """Give the role to the first of the candidates, which is unsure if the next is as good."""
        if not candidates:
            return None
        first = candidates[0]
        rivals = [
            each
            for each in candidates[1:]
            if self.filled(each)
            and (each in self.said) == (first in self.said)
            and (each not in self.said or self._preference(each) == self._preference(first))
            and not self.same(first, each)
        ]
        if rivals:
            certainty = Certainty.UNSURE
            self._doubt(first)
        self.of[first] = role, certainty
        return first

    def _doubt(self, index: int) -> None:
        shown = self.headers[index][:60] or f"column {index + 1}"
        message = f"check what the column {shown!r} holds, or name the columns"
        self.unsure.append(Problem("", message, ProblemCode.UNCLEAR_COLUMNS, column=shown))

    def _find_emails(self) -> None:
        named = self.candidates(Meaning.EMAIL)
        # `anonymous` in each row is no address.
        with_addresses = [index for index in named if self.share(index, is_address) > 0]
        if not with_addresses:
            contents = [
                index
                for index in range(len(self.headers))
                if self.share(index, is_address) >= MOSTLY
                and (index not in self.said or self.said[index].meaning is Meaning.STUDENT_NUMBER)
            ]
            if contents:
                self._take(ColumnRole.EMAIL, contents, Certainty.LIKELY)
            else:
                self._take(ColumnRole.EMAIL, named[:1])
        else:
            self._take(ColumnRole.EMAIL, with_addresses)
        self._take(ColumnRole.CONTACT_EMAIL, self.candidates(Meaning.CONTACT_EMAIL)[:1])

    def _find_number(self) -> None:
        has_email = any(role is ColumnRole.EMAIL for role, _ in self.of.values())
        candidates = [
            index
            for index in self.candidates(Meaning.STUDENT_NUMBER)
            if self.share(index, is_address) < 1 - MOSTLY
            and (self.said[index].rank >= 0 or (not has_email and not self._counts(index)))
        ]
        filled = [index for index in candidates if self.filled(index)]
        sure = bool(candidates) and self.said[candidates[0]].rank >= 0
        self._take(
            ColumnRole.STUDENT_NUMBER,
            (filled or candidates)[:1],
            Certainty.SURE if sure else Certainty.LIKELY,
        )

    def _counts(self, index: int) -> bool:
        """Whether a column counts the rows."""
        cells = self._cells[index]
        return cells[:1] in (["0"], ["1"]) and all(
            cell == str(number) for number, cell in enumerate(cells, int(cells[0]))
        )

    def _find_names(self) -> None:
        given = self.candidates(Meaning.GIVEN_NAME)
        family = self.candidates(Meaning.FAMILY_NAME)
        whole = self.candidates(Meaning.WHOLE_NAME, Meaning.FAMILY_FIRST, lowest=0)
        alone = self.candidates(Meaning.NAME, lowest=0)
        sure, likely = Certainty.SURE, Certainty.LIKELY
        if given and family:
            self._take(ColumnRole.GIVEN_NAME, given)
            self._take(ColumnRole.FAMILY_NAME, family)
        elif whole:
            reversed_ = self.said[whole[0]].meaning is Meaning.FAMILY_FIRST
            self._take(ColumnRole.FAMILY_FIRST if reversed_ else ColumnRole.NAME, whole, sure)
        elif alone and given:
            self._take(ColumnRole.GIVEN_NAME, given)
            self._take(ColumnRole.FAMILY_NAME, alone, likely)
        elif alone and family:
            self._take(ColumnRole.FAMILY_NAME, family)
            self._take(ColumnRole.GIVEN_NAME, alone, likely)
        elif alone:
            self._take(ColumnRole.NAME, alone)
            self._doubt_if_merged(alone[0])
        else:
            self._guess_names(given, family)
        if given or family:
            for more in (Meaning.FAMILY_PREFIX, Meaning.SECOND_FAMILY_NAME):
                self._take(ColumnRole.FAMILY_NAME, self.candidates(more)[:1])

    def _doubt_if_merged(self, index: int) -> None:
        """Whether the header seems to be that of the next column too, as in a merged cell."""
        after = index + 1
        if (
            after < len(self.headers)
            and not self.headers[after]
            and after not in self.of
            and self._looks_like_names(after)
        ):
            self.of[index] = ColumnRole.NAME, Certainty.UNSURE
            self._doubt(index)

    def _guess_names(self, given: Sequence[int], family: Sequence[int]) -> None:
        """Where the headers do not name both parts: a column that looks like names."""
        self._take(ColumnRole.GIVEN_NAME, given)
        self._take(ColumnRole.FAMILY_NAME, family)
        looking = [
            index
            for index in range(len(self.headers))
            if index not in self.of and index not in self.said and self._looks_like_names(index)
        ]
        if not looking:
            return
        part = ColumnRole.FAMILY_NAME if given else ColumnRole.GIVEN_NAME
        role = part if given or family else ColumnRole.NAME
        if self._take(role, looking, Certainty.UNSURE) is not None and len(looking) == 1:
            self._doubt(looking[0])

    def _looks_like_names(self, index: int) -> bool:
        cells = self._cells[index]
        different = len({cell.casefold() for cell in cells}) > len(cells) / 2
        return different and self.share(index, looks_like_name) >= MOSTLY

    def _find_others(self) -> None:
        for meaning, role in _SIMPLE.items():
            self._take(role, self.candidates(meaning)[:1])
        named = self.candidates(Meaning.ROLE)
        unnamed = [index for index in range(len(self.headers)) if index not in self.said]
        known = [index for index in [*named, *unnamed] if self.share(index, role_of) >= MOSTLY]
        self._take(ColumnRole.ROLE, (known or named)[:1])
        self._take(ColumnRole.STATUS, self.candidates(Meaning.STATUS)[:1])


def _at(row: Sequence[str], index: int) -> str:
    return row[index] if index < len(row) else ""


def looks_like_name(text: str) -> bool:
    """Whether a cell could be the name of a person: a few words of letters."""
    if len(text) > 80 or any(char.isdigit() or char in "@/:_#=" for char in text):
        return False
    return sum(char.isalpha() for char in text) >= max(1, len(text) // 2)


def roles_of(
    headers: Sequence[str], rows: Sequence[Sequence[str]], hidden: frozenset[int] = frozenset()
) -> Roles:
    """The roles of the columns of a table. `hidden`: columns that are not shown."""
    return _Columns(headers, rows, hidden).find()


def meanings_in(headers: Sequence[str]) -> Iterator[Meaning]:
    """What the headers of a row say."""
    for header in headers:
        said = meaning_of(header)
        if said:
            yield said.meaning
