"""How a witness is connected: with a WebSocket, or with Socket.IO on one transport or another."""

import contextlib
import json
from collections.abc import AsyncIterator
from enum import Enum, auto
from typing import Any, Protocol

import aiohttp

from tests.support.socketio import SocketIOClient


class Line(Protocol):
    """What a witness sends and receives events with. `polls`: it has no close code."""

    @property
    def polls(self) -> bool: ...

    @property
    def close_code(self) -> int | None: ...

    async def send(self, event: str, data: dict[str, Any]) -> None: ...

    def frames(self) -> AsyncIterator[tuple[str, Any]]:
        """Every event that is received and its data, until the connection ends."""
        ...

    async def close(self) -> None: ...

    def discard(self) -> None:
        """Drop the connection without a word."""
        ...


class WebSocketLine:
    """A WebSocket, with the frames of the contract."""

    polls = False

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self._ws = ws

    @property
    def close_code(self) -> int | None:
        return self._ws.close_code

    async def send(self, event: str, data: dict[str, Any]) -> None:
        # Sending to a dying server may fail; the reader then notices that it is gone.
        with contextlib.suppress(aiohttp.ClientError, ConnectionError):
            await self._ws.send_str(json.dumps({"event": event, "data": data}))

    async def frames(self) -> AsyncIterator[tuple[str, Any]]:
        async for message in self._ws:
            if message.type is aiohttp.WSMsgType.ERROR:
                return
            assert message.type is aiohttp.WSMsgType.TEXT, f"frames are text, not {message}"
            frame = json.loads(message.data)
            yield frame["event"], frame["data"]

    async def close(self) -> None:
        await self._ws.close()

    def discard(self) -> None:
        pass


class Door(Enum):
    """How a witness connects."""

    WEBSOCKET = auto()
    SOCKETIO_UPGRADED = auto()
    SOCKETIO_POLLING = auto()


async def open_line(http: aiohttp.ClientSession, url: str, token: str, door: Door) -> Line:
    if door is Door.WEBSOCKET:
        query = {"token": token}
        return WebSocketLine(await http.ws_connect(f"{url}/ws", params=query, max_msg_size=0))
    upgrades = door is Door.SOCKETIO_UPGRADED
    return await SocketIOClient.open(http, url, token, upgrades=upgrades)
