"""Sockets of `socket.io-client`, in the versions that npm has, in Node."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.support.client import PATIENCE
from tests.support.description import check_frame
from tests.support.process import ROOT
from tests.support.programs import needed_node_modules
from tests.support.script import Node, node

PACKAGES = ROOT / "tests" / "js"

PRELUDE = """
const module = await load(values.package);
const names = [
    "connect", "disconnect", "connect_error", "error", "ATTENDANCE_MARKED", "TODAY_SUMMARY",
    "MY_STATUS", "SESSION_STARTED", "SESSION_ENDED", "WATCHING", "ERROR",
];
globalThis.sockets = [];
globalThis.io = module.io ?? module.default;
globalThis.record = (socket) => {
    const number = sockets.push(socket) - 1;
    for (const name of names) {
        socket.on(name, (value) => report([
            number, name, value instanceof Error ? { message: value.message } : value,
        ]));
    }
    socket.io.on("reconnect", () => report([number, "reconnect"]));
    return number;
};
"""

Events = asyncio.Queue[tuple[str, Any]]


class JsSocket:
    """One socket: what it receives is queued."""

    def __init__(self, process: Node, number: int, events: Events) -> None:
        self._process = process
        self._number = number
        self._events = events

    async def run(self, code: str, **values: Any) -> Any:
        """Run the body of an async function of `socket` and `values`, and return its result."""
        own = f"const socket = sockets[{self._number}]; {code}"
        return await asyncio.wait_for(self._process.run(own, values), PATIENCE)

    async def emit(self, *arguments: Any) -> None:
        """Emit an event with these arguments, without a callback."""
        await self.run("socket.emit(...values.arguments);", arguments=arguments)

    async def call(self, *arguments: Any) -> Any:
        """Emit an event, and return the arguments of its callback: there must be one."""
        (answer,) = await self.run(
            "return new Promise((done) =>"
            " socket.emit(...values.arguments, (...answer) => done(answer)));",
            arguments=arguments,
        )
        check_frame(answer)
        return answer

    async def next(self) -> tuple[str, Any]:
        """The next event and its data."""
        name, data = await asyncio.wait_for(self._events.get(), PATIENCE)
        if name.isupper():
            check_frame({"event": name, "data": data})
        return name, data

    async def expect(self, event: str) -> Any:
        """The data of the next event, which must have this name."""
        name, data = await self.next()
        assert name == event, (name, data)
        return data

    async def until(self, event: str) -> Any:
        """The data of the next event with this name, skipping others."""
        while True:
            name, data = await self.next()
            if name == event:
                return data

    async def ask(self, event: str, answer: str, **data: Any) -> Any:
        """Emit with a callback: the answer comes as the event `answer`, and to the callback."""
        to_callback = await self.call(event, data)
        assert to_callback == {"event": answer, "data": await self.expect(answer)}
        return to_callback["data"]

    async def close(self) -> None:
        await self.run("socket.disconnect();")

    async def transport(self) -> str:
        """The name of the transport that the socket uses now."""
        name: str = await self.run("return socket.io.engine.transport.name;")
        return name

    async def upgraded(self) -> None:
        """Wait until the socket is on a WebSocket."""
        await self.run(
            "const { engine } = socket.io;"
            "return engine.transport.name === 'websocket'"
            " || new Promise((done) => engine.once('upgrade', () => done(true)));"
        )


class JsClient:
    """A process with one version of `socket.io-client`."""

    def __init__(self, process: Node) -> None:
        self._process = process
        self._events: defaultdict[int, Events] = defaultdict(asyncio.Queue)

    async def open(self, url: str, **options: Any) -> JsSocket:
        """`io(url, options)`, with a connection of its own and short delays by default."""
        defaults = {"forceNew": True, "reconnectionDelay": 20, "reconnectionDelayMax": 200}
        return await self.open_as_written(
            "io(values.url, values.options)", url=url, options=defaults | options
        )

    async def open_as_written(self, expression: str, **values: Any) -> JsSocket:
        """The socket that a JavaScript expression of `values` returns."""
        number = await self._process.script.run(f"return record({expression});", **values)
        return JsSocket(self._process, number, self._events[number])

    async def deal(self) -> None:
        """Hand every event to the socket that received it, forever."""
        while True:
            number, name, *data = await self._process.script.events.get()
            self._events[number].put_nowait((name, data[0] if data else None))


@asynccontextmanager
async def socketio_client(version: int) -> AsyncIterator[JsClient]:
    """The client of a major version."""
    needed_node_modules(PACKAGES)
    async with node() as process:
        await process.script.run(PRELUDE, package=f"socket.io-client-{version}")
        client = JsClient(process)
        dealing = asyncio.create_task(client.deal())
        try:
            yield client
        finally:
            dealing.cancel()
            await process.script.run("for (const socket of sockets) socket.disconnect();")
