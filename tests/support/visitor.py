"""Users of the pages: what they do there, and what they see."""

import importlib.resources
import json
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.support.chromium import PATIENCE
from tests.support.client import PASSWORD, Person

expect.set_options(timeout=PATIENCE * 1000)

AXE_SCRIPT = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text()

SEEN = [
    "color-contrast-enhanced",
    "link-in-text-block",
    "scrollable-region-focusable",
    "target-size",
]
"""The rules of axe that depend on colours, or on where things are."""

FAULTS = """async (only) => {
    // While something fades in, its colours are not those that people read.
    document.getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .forEach((animation) => animation.finish());
    // One rule of contrast finds what two would: looking behind each text is most of the work.
    const rules = axe.getRules().map(({ ruleId }) => [ruleId, ruleId !== "color-contrast"]);
    const whole = { normal: { minThreshold: 0 }, large: { minThreshold: 0 } };
    const { violations } = await axe.run(document, {
        ...(only
            ? { runOnly: only }
            : { rules: Object.fromEntries(rules.map(([id, enabled]) => [id, { enabled }])) }),
        checks: { "color-contrast-enhanced": { options: { contrastRatio: whole } } },
        resultTypes: ["violations"],
    });
    return violations.map(({ id, nodes, help }) => [id, nodes.map(({ html }) => html), help]);
}"""
"""The faults of a document, by the rules of axe in `only`, or by all of them."""

SHOWN_AND_NOT_NAMED = """() => [...document.querySelectorAll("a, button, summary")]
    .filter((control) => control.checkVisibility() && control.innerText)
    .filter((control) => {
        const plain = (text) => text.replace(/\\s+/g, " ").trim();
        const spoken = control.cloneNode(true);
        spoken.querySelectorAll("[aria-hidden=true]").forEach((part) => part.remove());
        const ids = control.getAttribute("aria-labelledby")?.split(" ");
        const name = ids?.map((id) => document.getElementById(id).textContent).join(" ")
            ?? control.getAttribute("aria-label") ?? spoken.textContent;
        const shown = control.cloneNode(true);
        shown.querySelectorAll(".unseen").forEach((part) => part.remove());
        return !plain(name).includes(plain(shown.textContent));
    })
    .map((control) => control.outerHTML)"""
"""Controls whose accessible name lacks their visible text: axe checks only those with a label."""

REFUSED = r"Failed to load resource: the server responded with a status of 4\d\d"
"""What the browser logs for every error answer, expected or not."""

AWAY = r"WebSocket connection to .* failed|net::ERR_(CONNECTION_(REFUSED|RESET)|EMPTY_RESPONSE)"
"""What the browser logs while the server is down, and for requests that were cut off."""

STORE_LOG_IN = """([origin, logIn]) => {
    if (location.origin === origin && !sessionStorage.getItem("logged in by a test")) {
        sessionStorage.setItem("logged in by a test", "once");
        sessionStorage.setItem("attendance.account", logIn);
    }
}"""
"""Stores the log-in of a tab before its first page runs, as `web/account.js` does."""


