"""Clients of Engine.IO and Socket.IO without a library: WebSockets, and long polling."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping
from typing import Any

import aiohttp
from attrs import Factory, define

from tests.support.client import PATIENCE, Client, Person
from tests.support.description import check_frame

PATH = "/socket.io/"


def query(transport: str, **more: str) -> dict[str, str]:
    """The query of a request for that transport."""
    return {"EIO": "4", "transport": transport} | more


class Talk(ABC):
    """What a client says and hears in the main namespace, whatever carries its packets."""

    @abstractmethod
    async def send(self, packet: str) -> None: ...

    @abstractmethod
    async def packet(self) -> str:
        """The next packet; pings are answered."""

    async def connect(self, person: Person | None = None) -> str:
        """Send a CONNECT, and return the packet that answers it."""
        await self.send("40" + (json.dumps({"token": person.token}) if person else ""))
        return await self.packet()

    async def emit(self, event: str, ack: int | str = "", **data: Any) -> None:
        await self.send(f"42{ack}" + json.dumps([event, data]))

    async def next(self) -> tuple[str, Any]:
        """The event and the data of the next packet."""
        packet = await self.packet()
        assert packet.startswith("42["), packet
        event, data = json.loads(packet[2:])
        check_frame({"event": event, "data": data})
        return event, data

    async def expect(self, event: str) -> Any:
        name, data = await self.next()
        assert name == event, (name, data)
        return data

    async def called_back(self, ack: int) -> Any:
        """What the callback of that `emit` is called with, which must be next."""
        packet = await self.packet()
        assert packet.startswith(f"43{ack}["), packet
        (answer,) = json.loads(packet[len(f"43{ack}") :])
        return answer

    async def ask(self, event: str, **data: Any) -> tuple[str, Any]:
        await self.emit(event, **data)
        return await self.next()

    async def heard_nothing(self) -> None:
        """Check that nothing has arrived: the next is the answer to an event sent now."""
        event, data = await self.ask("ANYTHING_NEW")
        assert (event, data["message"]) == ("ERROR", "Unknown event")


@define
class EngineSocket(Talk):
    """A WebSocket at `/socket.io/`. `handshake`: what its first packet held."""

    ws: aiohttp.ClientWebSocketResponse
    handshake: Any = None

    @classmethod
    async def open(cls, client: Client, token: str | None = None) -> "EngineSocket":
        """A session of Engine.IO, with this token in its query."""
        socket = cls(await dial(client, **({"token": token} if token else {})))
        packet = await socket.packet()
        assert packet.startswith("0")
        socket.handshake = json.loads(packet[1:])
        return socket

    @classmethod
    async def let_in(cls, client: Client, person: Person) -> "EngineSocket":
        """A socket that is connected to the main namespace."""
        socket = await cls.open(client)
        assert (await socket.connect(person)).startswith('40{"sid":')
        return socket

    async def send(self, packet: str) -> None:
        await self.ws.send_str(packet)

    async def raw(self) -> str:
        """The next packet, pings included."""
        message = await self.ws.receive(timeout=PATIENCE)
        assert message.type is aiohttp.WSMsgType.TEXT, message
        text: str = message.data
        return text

    async def packet(self) -> str:
        while (packet := await self.raw()) == "2":
            await self.send("3")
        return packet

    async def close_code(self) -> int | None:
        """The code of the close frame, which must be next."""
        message = await self.ws.receive(timeout=PATIENCE)
        closed = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
        assert message.type in closed, message
        return self.ws.close_code

    async def closed(self) -> int | None:
        """Read to the close frame, and return its code."""
        async with asyncio.timeout(PATIENCE):
            async for _ in self.ws:
                pass
        return self.ws.close_code


@define
class Polling(Talk):
    """A session of Engine.IO on long polling. `waiting`: packets of the last poll, not yet read."""

    client: Client
    sid: str
    handshake: Any
    waiting: deque[str] = Factory(deque)
    headers: Mapping[str, str] = Factory(dict)

    @classmethod
    async def open(cls, client: Client, **headers: str) -> "Polling":
        status, text = await request(client, "GET", query("polling"), headers=headers)
        assert status == 200, text
        assert text.startswith("0")
        handshake = json.loads(text[1:])
        return cls(client, handshake["sid"], handshake, headers=headers)

    @classmethod
    async def let_in(cls, client: Client, person: Person) -> "Polling":
        session = await cls.open(client)
        assert (await session.connect(person)).startswith('40{"sid":')
        return session

    async def poll(self, **more: str) -> tuple[int, str]:
        """The status and the text of a poll."""
        return await request(
            self.client, "GET", query("polling", sid=self.sid, **more), headers=self.headers
        )

    async def post(self, text: str) -> tuple[int, str]:
        return await request(
            self.client, "POST", query("polling", sid=self.sid), data=text, headers=self.headers
        )

    async def send(self, packet: str) -> None:
        assert await self.post(packet) == (200, "ok")

    async def packet(self) -> str:
        while True:
            while not self.waiting:
                status, text = await self.poll()
                assert status == 200, text
                self.waiting += text.split("\x1e")
            packet = self.waiting.popleft()
            if packet == "2":
                await self.send("3")
            elif packet != "6":
                return packet


async def dial(client: Client, sid: str = "", **more: str) -> aiohttp.ClientWebSocketResponse:
    """A WebSocket, for the session `sid` if there is one."""
    asked = query("websocket") | ({"sid": sid} if sid else {}) | more
    return await client.http.ws_connect(client.url + PATH, params=asked, max_msg_size=0)


async def request(
    client: Client, method: str, asked: Mapping[str, str], **options: Any
) -> tuple[int, str]:
    """The status and the text of an answer; `options` are aiohttp's."""
    async with asyncio.timeout(PATIENCE):
        async with client.http.request(
            method, client.url + PATH, params=asked, **options
        ) as response:
            return response.status, await response.text()
