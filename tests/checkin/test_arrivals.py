"""What teachers are told of arrivals: held check-ins, flags, raised hands, and who is called."""

import asyncio
from typing import Any

import aiohttp
import attrs
import pymongo
import pytest
from attrs import define
from bson import ObjectId

from attendance_server.checkin.devices import Browsers
from attendance_server.client_address import read_network
from attendance_server.models import utc_now
from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.conftest import SECRET, shared_client
from tests.support.client import PATIENCE, Client, Lesson, Person, Socket

CONFIRM = "Ask your teacher to confirm"
COOKIE = "attendance-check-in"


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


class Desk(Socket):
    """A teacher's socket, without the codes that it is shown at every step."""

    async def next(self) -> tuple[str, Any]:
        async with asyncio.timeout(PATIENCE):
            while (frame := await super().next())[0] == "CHECK_IN_CODE":
                pass
        return frame

    async def open(self) -> Any:
        """Open check-in, and return what is shown of it."""
        await self.send("OPEN_CHECK_IN")
        event, shown = await super().next()
        assert event == "CHECK_IN_CODE"
        return shown


async def begin(client: Client, **rules: Any) -> Lesson:
    """A lesson of a class with these rules, whose codes change slowly."""
    lesson = await Lesson.begin(client)
    await lesson.end()
    body = {"checkIn": {"step": 60, "codeStep": 300, **rules}}
    await client.call("PATCH", f"/class/{lesson.class_id}", lesson.teacher.token, json=body)
    lesson.session_id = (await client.start(lesson.teacher, lesson.class_id))["sessionId"]
    await asyncio.gather(*(seat.expect("SESSION_ENDED") for seat in lesson.seats))
    lesson.desk = Desk(lesson.desk.ws)
    return lesson


@pytest.fixture
async def lesson(client: Client) -> Lesson:
    return await begin(client)


@define
class Phone:
    """A browser with its cookie."""

    client: Client
    cookie: str

    @classmethod
    def new(cls, client: Client) -> "Phone":
        browsers = Browsers(SECRET)
        return cls(client, f"{COOKIE}={browsers.write(browsers.new(utc_now()))}")

    async def socket(self, person: Person) -> Socket:
        headers = {"Cookie": self.cookie}
        url = f"{self.client.url}/ws?token={person.token}"
        return Socket(await self.client.http.ws_connect(url, headers=headers))

    async def check_in(self, person: Person, class_id: str, code: str) -> Any:
        headers = {"Cookie": self.cookie}
        path = f"/attendance/{class_id}/check-in"
        return await self.client.post(path, {"code": code}, person.token, headers=headers)


async def opened(lesson: Lesson) -> Any:
    """Open check-in, and return the letters to type, and what stands in the link."""
    assert isinstance(lesson.desk, Desk)
    shown = await lesson.desk.open()
    return shown["code"], shown["link"].rpartition("/")[2]


async def until(socket: Socket, event: str) -> Any:
    """The data of the next frame with this event, after marks."""
    while (frame := await socket.next())[0] != event:
        assert frame[0] == "ATTENDANCE_MARKED", frame
    return frame[1]


async def flagged(socket: Socket) -> dict[str, Any]:
    """The next `CHECK_IN_FLAGGED`, after other frames of the session."""
    data: dict[str, Any] = await until(socket, "CHECK_IN_FLAGGED")
    del data["classId"]
    return data


async def check_ins(lesson: Lesson) -> Any:
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/check-ins"
    return (await lesson.client.get(path, lesson.teacher.token)).data


