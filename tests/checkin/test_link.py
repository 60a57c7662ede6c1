"""The link of a check-in: its age is judged when it is opened, and a ticket does the rest."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from typing import Any

import aiohttp
import attrs
import pytest
from attrs import define, field

from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.checkin.conftest import LONG_STEPS, Counter
from tests.conftest import shared_client
from tests.support.client import PASSWORD, Answer, Client, Lesson, Person

WRONG = (403, "Code is wrong or too old")
TICKET = "attendance-ticket"


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


@define
class Browser:
    """A browser that follows no redirect by itself; `cookies` are those that it keeps."""

    client: Client
    cookies: SimpleCookie = field(factory=SimpleCookie)

    async def open(self, link: str) -> str:
        """Open a link, and return where it leads to."""
        async with self.client.http.get(
            self.client.url + link, headers=self._headers(), allow_redirects=False
        ) as response:
            assert response.status == 303, await response.text()
            assert response.headers["Cache-Control"] == "no-store"
            self._keep(response.headers.getall("Set-Cookie", []))
            return response.headers["Location"]

    async def check_in(self, person: Person, class_id: str, **options: Any) -> Answer:
        """Check in from a page of the server, without a code."""
        headers = {"Origin": self.client.url, **self._headers(), **options}
        answer = await self.client.call(
            "POST", f"/attendance/{class_id}/check-in", person.token, headers=headers
        )
        self._keep(answer.headers.getall("Set-Cookie", []))  # type: ignore[attr-defined]
        return answer

    def _headers(self) -> dict[str, str]:
        kept = [f"{each.key}={each.value}" for each in self.cookies.values()]
        return {"Cookie": "; ".join(kept)} if kept else {}

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            self.cookies.load(line)
        for name in [name for name, each in self.cookies.items() if each["max-age"] == "0"]:
            del self.cookies[name]


async def opened(lesson: Lesson) -> Any:
    return (await lesson.desk.ask("OPEN_CHECK_IN"))[1]


@pytest.mark.parametrize("write", [str, str.lower])
async def test_a_link_in_any_letter_case_leaves_a_ticket(
    lesson: Lesson, write: Callable[[str], str]
) -> None:
    ada, browser = lesson.students[0], Browser(lesson.client)
    page = await browser.open(write((await opened(lesson))["link"]))
    assert page == f"/#/check-in/{lesson.class_id}"
    kept = browser.cookies[TICKET]
    assert (kept["path"], kept["max-age"], kept["samesite"]) == ("/attendance", "300", "Lax")
    assert kept["httponly"]
    answer = await browser.check_in(ada, lesson.class_id)
    assert (answer.data["classId"], answer.data["status"]) == (lesson.class_id, "present")
    assert TICKET not in browser.cookies, "the ticket is used up"
    marked = await lesson.desk.expect("ATTENDANCE_MARKED")
    assert marked["studentId"] == ada.id


async def test_a_log_in_may_take_minutes_between_the_scan_and_the_check_in(
    counted: Counter, server: str, lesson: Lesson
) -> None:
    client, ada, browser = lesson.client, lesson.students[0], Browser(lesson.client)
    shown = await opened(lesson)
    await browser.open(shown["link"])
    counted.seconds += 250
    # The class is over the hill, and the door is shut.
    await lesson.desk.ask("CLOSE_CHECK_IN")
    body = {"email": ada.email, "password": PASSWORD}
    token = (await client.post("/auth/login", body)).data["token"]
    # The link itself is worth nothing any more to whom it was forwarded.
    late = Browser(client)
    assert await late.open(shown["link"]) == "/#/check-in?problem=check_in_code_wrong"
    answer = await browser.check_in(attrs.evolve(ada, token=token), lesson.class_id)
    assert answer.data["status"] == "present"
    # The scan counts, not what came after it: more than four minutes before the answer.
    assert answer.data["markedAt"] == lesson.started_at


async def test_a_ticket_is_over_after_five_minutes(
    counted: Counter, server: str, lesson: Lesson
) -> None:
    browser = Browser(lesson.client)
    await browser.open((await opened(lesson))["link"])
    counted.seconds += 300
    assert (await browser.check_in(lesson.students[0], lesson.class_id)).error == WRONG


async def test_a_ticket_is_for_one_student(lesson: Lesson) -> None:
    ada, ben, _ = lesson.students
    browser = Browser(lesson.client)
    await browser.open((await opened(lesson))["link"])
    copied = Browser(lesson.client, SimpleCookie(browser.cookies))
    first = await browser.check_in(ada, lesson.class_id)
    assert (await copied.check_in(ben, lesson.class_id)).error == WRONG
    # An answer that was lost is asked for again.
    assert (await copied.check_in(ada, lesson.class_id)).data == first.data


async def test_a_ticket_is_for_one_session(client: Client) -> None:
    lesson, other = [await Lesson.begin(client, checkIn=LONG_STEPS) for _ in range(2)]
    await client.enrol(other.teacher, other.class_id, ada := lesson.students[0])
    await opened(other)
    browser = Browser(client)
    await browser.open((await opened(lesson))["link"])
    assert (await browser.check_in(ada, other.class_id)).error == WRONG
    await lesson.end()
    ended = await browser.check_in(ada, lesson.class_id)
    assert ended.error == (409, "No active attendance session")
    await client.start(lesson.teacher, lesson.class_id)
    await opened(lesson)
    assert (await browser.check_in(ada, lesson.class_id)).error == WRONG


async def test_only_a_page_of_the_server_uses_a_ticket(lesson: Lesson) -> None:
    browser = Browser(lesson.client)
    await browser.open((await opened(lesson))["link"])
    ada = lesson.students[0]
    for origin in ("https://elsewhere.test", "null"):
        answer = await browser.check_in(ada, lesson.class_id, Origin=origin)
        assert answer.error == (403, "Origin not allowed")
    assert (await browser.check_in(ada, lesson.class_id)).status == 200


async def test_a_browser_without_a_ticket_needs_a_code(lesson: Lesson) -> None:
    await opened(lesson)
    browser = Browser(lesson.client)
    assert (await browser.check_in(lesson.students[0], lesson.class_id)).error == WRONG
    browser.cookies[TICKET] = "eyJmb3JnZWQiOiB0cnVlfQ"
    assert (await browser.check_in(lesson.students[0], lesson.class_id)).error == WRONG


@pytest.mark.parametrize("code", ["ABCDEF", "2345678ABCDEFG", "%F0%9F%98%80", "a b", "x" * 2000])
async def test_a_wrong_link_says_so_and_leaves_nothing(lesson: Lesson, code: str) -> None:
    await opened(lesson)
    browser = Browser(lesson.client)
    assert await browser.open(f"/C/{code}") == "/#/check-in?problem=check_in_code_wrong"
    assert browser.cookies == {}


async def test_a_link_to_a_closed_check_in_says_so(lesson: Lesson) -> None:
    link = (await opened(lesson))["link"]
    await lesson.desk.ask("CLOSE_CHECK_IN")
    assert await Browser(lesson.client).open(link) == "/#/check-in?problem=check_in_closed"


@asynccontextmanager
async def behind_tls(settings: Settings) -> AsyncIterator[Client]:
    """A client of a server that knows its own address."""
    settings = attrs.evolve(settings, public_url="https://attendance.school.test")
    async with serving(settings) as url, aiohttp.ClientSession() as http:
        yield Client(url, http)


async def test_behind_tls_the_link_is_whole_and_no_other_host_sets_the_ticket(
    settings: Settings,
) -> None:
    async with behind_tls(settings) as client:
        lesson = await Lesson.begin(client, checkIn=LONG_STEPS)
        link = (await opened(lesson))["link"]
        assert link.startswith("https://attendance.school.test/C/")
        browser = Browser(client)
        await browser.open(link.removeprefix("https://attendance.school.test"))
        kept = browser.cookies[f"__Host-{TICKET}"]
        assert (kept["path"], kept["secure"], kept["domain"]) == ("/", True, "")
        assert (await browser.check_in(lesson.students[0], lesson.class_id)).status == 200
