"""The client that a request comes from, as far as the proxies on its way can be trusted."""

from collections.abc import Collection

from aiohttp import hdrs, web

from ..client_address import Address, Network, client_address, limit_key

TRUSTED_PROXIES: web.AppKey[Collection[Network]] = web.AppKey("trusted_proxies")


def address_of(request: web.Request) -> Address | None:
    """The address of the client, or `None` if it has none."""
    return client_address(request.remote, _forwarded(request), request.app[TRUSTED_PROXIES])


def limit_key_of(request: web.Request) -> str | None:
    """What limits per address count the request under, or `None` where they do not apply to it."""
    return limit_key(request.remote, _forwarded(request), request.app[TRUSTED_PROXIES])


def _forwarded(request: web.Request) -> list[str]:
    return request.headers.getall(hdrs.X_FORWARDED_FOR, [])
