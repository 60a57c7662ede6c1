"""JavaScript that has loaded the server's client, in a page or in Node, and its events."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

from playwright._impl._driver import compute_driver_executable
from playwright.async_api import BrowserContext, Page

from tests.support.chromium import PATIENCE
from tests.support.client import Person
from tests.support.process import ROOT

NODE_SCRIPT = ROOT / "tests" / "js" / "node.mjs"

PRELUDE = """
const plain = (value) => value instanceof Error
    ? { name: value.name, message: value.message, code: value.code, data: value.data }
    : value;
const names = [
    "connect", "disconnect", "connect_error", "reconnect_attempt", "reconnect",
    "reconnect_failed", "ATTENDANCE_MARKED", "TODAY_SUMMARY", "MY_STATUS", "SESSION_STARTED",
    "SESSION_ENDED", "WATCHING", "ERROR",
];
globalThis.open = (url, { token, ...options }) => {
    const defaults = { WebSocket: globalThis.Passed, query: { token } };
    const socket = client.connect(url, { ...defaults, ...options });
    for (const name of names) {
        socket.on(name, (...args) => report([name, ...args.map(plain)]));
    }
    return socket;
};
globalThis.outcome = (promise) => promise.then(
    (value) => ["done", value],
    (error) => [error.code ?? error.name, error.message],
);
"""

Event = list[Any]


class Runtime(Protocol):
    """Where JavaScript runs."""

    async def run(self, code: str, values: dict[str, Any]) -> Any:
        """Run the body of an async function of `values`, and return its result."""
        ...


class Script:
    """The client of one server, and all events of its sockets.

    In the code that is run, `client` is the module, `socket` is the one that `connect` opened last,
    and `open(url, options)` connects another one whose events are recorded, too.
    """

    def __init__(self, runtime: Runtime) -> None:
        self.events: asyncio.Queue[Event] = asyncio.Queue()
        self._runtime = runtime

    async def run(self, code: str, **values: Any) -> Any:
        return await asyncio.wait_for(self._runtime.run(code, values), PATIENCE)

    async def connect(self, url: str, person: Person | None = None, **options: Any) -> None:
        """Connect a socket; `options` are the client's, with short delays by default.

        A pause of the test, as on a busy machine, is no silence that the client looks into.
        """
        defaults = {
            "reconnectionDelay": 20,
            "reconnectionDelayMax": 200,
            "pingIntervalRunning": 25_000,
        }
        token = {"token": person.token} if person else {}
        await self.run(
            "globalThis.socket = open(values.url, values.options);",
            url=url,
            options=defaults | token | options,
        )

    async def next(self) -> tuple[str, Any]:
        """The next event and its data; a list if there are several arguments."""
        name, *data = await asyncio.wait_for(self.events.get(), PATIENCE)
        return name, data[0] if len(data) == 1 else data

    async def expect(self, event: str) -> Any:
        """The data of the next event, which must have this name."""
        name, data = await self.next()
        assert name == event, (name, data)
        return data

    async def until(self, event: str) -> Any:
        """The data of the next event with this name, skipping others."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            name, data = await self.next()
            if name == event:
                return data
        raise AssertionError(event)

    async def connected(self) -> Any:
        """Wait until the socket has connected, and return the running sessions."""
        assert await self.expect("connect") == []
        return (await self.expect("WATCHING"))["sessions"]

    async def state(self) -> tuple[bool, bool]:
        """Whether the socket is connected, and whether it is active."""
        connected, active = await self.run("return [socket.connected, socket.active];")
        return connected, active

    async def request(self, name: str, **data: Any) -> tuple[str, Any]:
        """The result of a request: `done` and the data, or the error's code and message."""
        return tuple(  # type: ignore[return-value]
            await self.run(
                "return outcome(socket.request(values.name, values.data));", name=name, data=data
            )
        )


class Node:
    """A process of the Node that is bundled with Playwright."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.script = Script(self)
        self.console: list[str] = []
        self._process = process
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._reader = asyncio.create_task(self._read())

    async def run(self, code: str, values: dict[str, Any]) -> Any:
        answer = asyncio.get_running_loop().create_future()
        number = len(self._answers)
        self._answers[number] = answer
        assert self._process.stdin
        line = json.dumps({"id": number, "code": code, "values": values})
        self._process.stdin.write(line.encode() + b"\n")
        return await answer

    async def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        await asyncio.wait_for(self._process.wait(), PATIENCE)
        await self._reader

    async def _read(self) -> None:
        assert self._process.stdout
        async for line in self._process.stdout:
            match json.loads(line):
                case {"event": event}:
                    self.script.events.put_nowait(event)
                case {"console": text}:
                    self.console.append(text)
                case {"id": number, "error": text}:
                    self._answers[number].set_exception(AssertionError(text))
                case {"id": number, **rest}:
                    self._answers[number].set_result(rest.get("value"))


class Blank:
    """An empty page on the server's own origin."""

    def __init__(self, page: Page) -> None:
        self.script = Script(self)
        self._page = page

    async def run(self, code: str, values: dict[str, Any]) -> Any:
        return await self._page.evaluate(f"async (values) => {{ {code} }}", values)


@asynccontextmanager
async def node() -> AsyncIterator[Node]:
    """A process of Node that has loaded nothing yet."""
    program, _ = compute_driver_executable()
    process = await asyncio.create_subprocess_exec(
        *(program, str(NODE_SCRIPT)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 24,
    )
    running = Node(process)
    try:
        yield running
    finally:
        await running.close()


@asynccontextmanager
async def in_node(url: str) -> AsyncIterator[Node]:
    """The client that the server at `url` serves, in Node."""
    load = """
        const source = await (await fetch(values.url)).text();
        const module = "data:text/javascript;base64," + Buffer.from(source).toString("base64");
        globalThis.client = await import(module);
    """
    async with node() as running:
        await running.script.run(load + PRELUDE, url=f"{url}/client.js")
        yield running


async def in_page(context: BrowserContext, url: str) -> Blank:
    """The client that the server at `url` serves, in a page of that server.

    `context` must bypass the content security policy: tests run code in the page, and connect to
    other servers, too.
    """
    page = await context.new_page()
    blank = Blank(page)
    await page.expose_function("report", blank.script.events.put_nowait)
    # Serves as an empty page on the server's real origin: Chromium does not let a page with a
    # made-up address connect to this machine.
    await page.goto(f"{url}/client.js")
    await blank.script.run('globalThis.client = await import("/client.js");' + PRELUDE)
    return blank
