"""The metrics that Prometheus scrapes."""

import asyncio

import aiohttp
import attrs
import pytest

from attendance_server import __version__
from attendance_server.histogram import Histogram
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.support.client import PASSWORD, Client, Lesson
from tests.support.metrics import Scrape, until_waiting
from tests.support.mongo import BRIEF, Mongod, Outage


@pytest.fixture
def mongod(mortal_mongod: Mongod) -> Mongod:
    return mortal_mongod


async def test_sockets_and_sessions_are_counted_while_they_last(lesson: Lesson) -> None:
    scrape = await Scrape.of(lesson.client)
    assert (scrape("open_sockets"), scrape("running_sessions")) == (4, 1)
    await lesson.end()
    await lesson.desk.close()
    await lesson.seats[0].expect("SESSION_ENDED")
    scrape = await Scrape.of(lesson.client)
    assert (scrape("open_sockets"), scrape("running_sessions")) == (3, 0)


async def test_the_version_is_exposed(client: Client) -> None:
    assert (await Scrape.of(client))("build_info", version=__version__) == 1


async def test_a_saved_mark_is_counted_with_its_commit_and_its_lag(
    lesson: Lesson,
) -> None:
    await lesson.desk.mark(lesson.students[0])
    await lesson.desk.mark(lesson.students[1])
    scrape = await Scrape.of(lesson.client)
    assert scrape("marks_total", outcome="saved") == 2
    assert scrape("marks_total", outcome="refused") == 0
    for name in ("commit_seconds", "commit_changes", "delivery_lag_seconds"):
        assert scrape(f"{name}_count") == scrape(f"{name}_bucket", le="+Inf") == 2, name
    assert scrape("commit_changes_sum") == 2
    # A mark is only delivered once it is saved, and both take some time. The lag is measured by the
    # loop's clock, which counts whole milliseconds, so each of the two may be one short.
    assert 0 < scrape("commit_seconds_sum") < scrape("delivery_lag_seconds_sum") + 0.002 < 60


async def test_a_refused_mark_is_counted_with_the_kind_of_refusal(lesson: Lesson) -> None:
    stranger = await lesson.client.student()
    assert await lesson.desk.ask_error("MARK_ATTENDANCE", studentId=stranger.id)
    scrape = await Scrape.of(lesson.client)
    assert scrape("marks_total", outcome="refused") == 1
    assert scrape("marks_total", outcome="saved") == 0
    assert scrape("refusals_total", over="socket", kind="StudentNotInClass") == 1


async def test_a_mark_after_the_end_is_refused_and_counted_once(
    lesson: Lesson, mongod: Mongod
) -> None:
    other = await lesson.client.socket(lesson.teacher)
    with Outage(mongod, "paused"):
        await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[0].id)
        await lesson.desk.send("DONE")
        await until_waiting(lesson.client, 2)
        await other.send("MARK_ATTENDANCE", studentId=lesson.students[1].id)
        await until_waiting(lesson.client, 3)
    await lesson.desk.expect("ATTENDANCE_MARKED")
    await lesson.desk.expect("SESSION_ENDED")
    await other.expect("ATTENDANCE_MARKED")
    await other.expect("SESSION_ENDED")
    assert await other.error() == "No active attendance session"
    scrape = await Scrape.of(lesson.client)
    assert scrape("marks_total", outcome="refused") == 1
    assert scrape("marks_total", outcome="saved") == 1
    assert scrape("changes_waiting") == 0


async def test_failed_commits_are_counted(settings: Settings, mongod: Mongod) -> None:
    settings = attrs.evolve(settings, commit_timeout=BRIEF)
    async with serving(settings) as url, aiohttp.ClientSession() as http:
        lesson = await Lesson.begin(Client(url, http))
        with Outage(mongod, "paused"):
            student_id = lesson.students[0].id
            error = await lesson.desk.ask_error("MARK_ATTENDANCE", studentId=student_id)
            assert error == "Storage unavailable, try again"
            scrape = await Scrape.of(lesson.client)
    assert scrape("commits_failed_total") >= 1
    assert scrape("marks_total", outcome="refused") == 1
    assert scrape("refusals_total", over="socket", kind="StorageUnavailable") == 1


