"""How settings are read: what makes a value of a text.

Each function, and each that `whole`, `one_of` and `choice` make, returns the value of a text. It
raises `ValueError` for one that it cannot use, and says what it expected.
"""

import os
import re
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from yarl import URL

from ..client_address import Network, is_loopback, read_network
from ..text import valid_address
from .choices import ANY_ORIGIN, Rate, SignupRule, TeacherClaim

E = TypeVar("E", bound=StrEnum)

SECRET_BYTES = 32
"""HS256 wants a key at least as long as its digest (RFC 7518, section 3.2)."""

CODE_LENGTH = 8
"""Characters that a code for signing up has at least; fewer could be guessed."""

LONGEST_SESSION = (60, 365 * 86_400)
"""Seconds that a session may be allowed to run at least and at most, where not for ever."""

DAYS_KEPT = (1, 36_500)
"""For how many days sessions may be kept, where not for ever."""

AUDIT_DAYS_KEPT = (1, 3650)
"""For how many days audit events may be kept."""

REMEMBERED = (60, 400 * 86_400)
"""Seconds that a device is remembered at least and at most: browsers keep no cookie for longer."""

MOST_WORKERS = 64

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}
_ORIGIN = re.compile(r"https?://[^/?#@*%\s]+", re.IGNORECASE)
_DOMAIN = re.compile(r"[^\s@/:,.]+(?:\.[^\s@/:,.]+)*")


def duration(text: str) -> float:
    """Seconds, such as `12h`, `1.5s`, `250ms`; no bare number, and not zero."""
    match = _DURATION.fullmatch(text.strip().lower())
    seconds = float(match[1]) * _SECONDS[match[2]] if match else 0.0
    if not seconds:
        raise ValueError(
            f"expected a duration with its unit, such as 12h, 30m or 10s, not {text!r}"
        )
    return seconds


def rate(text: str) -> Rate | None:
    """A rate such as `10/15m`, over whole seconds; `None`, for no limit, in `off` and `0`."""
    if text.lower() in ("off", "0"):
        return None
    count, _, length = text.partition("/")
    try:
        seconds = duration(length)
        if seconds.is_integer():
            return Rate(whole(1, 1_000_000)(count.strip()), int(seconds))
    except ValueError:
        pass
    raise ValueError(f"expected a rate such as 10/15m, or off, not {text!r}")


