"""Remembered devices: refreshing, ending them, and tokens that are used again."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import aiohttp
import jwt
import pymongo
import pytest

from attendance_server.accounts.attempts import WindowCounter
from attendance_server.accounts.devices import MOST_DEVICES
from attendance_server.accounts.exchange import GRACE
from attendance_server.accounts.refresh_tokens import RefreshToken, RefreshTokenCodec
from attendance_server.database.connection import DatabaseConnection
from attendance_server.http.browsers import browser_name
from attendance_server.models import Device, LogInOrigin, utc_now
from attendance_server.settings import Settings
from attendance_server.settings.choices import Rate
from attendance_server.store.devices import PreviousToken, Rotation
from tests.conftest import SECRET, shared_client
from tests.support.client import PASSWORD, PATIENCE, Answer, Client, Person
from tests.support.clock import Clock
from tests.support.metrics import Scrape

UNAUTHORIZED = (401, "Unauthorized, token missing or invalid")
INVALID = (401, "Unauthorized, refresh token missing or invalid")
REUSED = (401, "Unauthorized, refresh token was used before, log in again")

FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0"


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


@pytest.fixture
def clock(clock: Clock) -> Clock:
    # MongoDB removes devices that have expired by its own clock.
    clock.now = utc_now()
    return clock


async def remember(client: Client, person: Person, **headers: str) -> Any:
    """Log in on a new device; returns the data of the answer."""
    body = {"email": person.email, "password": PASSWORD, "remember": True}
    return (await client.post("/auth/login", body, headers=headers)).data


async def refresh(client: Client, token: str) -> Answer:
    return await client.post("/auth/refresh", {"refreshToken": token})


async def devices(client: Client, token: str) -> Any:
    return (await client.get("/auth/devices", token)).data


def operations(database: pymongo.database.Database) -> Counter[str]:
    """What the server has asked of the database while it was profiled, by command."""
    entries = database["system.profile"].find({"appName": "attendance-server"})
    return Counter(
        each["op"] if each["op"] != "command" else next(iter(each["command"]))
        for each in entries
        if not each["ns"].endswith((".audit", ".system.profile"))
    )


async def test_a_remembered_device_gets_new_tokens_without_the_password(
    client: Client, database: pymongo.database.Database
) -> None:
    ada = await client.student()
    first = await remember(client, ada)
    hashes = database.users.find_one()["passwordHash"]
    database.command("profile", 2)
    second = (await refresh(client, first["refreshToken"])).data
    database.command("profile", 0)
    assert second["user"] == first["user"]
    assert (await client.get("/auth/me", second["token"])).data["email"] == ada.email
    assert second["refreshToken"] != first["refreshToken"]
    # One query and one update, however many devices refresh at that moment.
    assert operations(database) == {"aggregate": 1, "update": 1}
    # It is of no use to whoever reads the database, and the password is unchanged.
    (stored,) = database.devices.find()
    codec = RefreshTokenCodec(SECRET)
    assert stored["hash"] == codec.read(second["refreshToken"]).hash
    assert stored["previous"]["hash"] == codec.read(first["refreshToken"]).hash
    assert database.users.find_one()["passwordHash"] == hashes


async def test_without_remember_there_is_no_device(client: Client) -> None:
    ada = await client.student()
    for asked in ({}, {"remember": False}, {"remember": None}):
        body = {"email": ada.email, "password": PASSWORD, **asked}
        answer = await client.post("/auth/login", body)
        assert answer.data.keys() == {"token", "user"}
        assert "Set-Cookie" not in answer.headers
    answer = await client.post("/auth/login", {**body, "remember": "yes"})
    assert answer.error == (400, "Invalid request schema")
    assert await devices(client, ada.token) == []


async def test_devices_that_refresh_at_once_share_the_query_and_the_update(
    client: Client, database: pymongo.database.Database
) -> None:
    people = [await client.student() for _ in range(3)]
    remembered = [await remember(client, person) for person in people for _ in range(5)]
    database.command("profile", 2)
    answers = await asyncio.gather(*(refresh(client, each["refreshToken"]) for each in remembered))
    database.command("profile", 0)
    assert [answer.data["user"] for answer in answers] == [each["user"] for each in remembered]
    # The profiler lists every document that an update changes.
    assert operations(database)["aggregate"] < len(remembered)


async def test_two_tabs_that_refresh_at_once_get_the_same_token(client: Client) -> None:
    first = await remember(client, await client.student())
    answers = await asyncio.gather(*(refresh(client, first["refreshToken"]) for _ in range(5)))
    (successor,) = {answer.data["refreshToken"] for answer in answers}
    assert (await refresh(client, successor)).status == 200


async def test_a_client_whose_answer_was_lost_tries_again_however_late(
    clock: Clock, client: Client
) -> None:
    first = (await remember(client, await client.student()))["refreshToken"]
    lost = (await refresh(client, first)).data["refreshToken"]
    clock.now += GRACE
    assert (await refresh(client, first)).data["refreshToken"] == lost
    clock.forward(days=3)
    second = (await refresh(client, first)).data["refreshToken"]
    assert second != lost
    # A copy of the lost answer is of no use any longer, and gives itself away.
    assert (await refresh(client, lost)).error == REUSED
    assert (await refresh(client, second)).error == INVALID


async def test_of_two_rotations_of_a_device_only_the_first_is_saved(settings: Settings) -> None:
    async with DatabaseConnection(settings).opened() as store:
        now = utc_now()
        ids = [store.devices.new_id() for _ in range(3)]
        for device_id in ids:
            device = Device(device_id, ids[0], "", LogInOrigin.SSO, 0, now, now, now)
            await store.devices.add(device, b"first")

        def rotations(following: bytes) -> list[Rotation]:
            used = PreviousToken(b"first", b"salt", now)
            return [Rotation(each, b"first", following, used, now) for each in ids]

        assert await store.devices.rotate(rotations(b"second")[:1]) == {ids[0]}
        assert await store.devices.rotate(rotations(b"third")[:2]) == {ids[1]}
        await store.devices.delete(ids[2])
        assert await store.devices.rotate(rotations(b"fourth")) == set()
        stored = await store.devices.with_users(ids)
        assert {each: stored[each].hash for each in stored} == {ids[0]: b"second", ids[1]: b"third"}


async def test_a_token_that_is_used_again_ends_its_device(
    client: Client, database: pymongo.database.Database, caplog: pytest.LogCaptureFixture
) -> None:
    ada = await client.student()
    stolen = await remember(client, ada)
    other = await remember(client, ada)
    thief = (await refresh(client, stolen["refreshToken"])).data
    thief = (await refresh(client, thief["refreshToken"])).data
    socket = await client.socket(Person(ada.id, ada.name, ada.email, ada.role, thief["token"]))
    await socket.ask("WATCH")
    assert (await refresh(client, stolen["refreshToken"])).error == REUSED
    await socket.expect_unauthorized()
    for token in (stolen["token"], thief["token"]):
        assert (await client.get("/auth/me", token)).error == UNAUTHORIZED
    assert (await refresh(client, thief["refreshToken"])).error == INVALID
    assert (await refresh(client, other["refreshToken"])).status == 200
    scrape = await Scrape.of(client)
    outcomes = ("ok", "invalid", "reused")
    assert [scrape("refreshes_total", outcome=each) for each in outcomes] == [3, 1, 1]
    (device,) = database.devices.find()
    assert str(device["_id"]) != (ended := RefreshTokenCodec(SECRET).read(
        stolen["refreshToken"]).device_id)  # fmt: skip
    (warned,) = [each for each in caplog.records if each.levelname == "WARNING"]
    assert warned.getMessage() == "a refresh token was used again, so its device is ended"
    async with asyncio.timeout(PATIENCE):
        while not (event := database.audit.find_one({"action": "account.refresh"})):
            await asyncio.sleep(0.05)
    assert event["outcome"] == "RefreshTokenReused"
    assert (str(event["user"]), event["targets"]) == (ada.id, {"deviceId": ended})


async def test_a_forged_token_costs_no_query_and_ends_nothing(
    client: Client, database: pymongo.database.Database
) -> None:
    first = (await remember(client, await client.student()))["refreshToken"]
    device_id = RefreshTokenCodec(SECRET).read(first).device_id
    foreign = RefreshTokenCodec("another secret").write(RefreshToken.new(device_id))
    database.command("profile", 2)
    for forged in ("", "garbage", "gärbage", first[:-4], first + "AAAA", foreign, first[1:] + "A"):
        assert (await refresh(client, forged)).error == INVALID
    assert (await client.post("/auth/refresh")).error == INVALID
    database.command("profile", 0)
    assert database["system.profile"].count_documents({}) == 0
    assert (await refresh(client, first)).status == 200


async def test_a_device_is_remembered_as_long_as_it_is_used(clock: Clock, client: Client) -> None:
    ada = await client.student()
    token = (await remember(client, ada))["refreshToken"]
    for _ in range(3):
        clock.forward(days=119)
        token = (await refresh(client, token)).data["refreshToken"]
    clock.forward(days=120)
    assert await devices(client, ada.token) == []
    assert (await refresh(client, token)).error == INVALID


async def test_users_see_their_devices_and_end_one_at_once(client: Client) -> None:
    ada, eve = await client.student(), await client.student()
    phone = await remember(client, ada, **{"User-Agent": FIREFOX})
    desk = await remember(client, ada)
    listed = await devices(client, desk["token"])
    assert [(each["name"], each["origin"], each["current"]) for each in listed] == [
        ("Python", "password", True),
        ("Firefox on Android", "password", False),
    ]
    path = f"/auth/devices/{listed[1]['_id']}"
    socket = await client.socket(Person(ada.id, ada.name, ada.email, ada.role, phone["token"]))
    await socket.ask("WATCH")
    assert (await client.call("DELETE", path, eve.token)).error == (404, "Device not found")
    answer = await client.call("DELETE", path, desk["token"])
    assert answer.data == listed[1]
    await socket.expect_unauthorized()
    assert (await refresh(client, phone["refreshToken"])).error == INVALID
    assert (await client.get("/auth/me", phone["token"])).error == UNAUTHORIZED
    assert (await client.get("/auth/me", desk["token"])).status == 200
    assert (await client.call("DELETE", path, desk["token"])).error == (404, "Device not found")
    assert await devices(client, desk["token"]) == [listed[0]]


async def test_a_user_ends_all_other_devices(client: Client) -> None:
    ada = await client.student()
    phone, desk, tablet = [await remember(client, ada) for _ in range(3)]
    ended = (await client.call("DELETE", "/auth/devices", desk["token"])).data
    assert len(ended) == 2
    for gone in (phone, tablet):
        assert (await refresh(client, gone["refreshToken"])).error == INVALID
        assert (await client.get("/auth/me", gone["token"])).error == UNAUTHORIZED
    assert (await refresh(client, desk["refreshToken"])).status == 200
    # A token without a device is none of them.
    assert len((await client.call("DELETE", "/auth/devices", ada.token)).data) == 1
    assert (await client.get("/auth/me", ada.token)).status == 200


async def test_another_password_ends_all_other_devices(client: Client) -> None:
    ada = await client.student()
    phone, desk = [await remember(client, ada) for _ in range(2)]
    body = {"oldPassword": PASSWORD, "newPassword": "battery staple"}
    changed = (await client.post("/auth/password", body, desk["token"])).data
    (listed,) = await devices(client, changed["token"])
    assert listed["current"]
    assert (await refresh(client, phone["refreshToken"])).error == INVALID
    assert (await client.get("/auth/me", desk["token"])).error == UNAUTHORIZED
    refreshed = (await refresh(client, desk["refreshToken"])).data
    assert (await client.get("/auth/me", refreshed["token"])).status == 200


async def test_a_log_out_ends_the_device(client: Client) -> None:
    ada = await client.student()
    phone, desk = [await remember(client, ada) for _ in range(2)]
    newer = (await refresh(client, phone["refreshToken"])).data
    assert (await client.post("/auth/logout", None, newer["token"])).status == 200
    assert (await refresh(client, newer["refreshToken"])).error == INVALID
    assert (await client.get("/auth/me", phone["token"])).error == UNAUTHORIZED
    assert len(await devices(client, desk["token"])) == 1


async def test_a_device_goes_with_its_account(
    client: Client, database: pymongo.database.Database, http: aiohttp.ClientSession
) -> None:
    ada = await client.student()
    phone = await remember(client, ada, **{"User-Agent": FIREFOX})
    headers = {"Authorization": f"Bearer {phone['token']}"}
    async with http.get(f"{client.url}/auth/me/export", headers=headers) as response:
        (exported,) = (await response.json())["data"]["devices"]
    assert exported == (await devices(client, phone["token"]))[0]
    assert "ash" not in str(exported)
    await client.call("DELETE", "/auth/me", phone["token"], json={"password": PASSWORD})
    assert database.devices.count_documents({}) == 0
    assert (await refresh(client, phone["refreshToken"])).error == INVALID


async def test_the_device_that_was_unused_for_longest_makes_room(
    client: Client, database: pymongo.database.Database
) -> None:
    ada = await client.student()
    first = await remember(client, ada)
    (document,) = database.devices.find({}, {"_id": 0})
    database.devices.insert_many(
        {**document, "lastUsedAt": document["lastUsedAt"] + timedelta(seconds=n)}
        for n in range(1, MOST_DEVICES)
    )
    await remember(client, ada)
    assert database.devices.count_documents({}) == MOST_DEVICES
    assert (await refresh(client, first["refreshToken"])).error == INVALID


async def test_an_access_token_names_its_device(client: Client) -> None:
    data = await remember(client, await client.student())
    claims = jwt.decode(data["token"], options={"verify_signature": False})
    assert claims["device"] == RefreshTokenCodec(SECRET).read(data["refreshToken"]).device_id


def test_refreshes_are_counted_per_device_and_window() -> None:
    seconds = 100.0
    counter = WindowCounter(Rate(2, 60), lambda: seconds)
    assert [counter.take(key) for key in ("a", "a", "a", "b")] == [0, 0, 60, 0]
    seconds += 59.5
    assert counter.take("a") == 1
    seconds += 0.5
    assert counter.take("a") == 0


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
         "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
         "SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
         "Samsung Internet on Android"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/131.0.0.0 Safari/537.36", "Chrome on ChromeOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
         "Gecko) Version/18.1 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/18.1 Safari/605.1.15", "Safari on macOS"),
        ("okhttp/4.12.0", "okhttp"),
        ("Dart/3.5 (dart:io)", "Dart"),
        ("Mozilla/5.0 (compatible)", ""),
        ("<b>", ""),
        ("", ""),
        ("x" * 5000, "x" * 40),
    ],
)  # fmt: skip
def test_browsers_are_named_in_a_few_words(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name
