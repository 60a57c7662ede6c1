"""The language that a request prefers."""

from collections.abc import Collection

from aiohttp import hdrs, web

from ..languages import LANGUAGES, preferred

COOKIE = "language"
"""What a user or visitor has chosen, kept by the page (`web/language/choice.js`)."""


def language_of(request: web.Request, offered: Collection[str] = LANGUAGES) -> str:
    """The one of the languages `offered` that was chosen on this device, or else by its client."""
    chosen = request.cookies.get(COOKIE)
    if chosen is not None and chosen in offered:
        return chosen
    return preferred(",".join(request.headers.getall(hdrs.ACCEPT_LANGUAGE, ())), offered)
