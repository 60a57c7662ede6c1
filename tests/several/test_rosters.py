"""Who is in a class is the same at all servers as soon as a call has answered."""

import asyncio

import aiohttp
import pytest

from attendance_server.live.sessions import RunningSessions
from attendance_server.models import Class
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.store.classes import Classes as StoredClasses
from tests.checkin.conftest import LONG_STEPS
from tests.several.conftest import TwoServers
from tests.support.client import Client

TIMES = 15
"""The change stream is quick: what it has not shown yet is found by trying often."""


async def test_who_is_enrolled_at_one_server_can_be_marked_at_another_at_once(
    servers: TwoServers,
) -> None:
    here, there = servers.here, servers.there
    teacher = await here.teacher()
    students = [await here.student() for _ in range(TIMES)]
    class_id = await here.make_class(teacher)
    await here.start(teacher, class_id)
    away = await there.socket(teacher)
    marks = f"/attendance/{class_id}/marks"
    for number, student in enumerate(students):
        await here.enrol(teacher, class_id, student)
        if number % 2:
            line = {"studentId": student.id, "status": "present"}
            (saved,) = (await there.post(marks, {"marks": [line]}, teacher.token)).data
            assert saved["status"] == "present"
            assert (await away.next())[0] == "ATTENDANCE_MARKED"
        else:
            assert (await away.mark(student))["studentId"] == student.id


async def test_who_is_enrolled_at_one_server_can_check_in_over_http_at_another_at_once(
    servers: TwoServers,
) -> None:
    here, there = servers.here, servers.there
    teacher = await here.teacher()
    students = [await here.student() for _ in range(TIMES)]
    class_id = await here.make_class(teacher)
    rules = {"checkIn": LONG_STEPS}
    await here.call("PATCH", f"/class/{class_id}", teacher.token, json=rules)
    board = await there.socket(teacher)
    await board.ask("WATCH")
    await here.start(teacher, class_id)
    await (await here.socket(teacher)).send("OPEN_CHECK_IN", classId=class_id)
    await board.expect("SESSION_STARTED")
    code = (await board.expect("CHECK_IN_CODE"))["code"]
    for student in students:
        await here.enrol(teacher, class_id, student)
        answer = await there.post(f"/attendance/{class_id}/check-in", {"code": code}, student.token)
        assert answer.data["status"] == "present"


async def test_who_leaves_at_one_server_and_joins_at_another_is_in_the_session(
    servers: TwoServers,
) -> None:
    here, there = servers.here, servers.there
    teacher, ada = await here.teacher(), await here.student()
    class_id = await here.make_class(teacher, ada)
    await here.start(teacher, class_id)
    out = f"/class/{class_id}/students/{ada.id}"
    for number in range(TIMES):
        one, other = (here, there) if number % 2 else (there, here)
        assert (await one.call("DELETE", out, teacher.token)).status == 200
        assert (await other.enrol(teacher, class_id, ada)).status == 200
        (session,) = (await other.get("/attendance/running", teacher.token)).data["sessions"]
        assert session["totalStudents"] == 1
    assert (await here.enrol(teacher, class_id, ada)).status == 200
    for number in range(TIMES):
        one, other = (here, there) if number % 2 else (there, here)
        assert (await one.call("DELETE", out, teacher.token)).status == 200
        (session,) = (await one.get("/attendance/running", teacher.token)).data["sessions"]
        assert session["totalStudents"] == 0
        assert (await one.enrol(teacher, class_id, ada)).status == 200
        assert (await other.call("DELETE", out, teacher.token)).status == 200
        (session,) = (await other.get("/attendance/running", teacher.token)).data["sessions"]
        assert session["totalStudents"] == 0
        assert (await other.enrol(teacher, class_id, ada)).status == 200


async def test_joining_and_leaving_at_two_servers_at_once_leaves_class_and_session_agreed(
    servers: TwoServers,
) -> None:
    here, there = servers.here, servers.there
    teacher, ada, ben = await here.teacher(), await here.student(), await here.student()
    class_id = await here.make_class(teacher, ben)
    await here.start(teacher, class_id)
    out = f"/class/{class_id}/students/{ada.id}"
    for _ in range(TIMES):
        await asyncio.gather(
            here.enrol(teacher, class_id, ada), there.call("DELETE", out, teacher.token)
        )
        enrolled = len((await here.get(f"/class/{class_id}", teacher.token)).data["students"])
        for server in (here, there):
            # What its own call has done is there at once; the other's is shown by the stream.
            async with asyncio.timeout(10):
                while True:
                    running = await server.get("/attendance/running", teacher.token)
                    (session,) = running.data["sessions"]
                    if session["totalStudents"] == enrolled:
                        break


async def test_a_request_to_join_is_accepted_at_one_server_or_refused_at_another(
    servers: TwoServers,
) -> None:
    here, there = servers.here, servers.there
    teacher = await here.teacher()
    students = [await here.student() for _ in range(TIMES)]
    class_id = await here.make_class(teacher)
    path = f"/class/{class_id}"
    await here.call("PATCH", f"{path}/code", teacher.token, json={"rule": "ask"})
    code = (await here.get(f"{path}/code", teacher.token)).data["code"]
    accepted = set()
    for student in students:
        await here.post("/join", {"code": code}, student.token)
        request = f"{path}/join-requests/{student.id}"
        answers = await asyncio.gather(
            here.post(f"{request}/accept", None, teacher.token),
            there.call("DELETE", request, teacher.token),
        )
        assert sorted(answer.status for answer in answers) == [200, 404]
        if answers[0].status == 200:
            accepted.add(student.id)
    enrolled = (await here.get(path, teacher.token)).data["students"]
    assert {each["_id"] for each in enrolled} == accepted


async def test_who_joins_at_one_server_keeps_their_mark_while_another_enrols_someone(
    replicated: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one has read the class before, and the session after that."""
    class_was_read, go_on = asyncio.Event(), asyncio.Event()
    matched = False
    get, match_roster = StoredClasses.get, RunningSessions.match_roster

    async def match_first(sessions: RunningSessions, class_id: str) -> None:
        nonlocal matched
        matched = True
        await match_roster(sessions, class_id)

    async def get_slowly(classes: StoredClasses, class_id: str) -> Class:
        class_ = await get(classes, class_id)
        if matched and not class_was_read.is_set():
            class_was_read.set()
            await go_on.wait()
        return class_

    async with (
        serving(replicated) as slow,
        serving(replicated) as other,
        aiohttp.ClientSession() as http,
    ):
        here, there = Client(other, http), Client(slow, http)
        teacher, ada, ben = await here.teacher(), await here.student(), await here.student()
        class_id = await here.make_class(teacher)
        await here.start(teacher, class_id)
        desk = await here.socket(teacher)
        monkeypatch.setattr(RunningSessions, "match_roster", match_first)
        monkeypatch.setattr(StoredClasses, "get", get_slowly)

        enrolling = asyncio.create_task(there.enrol(teacher, class_id, ben))
        await class_was_read.wait()
        assert (await here.enrol(teacher, class_id, ada)).status == 200
        await desk.mark(ada)
        go_on.set()
        assert (await enrolling).status == 200

        (session,) = (await there.get("/attendance/running", teacher.token)).data["sessions"]
        assert (session["totalStudents"], session["presentCount"]) == (2, 1)