async def test_the_second_student_on_a_device_is_held_until_a_teacher_decides(
    lesson: Lesson,
) -> None:
    ada, ben, cleo = lesson.students
    code, _ = await opened(lesson)
    phone = Phone.new(lesson.client)
    first, second = await phone.socket(ada), await phone.socket(ben)
    await first.send("CHECK_IN", code=code)
    assert (await first.expect("ATTENDANCE_MARKED"))["studentId"] == ada.id
    assert (await second.expect("ATTENDANCE_MARKED"))["studentId"] == ada.id
    assert await second.ask_error("CHECK_IN", code=code) == CONFIRM
    assert await second.ask_error("CHECK_IN", code=code) == CONFIRM
    held = {"studentId": ben.id, "flags": ["sharedDevice"], "with": [ada.id], "held": True}
    assert await flagged(lesson.desk) == {**held, "decided": False}
    sharing = {"studentId": ada.id, "flags": ["sharedDevice"], "with": [ben.id], "held": False}
    assert await flagged(lesson.desk) == {**sharing, "decided": False}
    assert [line["status"] for line in (await check_ins(lesson))["checkIns"]] == ["present", None]
    answer = await phone.check_in(cleo, lesson.class_id, code)
    assert answer.error == (409, CONFIRM)
    assert answer.body["code"] == "teacher_must_confirm"
    assert (await flagged(lesson.desk))["with"] == [ada.id, ben.id]
    assert (await lesson.desk.mark(ben))["status"] == "present"
    decided = {**held, "held": False, "decided": True, "with": [ada.id, cleo.id]}
    assert await flagged(lesson.desk) == decided
    assert (await second.expect("ATTENDANCE_MARKED"))["studentId"] == ben.id
    marks = {"marks": [{"studentId": each.id, "status": "absent"} for each in (ada, cleo)]}
    await lesson.client.post(f"/attendance/{lesson.class_id}/marks", marks, lesson.teacher.token)
    assert [(await flagged(lesson.desk))["decided"] for _ in marks["marks"]] == [True, True]
    shown = await check_ins(lesson)
    assert [line["status"] for line in shown["checkIns"]] == ["absent", "present", "absent"]
    assert all(line["decided"] for line in shown["checkIns"])
    assert {line["name"] for line in shown["checkIns"]} == {ada.name, ben.name, cleo.name}


async def test_a_remembered_device_is_recognised_too(lesson: Lesson) -> None:
    """Its token is enough: a program has no cookies."""
    ada, ben, _ = lesson.students
    code, _ = await opened(lesson)
    tokens = []
    for person in (ada, ben):
        login = {"email": person.email, "password": "correct horse", "remember": True}
        tokens.append((await lesson.client.post("/auth/login", login)).data["token"])
    path = f"/attendance/{lesson.class_id}/check-in"
    for token in tokens:
        # Each has a device of their own, as far as the server can tell.
        assert (await lesson.client.post(path, {"code": code}, token)).status == 200
    assert [line["flags"] for line in (await check_ins(lesson))["checkIns"]] == [[], []]


async def test_a_page_gets_the_cookie_by_which_its_browser_is_recognised(lesson: Lesson) -> None:
    code, _ = await opened(lesson)
    headers = {"Origin": lesson.client.url}
    path = f"/attendance/{lesson.class_id}/check-in"
    body = {"code": code}
    answer = await lesson.client.post(path, body, lesson.students[0].token, headers=headers)
    assert answer.headers["Set-Cookie"].startswith(f"{COOKIE}=")
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    answer = await Phone(lesson.client, cookie).check_in(lesson.students[1], lesson.class_id, code)
    assert answer.error == (409, CONFIRM)
    program = await lesson.client.post(path, body, lesson.students[2].token)
    assert "Set-Cookie" not in program.headers


@define
class Room:
    """A lesson with more students, each with a socket."""

    lesson: Lesson
    students: list[Person]
    code: str
    link: str

    @classmethod
    async def of(cls, lesson: Lesson, size: int) -> "Room":
        students = [await lesson.client.student() for _ in range(size)]
        for each in students:
            await lesson.client.enrol(lesson.teacher, lesson.class_id, each)
        return cls(lesson, students, *await opened(lesson))

    async def again(self) -> "Room":
        """The same students in the next session."""
        lesson = self.lesson
        started = await lesson.client.start(lesson.teacher, lesson.class_id)
        lesson.session_id = started["sessionId"]
        return Room(lesson, self.students, *await opened(lesson))

    async def check_in(self, number: int, code: str | None = None, address: str = "") -> None:
        path = f"/attendance/{self.lesson.class_id}/check-in"
        headers = {"X-Forwarded-For": address} if address else {}
        token = self.students[number].token
        body = {"code": code or self.link}
        answer = await self.lesson.client.post(path, body, token, headers=headers)
        assert answer.status == 200, answer.body


