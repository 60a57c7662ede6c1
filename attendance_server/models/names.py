"""What people are called, and by what their names are sorted."""

from enum import StrEnum

from attrs import evolve, frozen

from .ids import Missing


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
