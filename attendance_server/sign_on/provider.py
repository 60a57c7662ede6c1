"""The provider, over HTTP: its description, its keys, and the exchange of a code."""

import asyncio
import logging
import time
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

import aiohttp
import orjson
from attrs import frozen
from yarl import URL

from ..errors.sign_on import SignOnUnavailable
from .answer import AnswerWrong, UnknownKey
from .kept import Kept
from .request import Client

if TYPE_CHECKING:
    from .keys import Keys

DESCRIPTION_PATH = "/.well-known/openid-configuration"

TIMEOUT = aiohttp.ClientTimeout(total=10.0, connect=5.0)

TRIES = 2
PAUSE = 0.3
"""Seconds until the second try to read something."""

AT_ONCE = 20
"""Connections to the provider at once."""

LONGEST = 1 << 20
"""Bytes of an answer at most."""

log = logging.getLogger(__name__)


@frozen
class Description:
    """What the provider says of itself (OpenID Connect Discovery, section 3).

    `posts_secret`: whether it takes the client's secret in a body only. `names_issuer`: whether its
    answers name it (RFC 9207).
    """

    authorization: str
    token: str
    keys: str
    user_info: str | None
    posts_secret: bool
    names_issuer: bool


class Provider:
    """One provider. Every call raises `SignOnUnavailable` where it does not answer as it should."""

    def __init__(self, client: Client, seconds: Callable[[], float] = time.monotonic) -> None:
        """`seconds`: a clock that is never set."""
        self._client = client
        self._session: aiohttp.ClientSession | None = None
        self._description = Kept(self._read_description, seconds)
        self._keys: Kept[Keys] = Kept(self._read_keys, seconds)

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def description(self) -> Description:
        return await self._description.get()

    async def tokens(self, code: str, verifier: str) -> dict[str, Any]:
        """Exchange an authorization code (RFC 6749, section 4.1.3).

        Raises `AnswerWrong` if the provider refuses it.
        """
        description, client = await self.description(), self._client
        form = {
            **{"grant_type": "authorization_code", "code": code, "code_verifier": verifier},
            "redirect_uri": client.redirect_uri,
        }
        headers = {}
        if description.posts_secret:
            form |= {"client_id": client.id, "client_secret": client.secret}
        else:
            # Both are encoded like a form first (RFC 6749, section 2.3.1).
            pair = quote_plus(client.id), quote_plus(client.secret)
            headers["Authorization"] = aiohttp.encode_basic_auth(*pair)
        # Not twice: a code is good for one use.
        return await self._request("POST", description.token, data=form, headers=headers)

    async def claims(self, id_token: str) -> dict[str, Any]:
        """The claims of an ID token, whose signature is right. Raises `AnswerWrong`."""
        keys = await self._keys.get()
        try:
            return keys.claims(id_token)
        except UnknownKey:
            # The provider may have begun to use a new one.
            return (await self._keys.reread()).claims(id_token)

    async def user_info(self, access_token: object) -> dict[str, Any]:
        """What else the provider says of the user; nothing, if it says all in the ID token."""
        address = (await self.description()).user_info
        if not address or not isinstance(access_token, str):
            return {}
        headers = {"Authorization": f"Bearer {access_token}"}
        return await self._request("GET", address, headers=headers)

    async def _read_description(self) -> Description:
        document = await self._read(self._client.issuer.rstrip("/") + DESCRIPTION_PATH)
        if document.get("issuer") != self._client.issuer:
            log.error(
                "OIDC_ISSUER is not what the provider calls itself: %r", document.get("issuer")
            )
            raise SignOnUnavailable
        methods = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        try:
            return Description(
                self._endpoint(document["authorization_endpoint"]),
                self._endpoint(document["token_endpoint"]),
                self._endpoint(document["jwks_uri"]),
                self._endpoint(document["userinfo_endpoint"])
                if "userinfo_endpoint" in document
                else None,
                "client_secret_basic" not in methods,
                document.get("authorization_response_iss_parameter_supported") is True,
            )
        except (KeyError, TypeError, ValueError) as exc:
            log.exception("the description of the provider of single sign-on cannot be used")
            raise SignOnUnavailable from exc

    async def _read_keys(self) -> "Keys":
        document = await self._read((await self.description()).keys)
        # In a thread: it takes longer than a mark should wait.
        module = await asyncio.to_thread(import_module, ".keys", __package__)
        keys: Keys = module.Keys(document)
        return keys

    def _endpoint(self, address: str) -> str:
        """Over TLS, unless the issuer is on this machine and without. Raises `ValueError`."""
        if URL(address).scheme not in ("https", URL(self._client.issuer).scheme):
            raise ValueError(f"not https: {address}")
        return address

    async def _read(self, address: str) -> dict[str, Any]:
        for remaining in reversed(range(TRIES)):
            try:
                return await self._request("GET", address)
            except (SignOnUnavailable, AnswerWrong):
                if not remaining:
                    raise SignOnUnavailable from None
            await asyncio.sleep(PAUSE)
        raise AssertionError

    async def _request(self, method: str, address: str, **arguments: Any) -> dict[str, Any]:
        """The JSON object that the provider answers. Raises `AnswerWrong` if it refuses."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=AT_ONCE), timeout=TIMEOUT, trust_env=True
            )
        try:
            async with self._session.request(
                method, address, allow_redirects=False, **arguments
            ) as response:
                raw = await response.content.read(LONGEST)
                while len(raw) < LONGEST and (more := await response.content.read(LONGEST)):
                    raw += more
                status = response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as exc:
            log.warning("single sign-on: %s: %s: %s", URL(address).host, type(exc).__name__, exc)
            raise SignOnUnavailable from exc
        return _object(raw, status, address)


def _object(raw: bytes, status: int, address: str) -> dict[str, Any]:
    try:
        answer = orjson.loads(raw)
    except orjson.JSONDecodeError:
        answer = None
    if status >= 500 or not isinstance(answer, dict):
        log.warning("single sign-on: %s answered with status %d", URL(address).host, status)
        raise SignOnUnavailable
    if status != 200:
        raise AnswerWrong(
            f"the provider refused with status {status}: {answer.get('error')!r:.100}"
        )
    return answer
