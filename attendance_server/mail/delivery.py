"""One mail to the mail server, which takes it, refuses it, or cannot be reached."""

from email.message import EmailMessage

from ..smtp_url import Security, SmtpServer

TIMEOUT = 20.0
"""Seconds that each step of a delivery may take."""

PERMANENT = 500
"""The lowest reply code of SMTP by which a mail is refused for good (RFC 5321, section 4.2.1)."""

START_TLS = {Security.STARTTLS: True, Security.IF_OFFERED: None}


class Undelivered(Exception):
    """The mail server has not taken a mail."""


class Unreachable(Undelivered):
    """Nor would it have taken another one; the same may succeed later."""


class Delayed(Undelivered):
    """It has not taken this one; the same may succeed later."""


class Refused(Undelivered):
    """It will never take this one."""


async def deliver(server: SmtpServer, letter: EmailMessage) -> None:
    """Hand a mail to the mail server.

    Raises `Unreachable`, `Delayed` and `Refused`. Their messages have no address and no secret.
    """
    # Only servers that send mail need it.
    import aiosmtplib

    try:
        await aiosmtplib.send(
            letter,
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.security is Security.TLS,
            start_tls=START_TLS.get(server.security, False),
            timeout=TIMEOUT,
        )
    except aiosmtplib.SMTPRecipientsRefused as exc:
        # There is one recipient.
        raise _about_letter(exc.recipients[0].code) from None
    except (aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPDataError) as exc:
        raise _about_letter(exc.code) from None
    except aiosmtplib.SMTPResponseException as exc:
        # Among them a wrong password, which an operator can correct.
        raise Unreachable(f"{type(exc).__name__}, reply {exc.code}") from None
    except OSError as exc:
        # Also what aiosmtplib raises where it cannot connect, is disconnected or waits too long.
        raise Unreachable(type(exc).__name__) from None
    except (aiosmtplib.SMTPException, ValueError) as exc:
        # Such as an address that this mail server cannot write to.
        raise Delayed(type(exc).__name__) from None


def _about_letter(code: int) -> Undelivered:
    return Refused(f"reply {code}") if code >= PERMANENT else Delayed(f"reply {code}")
