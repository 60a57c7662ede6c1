"""Settings, read from the environment and from `.env` in the working directory."""

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urlsplit

from attrs import NOTHING, Attribute, evolve, field, fields, frozen
from yarl import URL

from .client_address import Network, is_loopback, read_network
from .exit_errors import SettingsError
from .smtp_url import SmtpServer, read_smtp_url
from .text import valid_address

T = TypeVar("T")
D = TypeVar("D")
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

ANY_ORIGIN = "*"

FOR_EVERYONE = frozenset({"https://accounts.google.com"})
"""Issuers of single sign-on that are not those of one school or company."""

LOG_FORMATS = ("auto", "text", "json")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_ORIGIN = re.compile(r"https?://[^/?#@*%\s]+", re.IGNORECASE)
_DOMAIN = re.compile(r"[^\s@/:,.]+(?:\.[^\s@/:,.]+)*")
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}


class SignupRule(StrEnum):
    """Who may sign up, as a teacher or as a student: anyone, who knows a code, or no one."""

    OPEN = "open"
    CODE = "code"
    CLOSED = "closed"


TeacherSignup: TypeAlias = SignupRule
StudentSignup: TypeAlias = SignupRule


class StudentDirectory(StrEnum):
    """Which students a teacher can look for and enrol at once: all, or those whom they know.

    `OWN`: those of their classes and their imports. Others are invited, by their exact address.
    """

    OWN = "own"
    ALL = "all"


class ShareMarks(StrEnum):
    """Of whose marks a student hears: of those of the whole class, or of their own."""

    CLASS = "class"
    OWN = "own"


class AnswerForm(StrEnum):
    """The form of JSON answers: in an envelope with `success`, or data and errors by themselves."""

    ENVELOPE = "envelope"
    PLAIN = "plain"


class PasswordRule(StrEnum):
    """What a new password has to be: what the wire contract says, or what is hard to guess."""

    CONTRACT = "contract"
    STRICT = "strict"


class PasswordLogIn(StrEnum):
    """Whether teachers and students have passwords; administrators always do."""

    ON = "on"
    OFF = "off"


@frozen
class TeacherClaim:
    """What a provider of single sign-on claims about a teacher: one of these values under a name.

    A name with dots may also be a path into nested claims.
    """

    name: str
    values: frozenset[str]


@frozen
class Rate:
    """So many in so many seconds."""

    count: int
    seconds: int


def duration(text: str) -> float:
    """Seconds in `text`, such as `12h`, `1.5s`, `250ms`.

    Raises `ValueError` for anything else, for a bare number, and for zero.
    """
    match = _DURATION.fullmatch(text.strip().lower())
    seconds = float(match[1]) * _SECONDS[match[2]] if match else 0.0
    if not seconds:
        raise ValueError(
            f"expected a duration with its unit, such as 12h, 30m or 10s, not {text!r}"
        )
    return seconds


def _session_max(text: str) -> float | None:
    """A duration of a minute or more: `12s`, meant as hours, would end lessons.

    `None`, for no limit, in `off`.
    """
    if text.lower() == "off":
        return None
    seconds = duration(text)
    if not LONGEST_SESSION[0] <= seconds <= LONGEST_SESSION[1]:
        raise ValueError(f"expected 1m to 365d, such as 12h, or off, not {text!r}")
    return seconds


def _keep(text: str) -> float:
    """A duration of a day or more: `400s`, meant as days, would lose history."""
    seconds = duration(text)
    if not DAYS_KEPT[0] <= seconds / _SECONDS["d"] <= DAYS_KEPT[1]:
        raise ValueError("expected {}d to {}d, such as 400d, not {!r}".format(*DAYS_KEPT, text))
    return seconds


def _keep_audit(text: str) -> float | None:
    """A duration of a day or more; `None`, for the log alone, in `off`."""
    if text.lower() == "off":
        return None
    seconds = duration(text)
    if not AUDIT_DAYS_KEPT[0] <= seconds / _SECONDS["d"] <= AUDIT_DAYS_KEPT[1]:
        expected = "expected {}d to {}d, such as 400d, or off, not {!r}"
        raise ValueError(expected.format(*AUDIT_DAYS_KEPT, text))
    return seconds


def _remember_for(text: str) -> float:
    """A duration of a minute or more, up to what browsers keep a cookie for."""
    seconds = duration(text)
    if not REMEMBERED[0] <= seconds <= REMEMBERED[1]:
        raise ValueError(f"expected 1m to 400d, such as 120d, not {text!r}")
    return seconds


