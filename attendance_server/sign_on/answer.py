"""What the provider answers: which answers and claims are accepted. Pure.

Raises `SignOnStale`, `SignOnRefused` and `AnswerWrong`.
"""

import hmac
from collections.abc import Mapping
from typing import Any

from ..errors.sign_on import SignOnRefused, SignOnStale
from ..wire.requests import SignOnAnswer
from .request import Client, Started

LEEWAY = 60.0
"""Seconds by which the provider's clock may differ from this one's."""

LONGEST_SUBJECT = 255
"""Characters of a subject (OpenID Connect Core, section 2)."""

REFUSALS = frozenset({"access_denied", "login_required", "consent_required"})
"""Errors of a provider that are the user's decision, or the school's about the user."""


class AnswerWrong(Exception):
    """The provider's answer cannot be trusted or used; the message says why, for the log."""


class UnknownKey(AnswerWrong):
    """The ID token is signed with a key that is not known (yet)."""


def code_of(
    answer: SignOnAnswer, started: Started | None, issuer: str, *, names_issuer: bool
) -> str:
    """The authorization code in an answer that belongs to what this browser has started.

    `names_issuer`: whether the provider says that its answers name it (RFC 9207).
    """
    if started is None or not hmac.compare_digest(
        answer.state.encode(errors="replace"), started.state.encode()
    ):
        raise SignOnStale
    # Before the error and the code, which may be another provider's (RFC 9207, section 2.4).
    if answer.iss != issuer and (names_issuer or answer.iss is not None):
        raise AnswerWrong("the answer is from another issuer")
    if answer.error in REFUSALS:
        raise SignOnRefused
    if answer.error:
        raise AnswerWrong(f"the provider answered with the error {answer.error[:100]!r}")
    if not answer.code:
        raise AnswerWrong("the answer has no code")
    return answer.code


def check_claims(claims: Mapping[str, Any], client: Client, nonce: str, now: float) -> None:
    """Accept or refuse the claims of an ID token whose signature is right.

    OpenID Connect Core, section 3.1.3.7. `now`: the time in seconds since 1970.
    """
    if claims.get("iss") != client.issuer:
        raise AnswerWrong("the ID token is from another issuer")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if client.id not in audiences:
        raise AnswerWrong("the ID token is for another client")
    party = claims.get("azp", client.id if len(audiences) == 1 else None)
    if party != client.id:
        raise AnswerWrong("the ID token was issued to another client")
    if not _time(claims, "exp") > now - LEEWAY:
        raise AnswerWrong("the ID token has expired")
    if not _time(claims, "iat") <= now + LEEWAY:
        raise AnswerWrong("the ID token was issued in the future")
    if "nbf" in claims and not _time(claims, "nbf") <= now + LEEWAY:
        raise AnswerWrong("the ID token is not valid yet")
    given = claims.get("nonce")
    if not isinstance(given, str) or not hmac.compare_digest(
        given.encode(errors="replace"), nonce.encode()
    ):
        raise AnswerWrong("the ID token has another nonce")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise AnswerWrong("the ID token has no subject")


def _time(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AnswerWrong(f"the ID token has no {name}")
    return value
