"""What students learn about their classmates: with `SHARE_MARKS=own` only their names."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import attrs
import pytest

from attendance_server.live.websocket import WebSocketConnection
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import ShareMarks
from tests.support.client import Client, Lesson, Socket


@pytest.fixture(scope="module")
async def discreet(school_settings: Settings) -> AsyncIterator[Client]:
    """A client of one server with `SHARE_MARKS=own` for the whole file."""
    settings = attrs.evolve(school_settings, share_marks=ShareMarks.OWN)
    async with serving(settings) as url, aiohttp.ClientSession() as http:
        yield Client(url, http)


@pytest.fixture
def client(discreet: Client) -> Client:
    return discreet


async def watch(*sockets: Socket) -> list[Any]:
    """The running sessions that each socket is then sent."""
    received = []
    for socket in sockets:
        await socket.send("WATCH")
        received.append((await socket.expect("WATCHING"))["sessions"])
    return received


async def counts(socket: Socket) -> list[int]:
    """How many students are enrolled and how many are present, according to the next frame."""
    received = await socket.expect("SESSION_COUNTS")
    return [received["totalStudents"], received["presentCount"]]


async def test_a_student_sees_names_but_no_email_addresses(lesson: Lesson) -> None:
    path = f"/class/{lesson.class_id}"
    people = lesson.students
    taught = (await lesson.client.get(path, lesson.teacher.token)).data
    assert taught["students"] == [
        {"_id": each.id, "name": each.name, "email": each.email} for each in people
    ]
    attended = (await lesson.client.get(path, people[0].token)).data
    names = [{"_id": each.id, "name": each.name} for each in people]
    del taught["teachers"]
    assert attended == taught | {"students": names}


async def test_a_mark_reaches_only_the_teacher_and_the_marked_student(lesson: Lesson) -> None:
    ada, ben, cat = lesson.students
    other = await lesson.client.socket(lesson.teacher)
    second_seat = await lesson.client.socket(ada)
    marked = [await lesson.desk.mark(each, "late") for each in (ada, ben)]
    for socket in (lesson.seats[0], second_seat):
        assert await socket.expect("ATTENDANCE_MARKED") == marked[0]
        await socket.heard_nothing()
    assert await lesson.seats[1].expect("ATTENDANCE_MARKED") == marked[1]
    for frame in marked:
        assert await other.expect("ATTENDANCE_MARKED") == frame
    for socket in (*lesson.seats, other, lesson.desk):
        await socket.heard_nothing()
    assert cat.id not in str(marked)


async def test_watching_students_receive_the_counts_once_per_turn(lesson: Lesson) -> None:
    ada, ben, cat = lesson.students
    watching, basic, absent = lesson.seats
    await watch(watching, absent, lesson.desk)
    await lesson.desk.mark(cat, "absent")
    assert await counts(watching) == [3, 0]
    marks = [{"studentId": ada.id}, {"studentId": ben.id, "status": "late"}]
    path = f"/attendance/{lesson.class_id}/marks"
    answer = await lesson.client.post(path, {"marks": marks}, lesson.teacher.token)
    own, _ = answer.data
    assert await watching.expect("ATTENDANCE_MARKED") == {"classId": lesson.class_id, **own}
    assert await counts(watching) == [3, 2]
    assert (await absent.expect("ATTENDANCE_MARKED"))["studentId"] == cat.id
    assert await counts(absent) == [3, 0]
    assert await counts(absent) == [3, 2]
    assert (await basic.expect("ATTENDANCE_MARKED"))["studentId"] == ben.id
    for _ in answer.data:
        await lesson.desk.expect("ATTENDANCE_MARKED")
    for socket in (*lesson.seats, lesson.desk):
        await socket.heard_nothing()


async def test_the_counts_follow_the_roster(lesson: Lesson) -> None:
    ben = lesson.students[1]
    await lesson.desk.mark(ben)
    seat, leaving = lesson.seats[:2]
    await leaving.expect("ATTENDANCE_MARKED")
    await watch(seat, leaving)
    path = f"/class/{lesson.class_id}/students/{ben.id}"
    assert (await lesson.client.call("DELETE", path, lesson.teacher.token)).status == 200
    assert await counts(seat) == [2, 0]
    assert (await leaving.expect("CLASS_MEMBERSHIP"))["membership"] == "none"
    await leaving.heard_nothing()
    await lesson.client.enrol(lesson.teacher, lesson.class_id, ben)
    assert await counts(seat) == [3, 0]
    assert (await leaving.expect("SESSION_STARTED"))["sessionId"] == lesson.session_id
    assert await counts(leaving) == [3, 0]
    assert (await leaving.expect("CLASS_MEMBERSHIP"))["membership"] == "enrolled"


@pytest.mark.parametrize("way", ["DONE", "over HTTP", "discarded"])
async def test_a_result_has_only_the_students_own_line(lesson: Lesson, way: str) -> None:
    await lesson.desk.mark(lesson.students[1], "excused")
    await lesson.seats[1].expect("ATTENDANCE_MARKED")
    token = lesson.teacher.token
    if way == "DONE":
        await lesson.desk.send("DONE")
    elif way == "over HTTP":
        await lesson.client.post("/attendance/end", {"classId": lesson.class_id}, token)
    else:
        path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}"
        await lesson.client.call("DELETE", path, token, json={"reason": "a mistake"})
    result = await lesson.desk.expect("SESSION_ENDED")
    lines = [{"studentId": each.id, "status": "absent"} for each in lesson.students]
    lines[1]["status"] = "excused"
    assert result["attendance"] == lines
    assert result.get("discarded", False) is (way == "discarded")
    for seat, line in zip(lesson.seats, lines, strict=True):
        assert await seat.expect("SESSION_ENDED") == result | {"attendance": [line]}
        await seat.heard_nothing()


async def test_the_sender_of_a_mark_comes_first_and_the_others_in_order_of_joining(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, teacher = lesson.students[0], lesson.teacher
    other = await lesson.client.socket(teacher)
    recipients: list[str] = []
    write = WebSocketConnection.write

    def recorded(connection: WebSocketConnection, frames: bytes) -> None:
        recipients.append(connection.user_id)
        write(connection, frames)

    monkeypatch.setattr(WebSocketConnection, "write", recorded)
    for desk, order in (
        (lesson.desk, [teacher.id, ada.id, teacher.id]),
        (other, [teacher.id, teacher.id, ada.id]),
    ):
        recipients.clear()
        await desk.send("MARK_ATTENDANCE", studentId=ada.id, status="late")
        for socket in (lesson.desk, other, lesson.seats[0]):
            await socket.expect("ATTENDANCE_MARKED")
        assert recipients == order


async def test_answers_and_marks_of_one_turn_stay_in_order(lesson: Lesson) -> None:
    ada = lesson.students[0]
    for status in ("present", "late"):
        await lesson.desk.send("MARK_ATTENDANCE", studentId=ada.id, status=status)
    await lesson.desk.send("GET_TODAY_SUMMARY")
    for status in ("present", "late"):
        assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["status"] == status
        assert (await lesson.seats[0].expect("ATTENDANCE_MARKED"))["status"] == status
    assert (await lesson.desk.expect("TODAY_SUMMARY"))["lateCount"] == 1


async def test_only_the_class_shows_a_student_the_names_of_classmates(
    lesson: Lesson,
) -> None:
    """Over HTTP and over a socket, while a session runs and after it has ended."""
    ada, ben, cat = lesson.students
    seat, client = lesson.seats[0], lesson.client
    await lesson.desk.mark(ben, "late")
    await lesson.desk.mark(cat, "excused")
    class_id = lesson.class_id
    session = f"/class/{class_id}/sessions/{lesson.session_id}"
    paths = (
        "/auth/me/report",
        f"/class/{class_id}/my-attendance",
        f"/attendance/{class_id}/my-attendance",
        "/attendance/running",
        f"/class/{class_id}/sessions",
        session,
    )
    secrets = [text for each in (ben, cat) for text in (each.id, each.name, each.email)]
    frames = []
    for running in (True, False):
        received = [(await client.get(path, ada.token)).data for path in paths]
        headers = {"Authorization": f"Bearer {ada.token}"}
        async with client.http.get(f"{client.url}/auth/me/export", headers=headers) as export:
            received.append(await export.text())
        for event in ("WATCH", "CHECK_MY_STATUS"):
            await seat.send(event)
            frames.append(await seat.next())
        assert not [secret for secret in secrets if secret in f"{received}{frames}"]
        if running:
            await lesson.end()
            path = f"{session}/marks/{ben.id}"
            body = {"status": "absent", "reason": "was not there"}
            await client.call("PATCH", path, lesson.teacher.token, json=body)
            frames.append(await seat.expect("SESSION_ENDED"))
