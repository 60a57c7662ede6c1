"""`/socket.io/`: its door is opened by the first client of Socket.IO, and costs nothing before."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import TYPE_CHECKING

from aiohttp import web

from ..live.sockets import Sockets
from ..models import Identity

if TYPE_CHECKING:
    from ..siblings.siblings import Siblings
    from ..socketio.door import Door

PATH = "/socket.io/"


class SocketIODoor:
    """The door, which needs its libraries only when it is first used."""

    def __init__(
        self,
        sockets: Sockets,
        identify: Callable[[str], Awaitable[Identity]],
        check_origin: Callable[[web.Request], None],
        siblings: "Siblings | None" = None,
    ) -> None:
        """Arguments as for `Door`."""
        self._arguments = sockets, identify, check_origin, siblings
        self._door: Door | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request, whatever its method."""
        door = self._door or await self._open()
        return await door.handle(request)

    def close(self) -> None:
        """The server stops: end the sessions that are in no room."""
        if self._door:
            self._door.close()

    async def _open(self) -> "Door":
        # In a thread: it takes longer than a mark should wait.
        module = await asyncio.to_thread(import_module, "..socketio.door", __package__)
        if self._door is None:
            self._door = module.Door(*self._arguments)
        return self._door
