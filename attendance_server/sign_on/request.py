"""The request that a browser takes to the provider. Pure.

RFC 6749, section 4.1.1, with PKCE (RFC 7636), and OpenID Connect Core, section 3.1.2.1.
"""

import base64
import hashlib
import secrets

from attrs import frozen
from yarl import URL

SCOPE = "openid email profile"

RANDOM_BYTES = 32


@frozen
class Client:
    """This server, as the provider knows it."""

    issuer: str
    id: str
    secret: str
    redirect_uri: str


@frozen
class Started:
    """A sign-on that a browser has started, and keeps until the provider's answer.

    `verifier`: the secret behind the request's challenge. `page`: where the user was, a fragment.
    `stay`: whether they want to stay logged in.
    """

    state: str
    nonce: str
    verifier: str
    page: str
    stay: bool

    @classmethod
    def new(cls, page: str, *, stay: bool) -> "Started":
        state, nonce, verifier = (secrets.token_urlsafe(RANDOM_BYTES) for _ in range(3))
        return cls(state, nonce, verifier, page, stay)


def request_url(endpoint: str, client: Client, started: Started) -> str:
    """The address at the provider, whose `endpoint` may have a query of its own."""
    challenge = hashlib.sha256(started.verifier.encode()).digest()
    return str(
        URL(endpoint).update_query(
            response_type="code",
            client_id=client.id,
            redirect_uri=client.redirect_uri,
            scope=SCOPE,
            state=started.state,
            nonce=started.nonce,
            code_challenge=base64.urlsafe_b64encode(challenge).decode().rstrip("="),
            code_challenge_method="S256",
        )
    )
