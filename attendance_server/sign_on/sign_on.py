"""One sign-on after another: from the page to the provider, back, and into the page.

1. `start`: the browser gets the address at the provider, and what it has to bring back.
2. `finish`: it is back with the provider's answer, which names the person. It keeps that for a
   moment, sealed: no token is in an address, and nothing is changed by a request that another site
   can cause.
3. `redeem`: the page asks for the log-in, once.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from attrs import asdict

from ..errors.sign_on import SignOnInvalid, SignOnStale
from ..models import Subject
from ..settings import Settings
from ..settings.choices import TeacherClaim
from ..store.used_once import UsedOnce
from ..wire.requests import SignOnAnswer
from .answer import AnswerWrong, check_claims, code_of
from .person import Person, person_of
from .provider import Provider
from .request import Client, Started, request_url
from .sealed import Seal

CALLBACK = "/auth/sign-on/callback"

AT_PROVIDER = 900.0
"""Seconds in which the user has to be back from the provider."""

TO_REDEEM = 120.0
"""Seconds in which the page has to ask for the log-in."""

log = logging.getLogger(__name__)


class SignOn:
    """Single sign-on with one provider. `close` it at the end."""

    def __init__(
        self,
        client: Client,
        teachers: TeacherClaim | None,
        secret: str,
        now: Callable[[], float],
    ) -> None:
        """`secret`: that of the server's access tokens. `now`: seconds since 1970."""
        self._client = client
        self._teachers = teachers
        self._now = now
        self._provider = Provider(client)
        self._started = Seal(secret, "sign-on started", AT_PROVIDER, now)
        self._finished = Seal(secret, "sign-on finished", TO_REDEEM, now)
        self._used: UsedOnce | None = None

    def share(self, used: UsedOnce) -> None:
        """Take back what browsers keep once among all servers from now on.

        `started` and `redeem` raise `StorageUnavailable` then.
        """
        self._used = used

    async def close(self) -> None:
        await self._provider.close()

    async def start(self, page: str, *, stay: bool) -> tuple[str, str]:
        """Where to send the browser, and what it has to keep until it returns.

        `page`: where the user was; `stay`: whether they want to stay logged in. Raises
        `SignOnUnavailable`.
        """
        description = await self._provider.description()
        started = Started.new(page, stay=stay)
        address = request_url(description.authorization, self._client, started)
        return address, self._started.seal(asdict(started))

    async def started(self, kept: str) -> Started | None:
        """What the browser has started, which is used up by this; `None` if it is not valid."""
        value = await self._opened(self._started, kept)
        return Started(**value) if value else None

    async def finish(self, answer: SignOnAnswer, started: Started | None) -> str:
        """What the browser keeps for `redeem`. `answer`: the provider's.

        Raises `SignOnStale`, `SignOnRefused`, `SignOnUnavailable` and `SignOnInvalid`, the details
        of which are in the log.
        """
        try:
            person = await self._person(answer, started)
        except AnswerWrong as exc:
            log.warning("single sign-on refused: %s", exc)
            raise SignOnInvalid from exc
        return self._finished.seal(asdict(person))

    async def redeem(self, kept: str) -> Person:
        """Who has signed on, once. Raises `SignOnStale`."""
        value = await self._opened(self._finished, kept)
        if value is None:
            raise SignOnStale
        return Person(**{**value, "subject": Subject(**value["subject"])})

    async def _opened(self, seal: Seal, kept: str) -> dict[str, Any] | None:
        """What the browser has kept, which is used up by this; `None` if it is not valid."""
        opened = seal.open(kept)
        if opened is None:
            return None
        until = datetime.fromtimestamp(opened.until, UTC)
        if self._used and not await self._used.use(opened.key, until):
            return None
        return opened.value

    async def _person(self, answer: SignOnAnswer, started: Started | None) -> Person:
        description = await self._provider.description()
        issuer = self._client.issuer
        code = code_of(answer, started, issuer, names_issuer=description.names_issuer)
        assert started
        tokens = await self._provider.tokens(code, started.verifier)
        id_token = tokens.get("id_token")
        if not isinstance(id_token, str):
            raise AnswerWrong("there is no ID token")
        claims = await self._provider.claims(id_token)
        check_claims(claims, self._client, started.nonce, self._now())
        if self._lacks(claims):
            more = await self._provider.user_info(tokens.get("access_token"))
            if more and more.get("sub") != claims["sub"]:
                raise AnswerWrong("the user info is another subject's")
            # What is signed is not overwritten by what is not.
            claims = {**more, **claims}
        return person_of(claims, self._teachers)

    def _lacks(self, claims: Mapping[str, object]) -> bool:
        needed = {"email", *([self._teachers.name.split(".")[0]] if self._teachers else [])}
        return not needed <= claims.keys()


def sign_on_of(settings: Settings, secret: str, now: Callable[[], float]) -> SignOn | None:
    """Single sign-on as the settings have it, if they do. The others are as for `SignOn`."""
    if settings.oidc_issuer is None:
        return None
    client = Client(
        settings.oidc_issuer,
        settings.oidc_client_id or "",
        settings.oidc_client_secret or "",
        f"{settings.public_url}{CALLBACK}",
    )
    return SignOn(client, settings.oidc_teachers, secret, now)
