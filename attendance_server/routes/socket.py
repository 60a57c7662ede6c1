"""The handshake at `/ws`: whose it is, and what the API description says of it."""

from collections.abc import Awaitable, Callable
from functools import partial, update_wrapper

from aiohttp import web
from aiohttp.typedefs import Handler

from ..accounts.tokens import Tokens
from ..errors import OriginNotAllowed, UpgradeRequired
from ..http.auth import token_of_handshake
from ..http.operations import Tag, operation
from ..live.socket import SocketEndpoint
from ..models import Identity

PATH = "/ws"


def socket_handler(endpoint: SocketEndpoint) -> Handler:
    """The handler for `PATH`, and for a request for an upgrade anywhere else."""
    # Not a coroutine around the endpoint's: every open socket would hold it as long as it lasts.
    handler = update_wrapper(partial(endpoint.serve), endpoint.serve)
    return operation(
        "Open a WebSocket",
        tag=Tag.SOCKET,
        note="What goes over it is told by the AsyncAPI description.",
        status=101,
        refuses=(OriginNotAllowed, UpgradeRequired),
    )(handler)


def identifier(tokens: Tokens) -> Callable[[web.Request], Awaitable[Identity]]:
    """How a `SocketEndpoint` learns whose token a handshake carries."""

    async def identify(request: web.Request) -> Identity:
        return await tokens.identify(token_of_handshake(request))

    return identify
