"""A provider of single sign-on that does whatever a test wants it to do wrong."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import RSAKey
from yarl import URL

CLIENT_ID = "attendance"
CLIENT_SECRET = "what only the provider and the server know"

Claims = dict[str, Any]


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


class WrongProvider:
    """Correct, except for what a test changes.

    `person`: the claims of whoever signs on. `twist` changes the claims of an ID token, and `sign`
    makes the token. `down`: whether it answers nothing but 503.
    """

    def __init__(self) -> None:
        self.keys = [new_key("first")]
        self.person: Claims = {
            **{"sub": "subject-1", "name": "Ada Lovelace"},
            **{"email": "ada@school.test", "email_verified": True},
        }
        self.twist: Callable[[Claims], object] = lambda _: None
        self.sign: Callable[[Claims], str] = self.signed
        self.down = False
        self.clock = time.time
        self.answer: dict[str, str] = {}
        self.url = ""
        self.keys_read = 0
        self._codes: dict[str, Mapping[str, str]] = {}

    def signed(self, claims: Claims) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.keys[-1].kid}, claims, self.keys[-1])

    def unsigned(self, claims: Claims) -> str:
        return f"{self._unsigned('none', claims)}."

    def signed_with_the_public_key(self, claims: Claims) -> str:
        # By hand: the library refuses such a key.
        text = self._unsigned("HS256", claims)
        digest = hmac.digest(self.keys[-1].as_pem(private=False), text.encode(), "sha256")
        return f"{text}.{_base64(digest)}"

    def authorize(self, address: str, **more: str) -> str:
        """Where the provider sends a browser that has come to `address`, once the user agreed."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["client_id"] == CLIENT_ID
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self._codes)}"
        self._codes[code] = query
        answer = {"code": code, "state": query["state"], "iss": self.url, **more, **self.answer}
        return str(URL(query["redirect_uri"]).with_query(answer))

    def _unsigned(self, algorithm: str, claims: Claims) -> str:
        header = {"alg": algorithm, "kid": self.keys[-1].kid}
        return ".".join(_base64(json.dumps(part).encode()) for part in (header, claims))

    async def _description(self, _: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503)
        return web.json_response(
            {
                **{"issuer": self.url, "authorization_endpoint": f"{self.url}/authorize?x=1"},
                **{"token_endpoint": f"{self.url}/token", "jwks_uri": f"{self.url}/keys"},
                "authorization_response_iss_parameter_supported": True,
            }
        )

    async def _keys(self, _: web.Request) -> web.Response:
        self.keys_read += 1
        return web.json_response({"keys": [key.as_dict(private=False) for key in self.keys]})

    async def _token(self, request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503)
        form = await request.post()
        query = self._codes.pop(str(form["code"]), None)
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        if query is None or query["code_challenge"] != _base64(digest):
            return web.json_response({"error": "invalid_grant"}, status=400)
        now = int(self.clock())
        claims = {
            **{"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 300},
            **{"nonce": query["nonce"], **self.person},
        }
        self.twist(claims)
        return web.json_response({"access_token": "x", "id_token": self.sign(claims)})


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@asynccontextmanager
async def wrong_provider() -> AsyncIterator[WrongProvider]:
    """A provider on this machine."""
    provider = WrongProvider()
    app = web.Application()
    app.router.add_get("/.well-known/openid-configuration", provider._description)
    app.router.add_get("/keys", provider._keys)
    app.router.add_post("/token", provider._token)
    async with TestServer(app) as server:
        provider.url = str(server.make_url("")).rstrip("/")
        yield provider