async def test_typing_from_outside_is_flagged_unless_it_is_a_habit(
    settings: Settings, http: aiohttp.ClientSession
) -> None:
    proxies = (read_network("127.0.0.1"),)
    async with serving(attrs.evolve(settings, trusted_proxies=proxies)) as url:
        room = await Room.of(await begin(Client(url, http)), 11)
        await flag_one_who_types_from_outside(room)
        await compare_with_the_session_before(await room.again())


async def flag_one_who_types_from_outside(room: Room) -> None:
    lesson = room.lesson
    await room.check_in(0, room.code, "198.51.100.7")
    await room.check_in(1, room.code, "192.0.2.1")
    for number in range(2, 10):
        await room.check_in(number, address=f"192.0.2.{number}")
    seen = await flagged(lesson.desk)
    assert seen["studentId"] == room.students[0].id
    assert set(seen["flags"]) == {"typed", "otherNetwork"}
    await room.check_in(10, address="203.0.113.7")
    lines = (await check_ins(lesson))["checkIns"]
    assert [bool(line["flags"]) for line in lines] == [True, *[False] * 10]
    # One more was not there, as the teacher finds out.
    absent = {"studentId": room.students[5].id, "status": "absent"}
    await lesson.desk.send("MARK_ATTENDANCE", **absent)
    await lesson.desk.send("DONE")
    result = await until(lesson.desk, "SESSION_ENDED")
    assert absent in result["attendance"]


async def compare_with_the_session_before(room: Room) -> None:
    """The first one types again, as usual; the one who was not there is called out."""
    lesson = room.lesson
    await room.check_in(0, room.code, "198.51.100.7")
    for number in range(1, 11):
        await room.check_in(number, address=f"192.0.2.{number}")
    await lesson.desk.send("CALL_OUT", count=6)
    called = await until(lesson.desk, "CALLED_OUT")
    assert room.students[5].id in {each["studentId"] for each in called["students"]}
    assert not any(line["flags"] for line in (await check_ins(lesson))["checkIns"])


async def test_more_check_ins_than_heads_are_flagged(lesson: Lesson) -> None:
    room = await Room.of(lesson, 3)
    await room.check_in(0)
    await lesson.desk.expect("ATTENDANCE_MARKED")
    answer = await lesson.desk.ask("HEAD_COUNT", count=2)
    counted = {"classId": lesson.class_id, "count": 2, "presentCount": 1, "over": 0}
    assert answer == ("HEAD_COUNTED", counted)
    await room.check_in(1)
    await room.check_in(2)
    over = await flagged(lesson.desk)
    assert (over["studentId"], over["flags"]) == (room.students[2].id, ["overHeadCount"])
    path = f"/attendance/{lesson.class_id}/head-count"
    again = (await lesson.client.post(path, {"count": 1}, lesson.teacher.token)).data
    assert (again["presentCount"], again["over"]) == (3, 2)
    assert (await lesson.desk.expect("HEAD_COUNTED"))["over"] == 2
    assert (await check_ins(lesson))["headCount"] == 1
    await lesson.client.post(path, {"count": None}, lesson.teacher.token)
    assert (await lesson.desk.expect("HEAD_COUNTED"))["count"] is None
    assert await lesson.desk.ask_error("HEAD_COUNT", count=-1) == "Invalid message format"


