"""The API description, made from what handlers say of themselves and from the classes they use."""

from collections.abc import Iterable, Mapping
from importlib.resources import files

import orjson
from aiohttp import web

from ..wire.password_rules import CONTRACT, PasswordRules
from .asyncapi import asyncapi
from .openapi import openapi
from .page import render


def documents(
    routes: Iterable[web.AbstractRoute], passwords: PasswordRules = CONTRACT
) -> Mapping[str, bytes]:
    """Of all described routes and of the events: two documents and a page, by their paths.

    `passwords`: the server's rules for new ones.
    """
    calls, events = openapi(routes, passwords), asyncapi()
    return {
        "/openapi.json": orjson.dumps(calls),
        "/asyncapi.json": orjson.dumps(events),
        "/docs": render(calls, events).encode(),
        "/docs.css": files(__package__).joinpath("page.css").read_bytes(),
    }
