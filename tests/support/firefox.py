"""Firefox, driven through WebDriver BiDi, the W3C's protocol, which it speaks without a driver.

Playwright's own Firefox is a patched one. This is the one that users have.
"""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
from attrs import define, field

from tests.support.programs import needed

PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "ui.prefersReducedMotion": 1,
}
"""What keeps a new profile from greeting, measuring and asking for updates."""

ENTER, TAB = "\ue007", "\ue004"

PATIENCE = 90.0
"""Seconds after which an answer counts as missing: starting takes long on a busy machine."""

PAUSE = 0.05
"""Seconds between two looks at a page, which announces no change of what is accessible."""

T = TypeVar("T")

Target = dict[str, Any]


class BidiError(Exception):
    """Firefox refused a command."""


@define
class Bidi:
    """A session with a browser: commands out, their results and events in."""

    _socket: aiohttp.ClientWebSocketResponse
    logged: list[str] = field(factory=list)
    """What the pages logged as an error, and uncaught exceptions."""
    _numbers: "itertools.count[int]" = field(factory=lambda: itertools.count(1))
    _waiting: dict[int, asyncio.Future[Any]] = field(factory=dict)

    async def send(self, method: str, **params: Any) -> Any:
        """The result of a command; raises `BidiError` if the browser refuses it."""
        number = next(self._numbers)
        result = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        return await asyncio.wait_for(result, PATIENCE)

    async def listen(self) -> None:
        """Take in what the browser sends, until it ends."""
        async for message in self._socket:
            heard = json.loads(message.data)
            if heard["type"] == "event":
                self._note(heard["params"])
            elif waiting := self._waiting.pop(heard["id"], None):
                if heard["type"] == "success":
                    waiting.set_result(heard["result"])
                else:
                    waiting.set_exception(BidiError(f"{heard['error']}: {heard['message']}"))

    def _note(self, entry: dict[str, Any]) -> None:
        if entry.get("level") == "error":
            self.logged.append(str(entry.get("text")))


@define
class FoxPage:
    """A tab with cookies and storage of its own."""

    bidi: Bidi
    _tab: str

    async def goto(self, url: str) -> None:
        await self.bidi.send(
            "browsingContext.navigate", context=self._tab, url=url, wait="complete"
        )

    async def reload(self) -> None:
        await self.bidi.send("browsingContext.reload", context=self._tab, wait="complete")

    async def evaluate(self, function: str, *arguments: object) -> Any:
        """What a JavaScript function returns, which JSON has to be able to hold."""
        answer = await self.bidi.send(
            "script.callFunction",
            functionDeclaration=f"async (text) => "
            f"JSON.stringify(await ({function})(...JSON.parse(text)) ?? null)",
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            target={"context": self._tab},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    async def find(self, role: str, name: str) -> Target:
        """The element with this role and this accessible name, once there is one."""
        locator = {"type": "accessibility", "value": {"role": role, "name": name}}

        async def look() -> Target | None:
            found = await self.bidi.send(
                "browsingContext.locateNodes", context=self._tab, locator=locator
            )
            return {"sharedId": found["nodes"][0]["sharedId"]} if found["nodes"] else None

        found = await self._until(look, f"a {role} named {name!r}")
        assert found
        return found

    async def click(self, role: str, name: str) -> None:
        """Press the button of a mouse over an element."""
        element = await self.find(role, name)
        await self.bidi.send(
            "script.callFunction",
            functionDeclaration="(element) => element.scrollIntoView({ block: 'center' })",
            arguments=[element],
            target={"context": self._tab},
            awaitPromise=False,
        )
        origin = {"type": "element", "element": element}
        await self._act(
            {
                "type": "pointer",
                "id": "mouse",
                "actions": [
                    {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
                    {"type": "pointerDown", "button": 0},
                    {"type": "pointerUp", "button": 0},
                ],
            }
        )

    async def type(self, text: str) -> None:
        """Press the keys of a text, for what has the focus."""
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        await self._act({"type": "key", "id": "keyboard", "actions": keys})

    async def sees(self, text: str) -> None:
        """Wait until the page shows a text."""

        async def look() -> bool:
            return text in await self.evaluate("() => document.body.innerText")

        await self._until(look, repr(text))

    async def _until(self, look: Callable[[], Awaitable[T]], what: str) -> T:
        """What `look` returns as soon as that is true."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while not (found := await look()):
            if asyncio.get_running_loop().time() > end:
                shown = await self.evaluate("() => document.body.innerText")
                raise AssertionError(f"the page does not show {what}:\n{shown}")
            await asyncio.sleep(PAUSE)
        return found

    async def _act(self, device: dict[str, Any]) -> None:
        await self.bidi.send("input.performActions", context=self._tab, actions=[device])


@define
class Firefox:
    """A running browser."""

    bidi: Bidi

    async def new_page(
        self, language: str = "en-GB", width: int = 800, height: int = 700
    ) -> FoxPage:
        """A page of a user of their own, whose browser prefers this language."""
        send = self.bidi.send
        user = (await send("browser.createUserContext"))["userContext"]
        await send("emulation.setLocaleOverride", locale=language, userContexts=[user])
        tab = (await send("browsingContext.create", type="tab", userContext=user))["context"]
        viewport = {"width": width, "height": height}
        await send("browsingContext.setViewport", context=tab, viewport=viewport)
        return FoxPage(self.bidi, tab)


@asynccontextmanager
async def firefox(profile: Path) -> AsyncIterator[Firefox]:
    """A browser with a new profile in this folder; without Firefox, the test is skipped."""
    program = needed("firefox-esr")
    lines = [f"user_pref({json.dumps(key)}, {json.dumps(it)});" for key, it in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines))
    process = await asyncio.create_subprocess_exec(
        *(program, "--headless", "--no-remote", "--remote-debugging-port", "0"),
        *("--profile", str(profile)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr
    try:
        address = await asyncio.wait_for(_address(process.stderr), PATIENCE)
        # A full pipe would stop it.
        reading = asyncio.create_task(process.stderr.read())
        async with (
            aiohttp.ClientSession() as http,
            http.ws_connect(f"{address}/session", max_msg_size=0) as socket,
        ):
            bidi = Bidi(socket)
            listening = asyncio.create_task(bidi.listen())
            await bidi.send("session.new", capabilities={})
            await bidi.send("session.subscribe", events=["log.entryAdded"])
            yield Firefox(bidi)
            listening.cancel()
            reading.cancel()
    finally:
        process.kill()
        await process.wait()


async def _address(output: asyncio.StreamReader) -> str:
    """Where a browser that is starting says that it listens."""
    async for line in output:
        if said := re.search(rb"listening on (ws://\S+)", line):
            return said[1].decode()
    raise RuntimeError("Firefox ended before it listened")
