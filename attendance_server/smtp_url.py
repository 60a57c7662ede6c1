"""The mail server that a deployment sends through, as its setting names it."""

from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

from attrs import field, frozen

from .client_address import is_loopback


class Security(StrEnum):
    """How the connection to a mail server is encrypted."""

    TLS = "TLS from the start"
    STARTTLS = "STARTTLS, or no mail"
    IF_OFFERED = "STARTTLS where it is offered"
    NONE = "none"


PORTS = {"smtps": 465, "smtp": 587}
EXPECTED = "expected smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST"


@frozen
class SmtpServer:
    """A mail server, and how to log in to it; `user` is `None` where it asks for no log-in."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def read_smtp_url(text: str) -> SmtpServer:
    """The mail server in a URL. Raises `ValueError`, which does not repeat the password.

    `smtps://` is TLS from the start, and `smtp://` is STARTTLS, which `?starttls=off` turns off for
    a relay without it, to which no password is sent then. On this machine, STARTTLS is used only
    if it is offered.
    """
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        raise ValueError(EXPECTED) from None
    scheme, host = url.scheme.lower(), url.hostname
    options = dict(parse_qsl(url.query, keep_blank_values=True))
    if scheme not in PORTS or not host or url.path.strip("/") or url.fragment:
        raise ValueError(EXPECTED)
    if options not in ({}, {"starttls": "off"}):
        raise ValueError("expected no option but ?starttls=off")
    security = _security(scheme, host, off=bool(options))
    user = unquote(url.username) if url.username else None
    if user and security is Security.NONE:
        raise ValueError("a password is not sent without TLS: leave out ?starttls=off or the user")
    password = unquote(url.password or "") if user else None
    return SmtpServer(host, port or PORTS[scheme], security, user, password)


def _security(scheme: str, host: str, *, off: bool) -> Security:
    if scheme == "smtps":
        return Security.TLS
    if off:
        return Security.NONE
    return Security.IF_OFFERED if is_loopback(host) else Security.STARTTLS