def rate(text: str) -> Rate | None:
    """A rate such as `10/15m`, over whole seconds; `None`, for no limit, in `off` and `0`.

    Raises `ValueError` for anything else.
    """
    if text.lower() in ("off", "0"):
        return None
    count, _, length = text.partition("/")
    try:
        seconds = duration(length)
        if seconds.is_integer():
            return Rate(_whole(1, 1_000_000)(count.strip()), int(seconds))
    except ValueError:
        pass
    raise ValueError(f"expected a rate such as 10/15m, or off, not {text!r}")


def _networks(text: str) -> Sequence[Network]:
    try:
        return tuple(read_network(part.strip()) for part in text.split(","))
    except ValueError as exc:
        raise ValueError(f"{exc}; expected addresses and networks such as 10.0.0.0/8") from None


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"expected a whole number from {low} to {high}, not {text!r}")
        return int(text)

    return parse


def _workers(text: str) -> int:
    """How many processes serve; `auto`: one per core that this process may use."""
    if text.lower() != "auto":
        try:
            return _whole(1, MOST_WORKERS)(text)
        except ValueError:
            raise ValueError(f"expected 1 to {MOST_WORKERS}, or auto, not {text!r}") from None
    return min(_cores(), MOST_WORKERS)


def _cores() -> int:
    """The number of cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _one_of(fold: Callable[[str], str], choices: Sequence[str]) -> Callable[[str], str]:
    """`fold` makes one letter case of all."""

    def parse(text: str) -> str:
        if fold(text) not in choices:
            raise ValueError(f"expected one of {', '.join(choices)}, not {text!r}")
        return fold(text)

    return parse


def _secret(text: str) -> str:
    if len(text.encode()) < SECRET_BYTES:
        raise ValueError(f"shorter than {SECRET_BYTES} bytes; make one with `openssl rand -hex 32`")
    return text


def _signup(text: str) -> SignupRule:
    try:
        return SignupRule(text.lower())
    except ValueError:
        # Not what was found there: it may be the code itself, set under the wrong name.
        raise ValueError("expected open, code or closed") from None


def _choice(kind: type[E]) -> Callable[[str], E]:
    name = _one_of(str.lower, tuple(kind))
    return lambda text: kind(name(text))


def _code(text: str) -> str:
    if len(text) < CODE_LENGTH:
        raise ValueError(f"shorter than {CODE_LENGTH} characters")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("not UTF-8") from None
    return text


def _origins(text: str) -> frozenset[str]:
    origins = frozenset(_origin(part.strip()) for part in text.split(",") if part.strip())
    if ANY_ORIGIN in origins and len(origins) > 1:
        raise ValueError(f"{ANY_ORIGIN} allows any origin and stands alone")
    return origins


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


def _public_url(text: str) -> str:
    if text == ANY_ORIGIN:
        raise ValueError("expected one address, such as https://attendance.school.org")
    return _origin(text.removesuffix("/"))


def _issuer(text: str) -> str:
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


def _teacher_claim(text: str) -> TeacherClaim:
    name, _, values = (part.strip() for part in text.partition("="))
    chosen = frozenset(value.strip() for value in values.split(",") if value.strip())
    if not name or not chosen:
        raise ValueError(f"expected a claim and its values, such as groups=staff, not {text!r}")
    return TeacherClaim(name, chosen)


def _from_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    # Most servers have no such file.
    from dotenv import dotenv_values

    return {name: text for name, text in dotenv_values(path).items() if text is not None}


def _domains(text: str) -> frozenset[str]:
    domains = frozenset(part.strip().lower() for part in text.split(",") if part.strip())
    if wrong := sorted(domain for domain in domains if not _DOMAIN.fullmatch(domain)):
        raise ValueError(f"expected domains of addresses, such as school.org, not {wrong[0]!r}")
    return domains


def _sender(text: str) -> str:
    """An e-mail address, as the sender of mail."""
    try:
        return valid_address(text)
    except ValueError as exc:
        raise ValueError(f"expected an e-mail address, not {text!r}") from exc


def _mongo_uri(text: str) -> str:
    if urlsplit(text).scheme not in ("mongodb", "mongodb+srv"):
        raise ValueError("expected mongodb://… or mongodb+srv://…")
    return text


PARSE, IF_EXPOSED = "parse", "if_exposed"
"""Keys of a field's metadata: what makes its value of a text, and its default on a server that
strangers can reach."""


def setting(
    parse: Callable[[str], T], default: D, *, if_exposed: object = NOTHING, secret: bool = False
) -> T | D:
    """A field of `Settings`, read from the environment variable of its name in capitals.

    `parse` raises `ValueError` where it cannot use a text, with what it expected. `if_exposed` is
    the default where strangers can reach the server, if that is another one. A `secret` is not
    shown where settings are printed.
    """
    metadata = {PARSE: parse} if if_exposed is NOTHING else {PARSE: parse, IF_EXPOSED: if_exposed}
    made: T | D = field(default=default, repr=not secret, metadata=metadata)
    return made


def name_of(setting: "Attribute[Any]") -> str:
    """The environment variable that holds a setting."""
    return setting.name.upper()


@frozen(kw_only=True)
class Settings:
    """What a deployment can choose. Durations are seconds; a rate that is `None` is no limit.

    `session_max`: how long a session may run, `keep_sessions`: how long it is kept after its end;
    `None` is for ever. `keep_audit`: how long audit events are kept in the database; `None`: not
    at all, and they are in the log only. `max_connections`: `None` is some more than
    `max_sockets`.

    `jwt_secret` may be `None` only with the private MongoDB, whose folder then keeps one, and
    `teacher_code` and `student_code` only where the sign-up does not ask for them.
    `smtp_url`: `None` sends no mail; otherwise `public_url` is set.
    `teacher_signup`: `None` where it was not chosen, and strangers may reach the server.

    `public_url`: the address under which users reach the server, without a path. With
    `oidc_issuer` there is single sign-on; `oidc_domains`: of the addresses that it is for, all if
    there are none.
    """

    host: str = setting(str, "127.0.0.1")
    port: int = setting(_whole(0, 65535), 3000)
    workers: int = setting(_workers, 1)
    mongo_uri: str | None = setting(_mongo_uri, None, secret=True)
    mongod: str | None = setting(str, None)
    data_dir: Path = setting(Path, Path("data"))
    jwt_secret: str | None = setting(_secret, None, secret=True)
    jwt_ttl: float = setting(duration, 12 * 3600.0)
    remember_for: float = setting(_remember_for, 120 * 86_400.0)
    bcrypt_rounds: int = setting(_whole(4, 20), 12)
    password_rules: PasswordRule = setting(
        _choice(PasswordRule), PasswordRule.CONTRACT, if_exposed=PasswordRule.STRICT
    )
    code_ttl: float = setting(duration, 30 * 86_400.0)
    max_waiting_logins: int = setting(_whole(1, 100_000), 500)
    commit_timeout: float = setting(duration, 10.0)
    max_waiting_marks: int = setting(_whole(1, 1_000_000), 20_000)
    shutdown_timeout: float = setting(duration, 15.0)
    teacher_signup: TeacherSignup | None = setting(_signup, TeacherSignup.OPEN, if_exposed=None)
    teacher_code: str | None = setting(_code, None, secret=True)
    student_signup: StudentSignup = setting(_signup, StudentSignup.OPEN)
    student_code: str | None = setting(_code, None, secret=True)
    student_directory: StudentDirectory = setting(
        _choice(StudentDirectory), StudentDirectory.ALL, if_exposed=StudentDirectory.OWN
    )
    share_marks: ShareMarks = setting(_choice(ShareMarks), ShareMarks.CLASS)
    answers: AnswerForm = setting(_choice(AnswerForm), AnswerForm.ENVELOPE)
    allowed_origins: frozenset[str] = setting(_origins, frozenset())
    public_url: str | None = setting(_public_url, None)
    oidc_issuer: str | None = setting(_issuer, None)
    oidc_client_id: str | None = setting(str, None)
    oidc_client_secret: str | None = setting(str, None, secret=True)
    oidc_teachers: TeacherClaim | None = setting(_teacher_claim, None)
    oidc_domains: frozenset[str] = setting(_domains, frozenset())
    passwords: PasswordLogIn = setting(_choice(PasswordLogIn), PasswordLogIn.ON)
    trusted_proxies: Sequence[Network] = setting(_networks, ())
    login_failures_per_email: Rate | None = setting(rate, Rate(10, 15 * 60))
    login_failures_per_address: Rate | None = setting(rate, Rate(1000, 15 * 60))
    signups_per_address: Rate | None = setting(rate, Rate(3000, 10 * 60))
    writes_per_account: Rate | None = setting(rate, Rate(20_000, 10 * 60))
    smtp_url: SmtpServer | None = setting(read_smtp_url, None, secret=True)
    mail_from: str | None = setting(_sender, None)
    mails_per_email: Rate | None = setting(rate, Rate(3, 3600))
    mails_per_address: Rate | None = setting(rate, Rate(300, 3600))
    classes_per_teacher: int = setting(_whole(1, 1_000_000), 1000)
    # More would make a session that is larger than the 16 MB of a document in MongoDB.
    students_per_class: int = setting(_whole(1, 50_000), 10_000)
    sessions_per_class: int = setting(_whole(1, 1_000_000), 5000)
    unclaimed_per_teacher: int = setting(_whole(1, 1_000_000), 20_000)
    session_max: float | None = setting(_session_max, 12 * 3600.0)
    keep_sessions: float | None = setting(_keep, None)
    keep_audit: float | None = setting(_keep_audit, 400 * 86_400.0)
    frames_per_socket: Rate | None = setting(rate, Rate(10_000, 10))
    max_sockets: int = setting(_whole(1, 1_000_000), 20_000)
    max_sockets_per_user: int = setting(_whole(1, 1_000_000), 64)
    max_connections: int | None = setting(_whole(1, 1_000_000), None)
    keep_alive: float = setting(duration, 75.0)
    body_timeout: float = setting(duration, 60.0)
    max_unsent_mb: int = setting(_whole(1, 1_000_000), 64)
    log_format: str = setting(_one_of(str.lower, LOG_FORMATS), "auto")
    log_level: str = setting(_one_of(str.upper, LOG_LEVELS), "INFO")

    @classmethod
    def load(cls) -> "Settings":
        """Settings from `.env` and the environment, which wins.

        Raises `SettingsError`, naming the setting, where a value cannot be used.
        """
        return cls.parse({**_from_file(Path(".env")), **os.environ})

    @classmethod
    def parse(cls, texts: Mapping[str, str]) -> "Settings":
        """Settings from a mapping of names to texts; an empty text counts as not set.

        Raises `SettingsError`, naming the setting, where a value cannot be used.
        """
        chosen: dict[str, Any] = {}
        for each in fields(cls):
            name = name_of(each)
            if text := texts.get(name, "").strip():
                try:
                    chosen[each.name] = each.metadata[PARSE](text)
                except ValueError as exc:
                    raise SettingsError(f"{name}: {exc}") from exc
        settings = cls(**chosen)
        if settings.mongo_uri and not settings.jwt_secret:
            raise SettingsError(
                "JWT_SECRET is not set, and with MONGO_URI the server invents none; make one with"
                " `openssl rand -hex 32`"
            )
        if settings.teacher_signup is TeacherSignup.CODE and not settings.teacher_code:
            raise SettingsError("TEACHER_CODE is not set, and TEACHER_SIGNUP=code asks for it")
        if settings.student_signup is StudentSignup.CODE and not settings.student_code:
            raise SettingsError("STUDENT_CODE is not set, and STUDENT_SIGNUP=code asks for it")
        settings._check_sign_on()
        if settings.smtp_url and not settings.public_url:
            raise SettingsError(
                "PUBLIC_URL is not set, and mail sent through SMTP_URL has links to the pages: set"
                " it to their address, such as https://app.school.org"
            )
        if not settings.is_local:
            # What was not chosen must not be what suits only a server for this machine.
            defaults: dict[str, Any] = {
                each.name: each.metadata[IF_EXPOSED]
                for each in fields(cls)
                if IF_EXPOSED in each.metadata
            }
            settings = evolve(settings, **{**defaults, **chosen})
        return settings

    def _check_sign_on(self) -> None:
        """Raises `SettingsError` where single sign-on lacks a setting, or would let in anyone."""
        if self.oidc_issuer is None:
            if self.passwords is PasswordLogIn.OFF:
                raise SettingsError("OIDC_ISSUER is not set, and PASSWORDS=off leaves no way in")
            return
        if find_spec("joserfc") is None:
            raise SettingsError(
                "single sign-on is not installed, and OIDC_ISSUER asks for it: install the extra"
                " sso, as in pip install '.[sso]'"
            )
        for name in ("public_url", "oidc_client_id", "oidc_client_secret"):
            if not getattr(self, name):
                raise SettingsError(f"{name.upper()} is not set, and OIDC_ISSUER asks for it")
        if self.oidc_issuer in FOR_EVERYONE and not self.oidc_domains:
            raise SettingsError(
                "OIDC_DOMAINS is not set, and anyone has an account with this OIDC_ISSUER"
            )

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches the server: strangers come through no proxy either."""
        return is_loopback(self.host) and not self.trusted_proxies

    @property
    def mail_sender(self) -> str:
        """Whom mail is from: `MAIL_FROM`, or who logs in to the mail server, or a usual name."""
        if self.mail_from:
            return self.mail_from
        user = self.smtp_url and self.smtp_url.user
        return user if user and "@" in user else f"attendance@{URL(self.public_url or '').host}"

    @property
    def teachers(self) -> TeacherSignup:
        """Who may sign up as a teacher. Raises `SettingsError` where that has to be chosen."""
        if self.teacher_signup is None:
            raise SettingsError(
                "TEACHER_SIGNUP is not set, and others than this machine reach the server: set it"
                " to code (with TEACHER_CODE), to closed, or to open, which lets anyone become a"
                " teacher"
            )
        return self.teacher_signup