async def test_each_student_is_called_out_once_and_only_the_asking_teacher_hears_it(
    lesson: Lesson,
) -> None:
    client, assistant = lesson.client, await lesson.client.teacher()
    path = f"/class/{lesson.class_id}/teachers"
    await client.post(path, {"email": assistant.email}, lesson.teacher.token)
    other = Desk((await client.socket(assistant)).ws)
    room = await Room.of(lesson, 4)
    await other.ask("WATCH")
    for number in range(4):
        await room.check_in(number)
        await lesson.desk.expect("ATTENDANCE_MARKED")
        await other.expect("ATTENDANCE_MARKED")
    called = (await lesson.desk.ask("CALL_OUT", count=3))[1]
    assert called["remaining"] == 1
    path = f"/attendance/{lesson.class_id}/call-out"
    rest = (await client.post(path, {"count": 3}, lesson.teacher.token)).data
    assert await lesson.desk.expect("CALLED_OUT") == rest
    drawn = [each["studentId"] for each in (*called["students"], *rest["students"])]
    assert sorted(drawn) == sorted(each.id for each in room.students)
    assert (await lesson.desk.ask("CALL_OUT", count=3))[1]["students"] == []
    assert all(line["called"] for line in (await check_ins(lesson))["checkIns"])
    await other.heard_nothing()


async def test_a_raised_hand_is_shown_until_the_student_is_marked(lesson: Lesson) -> None:
    ada, ben, _ = lesson.students
    seat = lesson.seats[0]
    await opened(lesson)
    answer = await seat.ask("RAISE_HAND")
    assert answer[1]["studentId"] == ada.id
    assert await lesson.desk.expect("HAND_RAISED") == answer[1]
    # Teachers are not told again and again.
    assert await seat.ask("RAISE_HAND") == answer
    path = f"/attendance/{lesson.class_id}/raise-hand"
    assert (await lesson.client.post(path, None, ben.token)).data["studentId"] == ben.id
    assert (await lesson.desk.expect("HAND_RAISED"))["studentId"] == ben.id
    assert [each["name"] for each in (await check_ins(lesson))["hands"]] == [ada.name, ben.name]
    await lesson.desk.mark(ada)
    assert [each["name"] for each in (await check_ins(lesson))["hands"]] == [ben.name]
    stranger = await lesson.client.student()
    assert (await lesson.client.post(path, None, stranger.token)).status == 403


async def test_simple_teachers_hear_of_nothing_but_marks(lesson: Lesson) -> None:
    """A socket that has asked for neither check-in nor `WATCH` gets no further frame."""
    await opened(lesson)
    simple = await lesson.client.socket(lesson.teacher)
    await lesson.seats[0].ask("RAISE_HAND")
    await lesson.desk.expect("HAND_RAISED")
    await lesson.desk.ask("HEAD_COUNT", count=0)
    await simple.heard_nothing()


async def asking(client: Client) -> tuple[Lesson, Person, Any]:
    """A lesson that a student who is not in the class asks to join; what the teacher is told."""
    lesson = await begin(client, join="ask")
    code, _ = await opened(lesson)
    stranger = await client.student()
    seat = await client.socket(stranger)
    asked = await seat.ask_error("CHECK_IN", code=code, classId=lesson.class_id)
    assert asked == "Ask your teacher to let you into the class"
    await seat.close()
    return lesson, stranger, await lesson.desk.expect("JOIN_REQUESTED")


async def test_a_student_who_asks_to_join_is_let_in_and_marked(client: Client) -> None:
    lesson, stranger, told = await asking(client)
    assert (told["studentId"], told["name"]) == (stranger.id, stranger.name)
    path = f"/class/{lesson.class_id}/join-requests"
    token = lesson.teacher.token
    (listed,) = (await client.get(path, token)).data
    assert (listed["name"], listed["requestedAt"]) == (stranger.name, told["requestedAt"])
    seat = await client.socket(stranger)
    await seat.ask("WATCH")
    joined = (await client.post(f"{path}/{stranger.id}/accept", None, token)).data
    assert joined["status"] == "present"
    assert (await seat.expect("SESSION_STARTED"))["classId"] == lesson.class_id
    assert (await seat.expect("CLASS_MEMBERSHIP"))["membership"] == "enrolled"
    assert (await seat.expect("ATTENDANCE_MARKED"))["markedAt"] == joined["markedAt"]
    assert (await seat.expect("JOIN_DECIDED"))["accepted"] is True
    assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["studentId"] == stranger.id
    assert (await lesson.desk.expect("JOIN_DECIDED"))["studentId"] == stranger.id
    assert (await client.get(path, token)).data == []
    again = await client.post(f"{path}/{stranger.id}/accept", None, token)
    assert again.error == (404, "Request to join not found")


