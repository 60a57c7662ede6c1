"""The handshake at `/ws`: its token, and its place in the API description."""

from collections.abc import Awaitable, Callable
from functools import partial, update_wrapper

from aiohttp import web
from aiohttp.typedefs import Handler

from ..accounts.tokens import Tokens
from ..errors.requests import OriginNotAllowed
from ..errors.server import ShuttingDown
from ..errors.sockets import UpgradeRequired
from ..http.auth import token_of_handshake
from ..http.operations import Tag, operation
from ..live.socket import SocketEndpoint
from ..models import Identity

PATH = "/ws"


def socket_handler(endpoint: SocketEndpoint) -> Handler:
    """The handler for `PATH`, and for a request for an upgrade anywhere else."""
    # Not another coroutine, which every open socket would hold for as long as it is open.
    handler = update_wrapper(partial(endpoint.serve), endpoint.serve)
    return operation(
        "Open a WebSocket",
        tag=Tag.SOCKET,
        note="Its messages are in the AsyncAPI description.",
        status=101,
        refuses=(OriginNotAllowed, UpgradeRequired, ShuttingDown),
    )(handler)


def identifier(tokens: Tokens) -> Callable[[web.Request], Awaitable[Identity]]:
    """A function by which a `SocketEndpoint` identifies the user of a handshake."""

    async def identify(request: web.Request) -> Identity:
        return await tokens.identify(token_of_handshake(request))

    return identify