def whole(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers from `low` to `high`."""

    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"expected a whole number from {low} to {high}, not {text!r}")
        return int(text)

    return parse


def one_of(fold: Callable[[str], str], choices: Sequence[str]) -> Callable[[str], str]:
    """A reader of texts that are one of `choices`; `fold` makes one letter case of all."""

    def parse(text: str) -> str:
        if fold(text) not in choices:
            raise ValueError(f"expected one of {', '.join(choices)}, not {text!r}")
        return fold(text)

    return parse


def choice(kind: type[E]) -> Callable[[str], E]:
    """A reader of the values of `kind`, in any letter case."""
    name = one_of(str.lower, tuple(kind))
    return lambda text: kind(name(text))


def session_max(text: str) -> float | None:
    """A duration of a minute or more: `12s`, meant as hours, would end lessons.

    `None`, for no limit, in `off`.
    """
    if text.lower() == "off":
        return None
    seconds = duration(text)
    if not LONGEST_SESSION[0] <= seconds <= LONGEST_SESSION[1]:
        raise ValueError(f"expected 1m to 365d, such as 12h, or off, not {text!r}")
    return seconds


def days_kept(text: str) -> float:
    """A duration of a day or more: `400s`, meant as days, would lose history."""
    seconds = duration(text)
    if not DAYS_KEPT[0] <= seconds / _SECONDS["d"] <= DAYS_KEPT[1]:
        raise ValueError("expected {}d to {}d, such as 400d, not {!r}".format(*DAYS_KEPT, text))
    return seconds


def audit_days_kept(text: str) -> float | None:
    """A duration of a day or more; `None`, for the log alone, in `off`."""
    if text.lower() == "off":
        return None
    seconds = duration(text)
    if not AUDIT_DAYS_KEPT[0] <= seconds / _SECONDS["d"] <= AUDIT_DAYS_KEPT[1]:
        expected = "expected {}d to {}d, such as 400d, or off, not {!r}"
        raise ValueError(expected.format(*AUDIT_DAYS_KEPT, text))
    return seconds


def remembered(text: str) -> float:
    """A duration of a minute or more, up to what browsers keep a cookie for."""
    seconds = duration(text)
    if not REMEMBERED[0] <= seconds <= REMEMBERED[1]:
        raise ValueError(f"expected 1m to 400d, such as 120d, not {text!r}")
    return seconds


def workers(text: str) -> int:
    """How many processes serve; `auto`: one per core that this process may use."""
    if text.lower() != "auto":
        try:
            return whole(1, MOST_WORKERS)(text)
        except ValueError:
            raise ValueError(f"expected 1 to {MOST_WORKERS}, or auto, not {text!r}") from None
    return min(_cores(), MOST_WORKERS)


def _cores() -> int:
    """The number of cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def secret(text: str) -> str:
    """A key for signing tokens."""
    if len(text.encode()) < SECRET_BYTES:
        raise ValueError(f"shorter than {SECRET_BYTES} bytes; make one with `openssl rand -hex 32`")
    return text


def signup(text: str) -> SignupRule:
    """Who may sign up, in any letter case."""
    try:
        return SignupRule(text.lower())
    except ValueError:
        # Not what was found there: it may be the code itself, set under the wrong name.
        raise ValueError("expected open, code or closed") from None


def code(text: str) -> str:
    """A code that has to be known to sign up."""
    if len(text) < CODE_LENGTH:
        raise ValueError(f"shorter than {CODE_LENGTH} characters")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("not UTF-8") from None
    return text


def origins(text: str) -> frozenset[str]:
    """Origins between commas, or the one that stands for all."""
    allowed = frozenset(_origin(part.strip()) for part in text.split(",") if part.strip())
    if ANY_ORIGIN in allowed and len(allowed) > 1:
        raise ValueError(f"{ANY_ORIGIN} allows any origin and stands alone")
    return allowed


def _origin(text: str) -> str:
    """As browsers send it (RFC 6454, section 6.2): lower case, punycode, no default port."""
    if text == ANY_ORIGIN:
        return text
    try:
        if _ORIGIN.fullmatch(text):
            return str(URL(text).origin())
    except ValueError:
        pass
    raise ValueError(
        f"expected origins without a path, such as https://app.school.org, or {ANY_ORIGIN},"
        f" not {text!r}"
    )


def public_url(text: str) -> str:
    """One address without a path; a slash at its end is left out."""
    if text == ANY_ORIGIN:
        raise ValueError("expected one address, such as https://attendance.school.org")
    return _origin(text.removesuffix("/"))


def networks(text: str) -> Sequence[Network]:
    """Addresses and networks between commas."""
    try:
        return tuple(read_network(part.strip()) for part in text.split(","))
    except ValueError as exc:
        raise ValueError(f"{exc}; expected addresses and networks such as 10.0.0.0/8") from None


def mongo_uri(text: str) -> str:
    """A connection string of MongoDB, of which only the scheme is looked at."""
    if urlsplit(text).scheme not in ("mongodb", "mongodb+srv"):
        raise ValueError("expected mongodb://… or mongodb+srv://…")
    return text


def issuer(text: str) -> str:
    """The identifier of a provider (OpenID Connect Core, section 2), as it is compared."""
    try:
        url = URL(text)
        encrypted = url.scheme == "https" or (url.scheme == "http" and is_loopback(url.host or ""))
    except ValueError:
        encrypted = False
    if not encrypted or not url.host or url.query_string or url.fragment or url.user:
        raise ValueError(
            f"expected the https address that the provider calls its issuer, not {text!r}"
        )
    return text


def teacher_claim(text: str) -> TeacherClaim:
    """A claim and the values of it that teachers have, such as `groups=staff,heads`."""
    name, _, values = (part.strip() for part in text.partition("="))
    chosen = frozenset(value.strip() for value in values.split(",") if value.strip())
    if not name or not chosen:
        raise ValueError(f"expected a claim and its values, such as groups=staff, not {text!r}")
    return TeacherClaim(name, chosen)


def domains(text: str) -> frozenset[str]:
    """Domains of e-mail addresses between commas, in lower case."""
    named = frozenset(part.strip().lower() for part in text.split(",") if part.strip())
    if wrong := sorted(domain for domain in named if not _DOMAIN.fullmatch(domain)):
        raise ValueError(f"expected domains of addresses, such as school.org, not {wrong[0]!r}")
    return named


def sender(text: str) -> str:
    """An e-mail address, as the sender of mail."""
    try:
        return valid_address(text)
    except ValueError as exc:
        raise ValueError(f"expected an e-mail address, not {text!r}") from exc
