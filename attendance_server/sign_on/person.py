"""Who has signed on, as far as the provider vouches for it. Pure."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ..models import Subject
from ..problems import FieldError
from ..settings.choices import TeacherClaim
from ..wire.fields import Email, Name, converter

YES = (True, "1", "true")
"""The ways in which Microsoft Entra says so in `xms_edov`: it has no `email_verified`."""


@frozen
class Person:
    """Someone who has signed on.

    `email`: in lower case, `None` if the provider gave none. `verified`: whether it vouches for it.
    """

    subject: Subject
    name: str
    email: str | None
    verified: bool
    teacher: bool
    given_name: str | None = None
    family_name: str | None = None


def person_of(claims: Mapping[str, Any], teachers: TeacherClaim | None) -> Person:
    """The person that accepted claims describe. `teachers`: what makes a teacher, if anything."""
    email = _read(Email, claims.get("email"))
    verified = claims.get("email_verified") is True or claims.get("xms_edov") in YES
    return Person(
        Subject(claims["iss"], claims["sub"]),
        _name(claims) or (email or "").partition("@")[0],
        email,
        verified,
        teachers is not None and not _values(claims, teachers.name).isdisjoint(teachers.values),
        _read(Name, claims.get("given_name")),
        _read(Name, claims.get("family_name")),
    )


def _name(claims: Mapping[str, Any]) -> str | None:
    parts = [claims.get(part) for part in ("given_name", "family_name")]
    joined = " ".join(part for part in parts if isinstance(part, str))
    return _read(Name, claims.get("name")) or _read(Name, joined)


def _values(claims: Mapping[str, Any], name: str) -> set[str]:
    """The values of a claim, by its name or by its path through nested ones."""
    value: Any = claims.get(name)
    if value is None:
        value = claims
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
    values = value if isinstance(value, list) else [value]
    return {each for each in values if isinstance(each, str)}


def _read(kind: Any, value: object) -> str | None:
    """A text in its normal form, or `None` if it is not usable."""
    try:
        text: str = converter.structure(value, kind)
    except (FieldError, TypeError, ValueError):
        return None
    return text
