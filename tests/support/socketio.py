"""A client of Socket.IO that sends without waiting, on long polling or upgraded to a WebSocket.

It checks what only it can see: the callback of an event is called right after the event that
answers it, with the same content, and callbacks are called in the order of their events.
"""

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

SEPARATOR = "\x1e"
CLOSE, PING, PONG, MESSAGE, UPGRADE, NOOP = "1", "2", "3", "4", "5", "6"
CONNECTED, EVENT, ACK, DISCONNECT = "40", "42", "43", "41"

QUIET = 30
"""Packets after which a client upgrades: a storm has begun by then."""

GONE = (aiohttp.ClientError, ConnectionError)


class SocketIOClient:
    """One session. `close_code`: that of its WebSocket, if it has come to have one."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.close_code: int | None = None
        self._http = http
        self._url = f"{url}/socket.io/"
        self._query = {"EIO": "4", "transport": "polling"}
        self._max_payload = 0
        self._ws: aiohttp.ClientWebSocketResponse | None = None
        self._probed: aiohttp.ClientWebSocketResponse | None = None
        self._received = deque[str]()
        self._outgoing = asyncio.Queue[str]()
        self._sending = asyncio.Lock()
        self._asked = self._called_back = 0
        self._upgrades = False
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    async def open(
        cls, http: aiohttp.ClientSession, url: str, token: str, *, upgrades: bool
    ) -> "SocketIOClient":
        """Connect; if it `upgrades`, it does so after its first `QUIET` packets."""
        client = cls(http, url)
        (opened,) = await client._poll()
        parameters = json.loads(opened[1:])
        client._query["sid"] = parameters["sid"]
        client._max_payload = parameters["maxPayload"]
        await client._post(CONNECTED + json.dumps({"token": token}))
        while not client._received:
            client._received += await client._poll()
        answer = client._received.popleft()
        assert answer.startswith(CONNECTED), answer
        client._tasks.append(asyncio.create_task(client._send_all()))
        client._upgrades = upgrades
        return client

    @property
    def polls(self) -> bool:
        """Whether it is, or was until its end, on long polling."""
        return self._ws is None

    async def send(self, event: str, data: dict[str, Any]) -> None:
        """Emit an event with a callback."""
        self._outgoing.put_nowait(f"{EVENT}{self._asked}{json.dumps([event, data])}")
        self._asked += 1

    async def frames(self) -> AsyncIterator[tuple[str, Any]]:
        """Every event that is received and its data, until the session ends."""
        last: tuple[str, Any] | None = None
        async for packet in self._packets():
            match packet[:2]:
                case "42":
                    event, data = json.loads(packet[2:])
                    last = event, data
                    yield last
                case "43":
                    number, _, text = packet[2:].partition("[")
                    (answer,) = json.loads(f"[{text}")
                    assert int(number) == self._called_back, "callbacks are called in order"
                    assert (answer["event"], answer["data"]) == last, "after the event that answers"
                    self._called_back += 1
                case "41":
                    return
                case _:
                    raise AssertionError(f"an unexpected packet: {packet}")

    async def close(self) -> None:
        """End the session."""
        with contextlib.suppress(*GONE):
            if self._ws:
                await self._ws.close()
            else:
                await self._post(CLOSE)
        self.discard()

    def discard(self) -> None:
        """Drop the session without a word."""
        for task in self._tasks:
            task.cancel()

    async def _packets(self) -> AsyncIterator[str]:
        """The packets of Socket.IO: first of the polls, then of the WebSocket, if there is one."""
        count = 0
        try:
            while self._ws is None:
                while self._received:
                    packet = self._received.popleft()
                    if packet == PING:
                        self._outgoing.put_nowait(PONG)
                    elif packet == CLOSE:
                        return
                    elif packet != NOOP:
                        yield packet
                        count += 1
                if self._upgrades and count >= QUIET:
                    self._upgrades = False
                    self._tasks.append(asyncio.create_task(self._probe()))
                if self._probed:
                    async with self._sending:
                        await self._probed.send_str(UPGRADE)
                        self._ws = self._probed
                else:
                    self._received += await self._poll()
            async for message in self._ws:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    break
                if message.data == PING:
                    self._outgoing.put_nowait(PONG)
                else:
                    yield message.data
        except GONE:
            return
        finally:
            if self._ws is not None:
                self.close_code = self._ws.close_code

    async def _probe(self) -> None:
        """Open a WebSocket; `_packets` changes to it after the poll that the server now ends."""
        query = self._query | {"transport": "websocket"}
        with contextlib.suppress(*GONE):
            ws = await self._http.ws_connect(self._url, params=query, max_msg_size=0)
            await ws.send_str(f"{PING}probe")
            if await ws.receive_str() == f"{PONG}probe":
                self._probed = ws

    async def _send_all(self) -> None:
        """Send what is to be sent, in order, as many packets in a request as one may hold."""
        with contextlib.suppress(*GONE):
            while True:
                packet = await self._outgoing.get()
                async with self._sending:
                    if self._ws:
                        await self._ws.send_str(packet)
                        continue
                    body = packet
                    while not self._outgoing.empty() and len(body) < self._max_payload // 2:
                        body += SEPARATOR + self._outgoing.get_nowait()
                    await self._post(body)

    async def _poll(self) -> list[str]:
        async with self._http.get(self._url, params=self._query) as response:
            response.raise_for_status()
            return (await response.text()).split(SEPARATOR)

    async def _post(self, body: str) -> None:
        async with self._http.post(self._url, params=self._query, data=body) as response:
            response.raise_for_status()
