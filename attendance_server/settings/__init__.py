"""Settings, read from the environment and from `.env` in the working directory."""

import os
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from attrs import NOTHING, Attribute, evolve, field, fields, frozen
from yarl import URL

from ..client_address import Network, is_loopback
from ..exit_errors import SettingsError
from ..smtp_url import SmtpServer, read_smtp_url
from . import texts
from .choices import (
    AnswerForm,
    PasswordLogIn,
    PasswordRule,
    Rate,
    ShareMarks,
    StudentDirectory,
    StudentSignup,
    TeacherClaim,
    TeacherSignup,
)

T = TypeVar("T")
D = TypeVar("D")

FOR_EVERYONE = frozenset({"https://accounts.google.com"})
"""Issuers of single sign-on that are not those of one school or company."""

LOG_FORMATS = ("auto", "text", "json")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

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
    port: int = setting(texts.whole(0, 65535), 3000)
    workers: int = setting(texts.workers, 1)
    mongo_uri: str | None = setting(texts.mongo_uri, None, secret=True)
    mongod: str | None = setting(str, None)
    data_dir: Path = setting(Path, Path("data"))
    jwt_secret: str | None = setting(texts.secret, None, secret=True)
    jwt_ttl: float = setting(texts.duration, 12 * 3600.0)
    remember_for: float = setting(texts.remembered, 120 * 86_400.0)
    bcrypt_rounds: int = setting(texts.whole(4, 20), 12)
    password_rules: PasswordRule = setting(
        texts.choice(PasswordRule), PasswordRule.CONTRACT, if_exposed=PasswordRule.STRICT
    )
    code_ttl: float = setting(texts.duration, 30 * 86_400.0)
    max_waiting_logins: int = setting(texts.whole(1, 100_000), 500)
    commit_timeout: float = setting(texts.duration, 10.0)
    max_waiting_marks: int = setting(texts.whole(1, 1_000_000), 20_000)
    shutdown_timeout: float = setting(texts.duration, 15.0)
    teacher_signup: TeacherSignup | None = setting(
        texts.signup, TeacherSignup.OPEN, if_exposed=None
    )
    teacher_code: str | None = setting(texts.code, None, secret=True)
    student_signup: StudentSignup = setting(texts.signup, StudentSignup.OPEN)
    student_code: str | None = setting(texts.code, None, secret=True)
    student_directory: StudentDirectory = setting(
        texts.choice(StudentDirectory), StudentDirectory.ALL, if_exposed=StudentDirectory.OWN
    )
    share_marks: ShareMarks = setting(texts.choice(ShareMarks), ShareMarks.CLASS)
    answers: AnswerForm = setting(texts.choice(AnswerForm), AnswerForm.ENVELOPE)
    allowed_origins: frozenset[str] = setting(texts.origins, frozenset())
    public_url: str | None = setting(texts.public_url, None)
    oidc_issuer: str | None = setting(texts.issuer, None)
    oidc_client_id: str | None = setting(str, None)
    oidc_client_secret: str | None = setting(str, None, secret=True)
    oidc_teachers: TeacherClaim | None = setting(texts.teacher_claim, None)
    oidc_domains: frozenset[str] = setting(texts.domains, frozenset())
    passwords: PasswordLogIn = setting(texts.choice(PasswordLogIn), PasswordLogIn.ON)
    trusted_proxies: Sequence[Network] = setting(texts.networks, ())
    login_failures_per_email: Rate | None = setting(texts.rate, Rate(10, 15 * 60))
    login_failures_per_address: Rate | None = setting(texts.rate, Rate(1000, 15 * 60))
    signups_per_address: Rate | None = setting(texts.rate, Rate(3000, 10 * 60))
    writes_per_account: Rate | None = setting(texts.rate, Rate(20_000, 10 * 60))
    smtp_url: SmtpServer | None = setting(read_smtp_url, None, secret=True)
    mail_from: str | None = setting(texts.sender, None)
    mails_per_email: Rate | None = setting(texts.rate, Rate(3, 3600))
    mails_per_address: Rate | None = setting(texts.rate, Rate(300, 3600))
    classes_per_teacher: int = setting(texts.whole(1, 1_000_000), 1000)
    # More would make a session that is larger than the 16 MB of a document in MongoDB.
    students_per_class: int = setting(texts.whole(1, 50_000), 10_000)
    sessions_per_class: int = setting(texts.whole(1, 1_000_000), 5000)
    unclaimed_per_teacher: int = setting(texts.whole(1, 1_000_000), 20_000)
    session_max: float | None = setting(texts.session_max, 12 * 3600.0)
    keep_sessions: float | None = setting(texts.days_kept, None)
    keep_audit: float | None = setting(texts.audit_days_kept, 400 * 86_400.0)
    frames_per_socket: Rate | None = setting(texts.rate, Rate(10_000, 10))
    max_sockets: int = setting(texts.whole(1, 1_000_000), 20_000)
    max_sockets_per_user: int = setting(texts.whole(1, 1_000_000), 64)
    max_connections: int | None = setting(texts.whole(1, 1_000_000), None)
    keep_alive: float = setting(texts.duration, 75.0)
    body_timeout: float = setting(texts.duration, 60.0)
    max_unsent_mb: int = setting(texts.whole(1, 1_000_000), 64)
    log_format: str = setting(texts.one_of(str.lower, LOG_FORMATS), "auto")
    log_level: str = setting(texts.one_of(str.upper, LOG_LEVELS), "INFO")

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


def _from_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    # Most servers have no such file.
    from dotenv import dotenv_values

    return {name: text for name, text in dotenv_values(path).items() if text is not None}