async def test_a_student_who_is_refused_is_not_in_the_class(client: Client) -> None:
    lesson, stranger, _ = await asking(client)
    path = f"/class/{lesson.class_id}/join-requests/{stranger.id}"
    assert (await lesson.client.call("DELETE", path, lesson.teacher.token)).status == 200
    assert (await lesson.desk.expect("JOIN_DECIDED"))["accepted"] is False
    class_ = await lesson.client.get(f"/class/{lesson.class_id}", lesson.teacher.token)
    assert stranger.id not in [each["_id"] for each in class_.data["students"]]


async def test_who_is_added_by_hand_no_longer_asks_to_join(client: Client) -> None:
    lesson, stranger, _ = await asking(client)
    path, token = f"/class/{lesson.class_id}/join-requests", lesson.teacher.token
    exported = await client.get("/auth/me/export", stranger.token)
    assert [each["classId"] for each in exported.data["joinRequests"]] == [lesson.class_id]
    await client.enrol(lesson.teacher, lesson.class_id, stranger)
    assert (await client.get(path, token)).data == []


async def test_what_is_held_flagged_and_called_survives_a_restart(
    settings: Settings, http: aiohttp.ClientSession
) -> None:
    async with serving(settings) as url:
        client = Client(url, http)
        lesson = await begin(client)
        code, _ = await opened(lesson)
        phone = Phone.new(client)
        for student in lesson.students[:2]:
            await phone.check_in(student, lesson.class_id, code)
        await lesson.desk.ask("HEAD_COUNT", count=5)
        await client.post(
            f"/attendance/{lesson.class_id}/call-out", {"count": 5}, lesson.teacher.token
        )
        before = await check_ins(lesson)
    assert [line["held"] for line in before["checkIns"]] == [False, True]
    assert [line["called"] for line in before["checkIns"]] == [True, False]
    async with serving(settings) as url:
        lesson.client = phone.client = Client(url, http)
        assert await check_ins(lesson) == before
        answer = await phone.check_in(lesson.students[2], lesson.class_id, code)
        assert answer.error == (409, CONFIRM)


async def test_check_ins_are_erased_with_the_account_and_exported_before(
    lesson: Lesson, database: pymongo.database.Database[dict[str, Any]]
) -> None:
    ada, ben, _ = lesson.students
    code, _ = await opened(lesson)
    phone = Phone.new(lesson.client)
    for student in (ada, ben):
        await phone.check_in(student, lesson.class_id, code)
    query = {"_id": ObjectId(lesson.session_id)}
    stored = await asyncio.to_thread(database.sessions.find_one, query)
    assert stored
    assert set(stored["arrivals"]) == {ada.id, ben.id}
    # Neither an address nor the cookie.
    assert "127.0.0.1" not in str(stored)
    assert phone.cookie.partition("=")[2] not in str(stored)
    await lesson.desk.send("DONE")
    while (await lesson.desk.next())[0] != "SESSION_ENDED":
        pass
    exported = (await lesson.client.get("/auth/me/export", ada.token)).data["sessions"][1]
    assert exported["checkIn"]["way"] == "typed"
    assert exported["checkIn"]["otherDevice"] is True
    assert exported["checkIn"]["flags"] == ["sharedDevice"]
    body = {"password": "correct horse"}
    assert (await lesson.client.call("DELETE", "/auth/me", ada.token, json=body)).status == 200
    stored = await asyncio.to_thread(database.sessions.find_one, query)
    assert stored
    assert set(stored["arrivals"]) == {ben.id}
    (left,) = (await check_ins(lesson))["checkIns"]
    assert (left["flags"], left["with"]) == (["sharedDevice"], [])
