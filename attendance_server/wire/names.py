"""Names of people in requests. The docstrings appear in the API description."""

from typing import Any

from ..models import Missing, NameChange, NameOrder
from ..problems import FieldError, ProblemCode
from .fields import JSON_SCHEMAS, Name, checked, one_of
from .file_forms import Language
from .frozen import frozen

NAMES = ("name", "givenName", "familyName")
PREFERENCES = ("nameOrder", "language")


@checked(NameOrder, enum=list(NameOrder))
def _read_name_order(text: str) -> NameOrder:
    return one_of(NameOrder, text)


@frozen
class Rename:
    """The names of an account to change, at least one. `null` removes a part.

    A new `name` without parts removes the parts, and new parts without a `name` change the name
    too, if it consisted of the given and the family name.
    """

    name: Name | Missing = Missing.MISSING
    given_name: Name | Missing | None = Missing.MISSING
    family_name: Name | Missing | None = Missing.MISSING

    def __attrs_post_init__(self) -> None:
        if self.change == NameChange():
            raise nothing_to_change(NAMES)

    @property
    def change(self) -> NameChange:
        return NameChange(self.name, self.given_name, self.family_name)


@frozen
class ChangeOwnAccount(Rename):
    """The names of your account to change, `nameOrder`: what lists of students are sorted by, or
    `language`: that of your pages, files and mail; `null`: that which your browser prefers.

    A new `name` without parts removes the parts, and new parts without a `name` change the name
    too, if it consisted of the given and the family name.
    """

    name_order: NameOrder | Missing = Missing.MISSING
    language: Language | Missing | None = Missing.MISSING

    def __attrs_post_init__(self) -> None:
        if self.change == NameChange() and not self.changes_preferences:
            raise nothing_to_change((*NAMES, *PREFERENCES))

    @property
    def changes_preferences(self) -> bool:
        return not (self.name_order is self.language is Missing.MISSING)


def nothing_to_change(fields: tuple[str, ...]) -> FieldError:
    """The error for a body with none of these fields."""
    message = f"expected {', '.join(fields[:-1])} or {fields[-1]}"
    return FieldError(message, ProblemCode.NOTHING_TO_CHANGE)


def at_least_one(fields: tuple[str, ...]) -> dict[str, Any]:
    """The JSON Schema of an object with one of these fields or more."""
    return {"anyOf": [{"required": [name]} for name in fields]}


JSON_SCHEMAS[Rename] = at_least_one(NAMES)
JSON_SCHEMAS[ChangeOwnAccount] = at_least_one((*NAMES, *PREFERENCES))