async def test_logins_are_counted_by_outcome(client: Client) -> None:
    teacher = await client.teacher()
    wrong_password = {"email": teacher.email, "password": "wrong horse"}
    unknown = {"email": "nobody@school.test", "password": PASSWORD}
    for body in (wrong_password, unknown):
        assert (await client.post("/auth/login", body)).status == 400
    scrape = await Scrape.of(client)
    assert scrape("logins_total", outcome="ok") == 1
    assert scrape("logins_total", outcome="wrong") == 2
    assert scrape("logins_total", outcome="turned away") == 0
    assert scrape("refusals_total", over="http", kind="BadCredentials") == 2
    assert scrape("hashes_waiting") == 0


async def test_logins_turned_away_under_load_are_counted(settings: Settings) -> None:
    settings = attrs.evolve(settings, max_waiting_logins=1)
    async with serving(settings) as url, aiohttp.ClientSession() as http:
        client = Client(url, http)
        teacher = await client.teacher()
        body = {"email": teacher.email, "password": PASSWORD}
        answers = await asyncio.gather(*(client.post("/auth/login", body) for _ in range(20)))
        scrape = await Scrape.of(client)
    turned_away = sum(answer.status == 503 for answer in answers)
    assert turned_away
    assert scrape("logins_total", outcome="turned away") == turned_away
    assert scrape("logins_total", outcome="ok") == 1 + 20 - turned_away
    assert scrape("refusals_total", over="http", kind="TooManyLogins") == turned_away


async def test_requests_are_counted_by_route_template(client: Client) -> None:
    teacher = await client.teacher()
    ids = [await client.make_class(teacher) for _ in range(2)]
    for class_id in (*ids, "0" * 24):
        await client.get(f"/class/{class_id}", teacher.token)
    scrape = await Scrape.of(client)
    show = {"method": "GET", "route": "/class/{id}"}
    assert scrape("http_requests_total", **show, status="200") == 2
    assert scrape("http_requests_total", **show, status="404") == 1
    assert scrape("http_requests_total", method="POST", route="/class", status="201") == 2


async def test_unknown_paths_and_methods_share_one_count_each(client: Client) -> None:
    for number in range(3):
        await client.get(f"/made/up/{number}")
    await client.call("PROPFIND", "/made/up")
    await client.call("REPORT", "/made/up")
    scrape = await Scrape.of(client)
    assert scrape("http_requests_total", method="GET", route="none", status="404") == 3
    assert scrape("http_requests_total", method="OTHER", route="none", status="404") == 2


async def test_a_handshake_is_counted_at_once(lesson: Lesson) -> None:
    scrape = await Scrape.of(lesson.client)
    assert scrape("http_requests_total", method="GET", route="/ws", status="101") == 4


async def test_a_socket_without_a_token_counts_as_a_refusal(client: Client) -> None:
    socket = await client.socket()
    assert await socket.error() == "Unauthorized or invalid token"
    assert (await Scrape.of(client))("refusals_total", over="socket", kind="SocketUnauthorized")


async def test_two_servers_in_one_process_count_separately(
    client: Client, settings: Settings
) -> None:
    await client.teacher()
    async with serving(settings) as url:
        other = await Scrape.of(Client(url, client.http))
    assert other("logins_total", outcome="ok") == 0
    assert (await Scrape.of(client))("logins_total", outcome="ok") == 1


def test_a_value_counts_for_the_first_bound_that_it_does_not_exceed() -> None:
    histogram = Histogram((1.0, 10.0))
    for value in (0.5, 1.0, 1.5, 10.0, 11.0):
        histogram.add(value)
    assert (histogram.counts, histogram.total) == ([2, 2, 1], 24.0)
