"""What people are called, and by what their names are sorted."""

import re
from enum import StrEnum

from attrs import evolve, frozen

from .ids import Missing

_FAMILY_FIRST = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fff\u3005-\u30ff\u3130-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
"""The first character of a name in Chinese, Japanese or Korean characters."""


class NameOrder(StrEnum):
    """What lists of people are sorted by: the name as it is shown, or one of its parts."""

    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"


@frozen
class PersonName:
    """The `name` that is shown, and its parts as far as they are known.

    The name need not consist of the parts: it may be a short form, or have them in another order.
    """

    name: str
    given_name: str | None = None
    family_name: str | None = None

    @property
    def joined(self) -> str:
        """The parts that are known, the given name first."""
        return " ".join(part for part in (self.given_name, self.family_name) if part)

    @property
    def given_part(self) -> str:
        """The given name or, if no part is known, the words of the name before the last one."""
        return self._parts[0]

    @property
    def family_part(self) -> str:
        """The family name or, if no part is known, the last word of the name."""
        return self._parts[1]

    @property
    def _parts(self) -> tuple[str, str]:
        if self.given_name or self.family_name:
            return self.given_name or "", self.family_name or ""
        given, _, family = self.name.rpartition(" ")
        if _FAMILY_FIRST.match(self.name):
            family, _, given = self.name.partition(" ")
        return given.strip(), family


@frozen
class NameChange:
    """A change to a name; fields that are `MISSING` stay as they are, and `None` removes a part.

    A new name without parts removes them, since they were those of another name. New parts without
    a name change the name too, if it consisted of the parts.
    """

    name: str | Missing = Missing.MISSING
    given_name: str | Missing | None = Missing.MISSING
    family_name: str | Missing | None = Missing.MISSING

    def applied_to(self, before: PersonName) -> PersonName:
        """The name with the change."""
        given = before.given_name if self.given_name is Missing.MISSING else self.given_name
        family = before.family_name if self.family_name is Missing.MISSING else self.family_name
        after = PersonName(before.name, given, family)
        if self.name is Missing.MISSING:
            follows = before.name == before.joined and after.joined
            return evolve(after, name=after.joined) if follows else after
        if self.name == before.name:
            return after
        # Each part that was not sent was a part of the old name.
        return PersonName(
            self.name,
            None if self.given_name is Missing.MISSING else self.given_name,
            None if self.family_name is Missing.MISSING else self.family_name,
        )