class Visitor:
    """A user on a page of the server at `url`."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    @classmethod
    async def open(cls, context: BrowserContext, url: str) -> "Visitor":
        visitor = cls(await context.new_page(), url)
        await visitor.page.goto(url)
        await visitor.sees_heading("Log in")
        return visitor

    @classmethod
    async def logged_in(cls, context: BrowserContext, url: str, person: Person) -> "Visitor":
        """Someone who has just logged in: by the call of the log-in page, without that page."""
        visitor = cls(await context.new_page(), url)
        answer = await context.request.post(
            f"{url}/auth/login",
            data={"email": person.email, "password": PASSWORD},
            headers={"Origin": url},
        )
        body = await answer.json()
        log_in = {**body.get("data", body), "at": 1}
        arguments = json.dumps([url, json.dumps(log_in)])
        await visitor.page.add_init_script(f"({STORE_LOG_IN})({arguments})")
        await visitor.page.goto(url)
        await visitor.sees_heading("My classes")
        await expect(visitor.connection).to_have_text("Live")
        return visitor

    async def log_in(self, email: str, password: str = PASSWORD) -> None:
        await self.page.get_by_label("E-mail").fill(email)
        await self.page.get_by_label("Password", exact=True).fill(password)
        await self.press("Log in")

    async def sign_up(self, role: str, name: str, email: str) -> None:
        await self.page.get_by_role("link", name=f"I am a {role.lower()}").click()
        await self.sees_heading("Sign up")
        await expect(self.page.get_by_role("radio", name=role)).to_be_checked()
        await self.page.get_by_label("Name").fill(name)
        await self.page.get_by_label("E-mail").fill(email)
        await self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        await self.press("Sign up")
        await self.sees_heading("My classes")

    async def go(self, path: str) -> None:
        """Go to another view: the part after `#` in the address."""
        await self.page.evaluate("(path) => { location.hash = path; }", path)

    async def go_and_see(self, path: str) -> None:
        """As `go`, and wait until the other view is shown: until then, the one before stays."""
        await self.page.evaluate("document.querySelector('main > *').dataset.before = ''")
        await self.go(path)
        await expect(self.page.locator("[data-before]")).to_have_count(0)

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def confirm(self, name: str) -> None:
        """Press a button of the open dialog, which closes it."""
        dialog = self.page.get_by_role("dialog")
        await dialog.get_by_role("button", name=name, exact=True).click()
        await expect(dialog).to_have_count(0)

    async def sees_heading(self, text: str) -> None:
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    async def sees(self, text: str) -> None:
        """Wait for text that is visible, not only available to screen readers."""
        shown = self.page.locator("main, .notices, .banner, dialog").get_by_text(text)
        await expect(shown.locator("visible=true").first).to_be_visible()

    async def open_roll(self, class_id: str, name: str = "Algebra") -> None:
        await self.go(f"/class/{class_id}/roll")
        await self.sees_heading(name)
        await expect(self.tiles.first).to_be_visible()

    @property
    def connection(self) -> Locator:
        return self.page.get_by_role("group", name="Connection")

    @property
    def tiles(self) -> Locator:
        return self.page.get_by_role("group", name="Roster").locator(".seat:not([hidden]) .tile")

    @property
    def ring(self) -> Locator:
        return self.page.get_by_role("img")

    def tile(self, name: str) -> Locator:
        return self.tiles.filter(has=self.page.get_by_text(name, exact=True))

    async def tap(self, name: str) -> None:
        await self.tile(name).click()

    async def choose(self, name: str, status: str) -> None:
        """Choose a student's mark from the sheet."""
        await self.press(f"Choose another mark for {name}")
        await self.page.get_by_role("dialog").get_by_role("button", name=status).click()

    async def sees_tile(self, name: str, state: str) -> None:
        """`state`: text on the tile that does not depend on the clock."""
        await expect(self.tile(name)).to_contain_text(state)
        if state in ("Present", "Not marked"):
            pressed = str(state == "Present").lower()
            await expect(self.tile(name)).to_have_attribute("aria-pressed", pressed)

    async def sees_count(self, present: int, total: int) -> None:
        """In English, where thousands are separated by commas."""
        await expect(self.ring).to_have_attribute("aria-label", f"{present:,} of {total:,} present")

    async def sees_states(self, states: dict[str, str]) -> None:
        """Wait until exactly these tiles are shown."""
        for name, state in states.items():
            await self.sees_tile(name, state)
        await expect(self.tiles).to_have_count(len(states))

    async def accessibility_faults(self, *, seen_only: bool = False) -> list[Any]:
        """What axe finds wrong with the current page, by all of its rules.

        Among them are the experimental ones, best practices, and those of WCAG's level AAA.
        `seen_only`: only what colours and places decide, where all else is known to be right.
        """
        if not await self.page.evaluate("() => Boolean(window.axe)"):
            # Not as a script of the page, which its content security policy would block.
            await self.page.evaluate(AXE_SCRIPT)
        faults: list[Any] = await self.page.evaluate(FAULTS, SEEN if seen_only else None)
        unnamed = [] if seen_only else await self.page.evaluate(SHOWN_AND_NOT_NAMED)
        return faults + [("visible text is not in the name", unnamed)] * bool(unnamed)

    async def small_targets(self, least: int) -> list[str]:
        """Touch targets that are narrower or lower than `least` pixels."""
        targets: list[str] = await self.page.evaluate(
            """(least) => [...document.querySelectorAll("a, button, input, textarea, summary")]
                .filter((element) => element.checkVisibility())
                .filter((element) => !element.closest(".unseen, .skip"))
                // A larger clickable area around the element counts instead.
                .map((element) => element.matches(".cover") ? element.closest(".card") : element)
                .map((element) => element.closest("label") ?? element)
                .map((element) => [element, element.getBoundingClientRect()])
                .filter(([, box]) => box.width < least || box.height < least)
                .map(([element, box]) => `${element.outerHTML} ${box.width} x ${box.height}`)""",
            least,
        )
        return targets

    async def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(
            await self.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        )
