"""The API description, made from what handlers say of themselves and from the classes they use."""

import asyncio
from collections.abc import Iterable, Mapping
from importlib.resources import files

import orjson
from aiohttp import web

from ..settings.choices import AnswerForm
from ..wire.password_rules import CONTRACT, PasswordRules


class Documents:
    """Two documents, a page and its style sheet, made when one of them is first requested.

    Most servers are never asked for them, and every server starts sooner without them.
    """

    def __init__(
        self,
        routes: Iterable[web.AbstractRoute],
        passwords: PasswordRules = CONTRACT,
        form: AnswerForm = AnswerForm.ENVELOPE,
    ) -> None:
        """`routes`: all of the server's; `passwords`, `form`: see `openapi.openapi`."""
        self._routes = routes
        self._passwords = passwords
        self._form = form
        self._made: asyncio.Task[Mapping[str, bytes]] | None = None

    async def read(self, path: str) -> bytes:
        """The file that is served at `path`. Raises `KeyError` if there is none."""
        if self._made is None:
            # In a thread: it takes longer than a mark should wait.
            self._made = asyncio.create_task(
                asyncio.to_thread(documents, self._routes, self._passwords, self._form)
            )
        return (await asyncio.shield(self._made))[path]


def documents(
    routes: Iterable[web.AbstractRoute], passwords: PasswordRules, form: AnswerForm
) -> dict[str, bytes]:
    """All files of the description, by their paths."""
    # Imported when they are needed: the template engine takes time and memory.
    from .asyncapi import asyncapi
    from .openapi import openapi
    from .page import render

    calls, events = openapi(routes, passwords, form), asyncapi()
    return {
        "/openapi.json": orjson.dumps(calls),
        "/asyncapi.json": orjson.dumps(events),
        "/docs": render(calls, events).encode(),
        "/docs.css": files(__package__).joinpath("page.css").read_bytes(),
    }
