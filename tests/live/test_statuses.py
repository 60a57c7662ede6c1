"""Late and excused in addition to present and absent, and lateness by the clock."""

from typing import Any

import aiohttp
import pytest

from attendance_server.server import serving
from attendance_server.settings import Settings
from tests.conftest import shared_client
from tests.support.client import Answer, Client, Lesson, Person, Socket
from tests.support.clock import Clock

INVALID = (400, "Invalid request schema")
RUNNING = (409, "An attendance session is running, end it first")


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return shared_client(request)


async def summary(desk: Socket) -> Any:
    await desk.send("GET_TODAY_SUMMARY")
    return await desk.expect("TODAY_SUMMARY")


async def end(lesson: Lesson) -> Any:
    await lesson.desk.send("DONE")
    return await lesson.desk.expect("SESSION_ENDED")


async def mark_arrival(lesson: Lesson, student: Person) -> str:
    """Mark a student without a status; return the status they get."""
    await lesson.desk.send("MARK_ATTENDANCE", studentId=student.id)
    status: str = (await lesson.desk.expect("ATTENDANCE_MARKED"))["status"]
    return status


async def make_class(client: Client, teacher: Person, **fields: Any) -> Answer:
    return await client.post("/class", {"className": "Algebra", **fields}, teacher.token)


async def change(lesson: Lesson, **fields: Any) -> Answer:
    path = f"/class/{lesson.class_id}"
    return await lesson.client.call("PATCH", path, lesson.teacher.token, json=fields)


async def restart(lesson: Lesson, late_after: int | None) -> None:
    """End the session and start another one, with this setting."""
    await end(lesson)
    assert (await change(lesson, lateAfter=late_after)).status == 200
    session = await lesson.client.start(lesson.teacher, lesson.class_id)
    lesson.session_id = session["sessionId"]


def counts(data: Any) -> list[int]:
    """How many are present, late and excused."""
    return [data[name] for name in ("presentCount", "lateCount", "excusedCount")]


@pytest.mark.parametrize("status", ["late", "excused"])
async def test_everyone_sees_who_is_late_or_excused(lesson: Lesson, status: str) -> None:
    ada = lesson.students[0]
    marked = await lesson.desk.mark(ada, status)
    assert marked["status"] == status
    for seat in lesson.seats:
        assert await seat.expect("ATTENDANCE_MARKED") == marked
    assert await lesson.seats[0].ask("CHECK_MY_STATUS") == (
        "MY_STATUS",
        {"classId": lesson.class_id, "status": status},
    )
    path = f"/class/{lesson.class_id}/my-attendance"
    for _ in ("running", "ended"):
        assert (await lesson.client.get(path, ada.token)).data["status"] == status
        await lesson.desk.send("DONE")
        await lesson.desk.next()


async def test_late_students_count_as_present_and_excused_students_do_not(lesson: Lesson) -> None:
    ada, ben, cat = lesson.students
    await lesson.desk.mark(cat, "late")
    await lesson.desk.mark(ben, "excused")
    await lesson.desk.mark(ada, "present")
    today = await summary(lesson.desk)
    assert counts(today) == [2, 1, 1]
    assert today["presentStudentIds"] == [cat.id, ada.id]
    ended = await end(lesson)
    assert counts(ended) == [2, 1, 1]
    assert (ended["totalStudents"], ended["absentCount"]) == (3, 1)
    assert {line["studentId"]: line["status"] for line in ended["attendance"]} == {
        ada.id: "present",
        ben.id: "excused",
        cat.id: "late",
    }


async def test_at_the_end_excused_students_stay_excused_and_unmarked_students_are_absent(
    lesson: Lesson,
) -> None:
    ada, ben, cat = lesson.students
    await lesson.desk.mark(ada, "excused")
    await lesson.desk.mark(ben, "absent")
    ended = await end(lesson)
    assert [line["status"] for line in ended["attendance"]] == ["excused", "absent", "absent"]
    assert (ended["absentCount"], ended["excusedCount"]) == (3, 1)
    path = f"/class/{lesson.class_id}/my-attendance"
    statuses = [
        (await lesson.client.get(path, student.token)).data["status"] for student in (ada, ben, cat)
    ]
    assert statuses == ["excused", "absent", "absent"]


async def test_a_student_counts_once_whatever_their_earlier_statuses(lesson: Lesson) -> None:
    ada = lesson.students[0]
    history = []
    for status in ("present", "late", "excused", "absent", "late", "late", "present"):
        await lesson.desk.mark(ada, status)
        history.append(counts(await summary(lesson.desk)))
    assert history == [
        [1, 0, 0],
        [1, 1, 0],
        [0, 0, 1],
        [0, 0, 0],
        [1, 1, 0],
        [1, 1, 0],
        [1, 0, 0],
    ]


async def test_watchers_see_the_statuses_and_their_counts(lesson: Lesson) -> None:
    ada, ben, _ = lesson.students
    await lesson.desk.mark(ada, "late")
    await lesson.desk.mark(ben, "excused")
    (taught,) = (await lesson.desk.ask("WATCH"))[1]["sessions"]
    assert counts(taught) == [1, 1, 1]
    statuses = {mark["studentId"]: mark["status"] for mark in taught["marks"]}
    assert statuses == {ada.id: "late", ben.id: "excused"}
    for seat, status in zip(lesson.seats, ("late", "excused", None), strict=True):
        for _ in range(2):
            await seat.expect("ATTENDANCE_MARKED")
        (attended,) = (await seat.ask("WATCH"))[1]["sessions"]
        assert (attended["status"], counts(attended)) == (status, [1, 1, 1])


async def test_history_counts_each_status(lesson: Lesson) -> None:
    client, teacher, ada = lesson.client, lesson.teacher, lesson.students[0]
    for student, status in zip(lesson.students, ("late", "excused", "present"), strict=True):
        await lesson.desk.mark(student, status)
    path = f"/class/{lesson.class_id}/sessions"
    for absent in (0, 1):
        (row,) = (await client.get(path, teacher.token)).data
        one = (await client.get(f"{path}/{lesson.session_id}", teacher.token)).data
        for session in (row, one):
            assert (counts(session), session["absentCount"]) == ([2, 1, 1], absent)
        lines = [line["status"] for line in one["attendance"]]
        assert lines == ["late", "excused", "present"]
        assert (await client.get(path, ada.token)).data[0]["status"] == "late"
        await lesson.desk.ask("DONE")


async def test_the_next_server_has_the_same_statuses_and_counts(settings: Settings) -> None:
    async with aiohttp.ClientSession() as http:
        async with serving(settings) as url:
            lesson = await Lesson.begin(Client(url, http))
            for student, status in zip(lesson.students, ("late", "excused", "absent"), strict=True):
                await lesson.desk.mark(student, status)
            before = await summary(lesson.desk)
        async with serving(settings) as url:
            desk = await Client(url, http).socket(lesson.teacher)
            assert await summary(desk) == before
            assert counts(before) == [1, 1, 1]


async def test_a_class_shows_after_how_many_minutes_students_are_late(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    created = await make_class(client, teacher, lateAfter=10)
    class_id = created.data["_id"]
    enrolled = await client.enrol(teacher, class_id, ada)
    for person in (teacher, ada):
        shown = await client.get(f"/class/{class_id}", person.token)
        (listed,) = (await client.get("/classes", person.token)).data
        for class_ in (created.data, enrolled.data, shown.data, listed):
            assert class_["lateAfter"] == 10


@pytest.mark.parametrize("fields", [{}, {"lateAfter": None}])
async def test_a_class_without_the_setting_has_no_late_limit(
    client: Client, fields: dict[str, Any]
) -> None:
    assert (await make_class(client, await client.teacher(), **fields)).data["lateAfter"] is None


async def test_changing_a_class_leaves_its_other_fields_as_they_are(client: Client) -> None:
    teacher = await client.teacher()
    path = f"/class/{(await make_class(client, teacher, lateAfter=10)).data['_id']}"
    for fields, name, late_after in (
        ({"className": "Logic"}, "Logic", 10),
        ({"lateAfter": 1}, "Logic", 1),
        ({"lateAfter": 1440, "className": "Sets"}, "Sets", 1440),
        ({"lateAfter": 10.0}, "Sets", 10),
        ({"lateAfter": None}, "Sets", None),
    ):
        changed = (await client.call("PATCH", path, teacher.token, json=fields)).data
        assert (changed["className"], changed["lateAfter"]) == (name, late_after)
        assert (await client.get("/classes", teacher.token)).data == [changed]


@pytest.mark.parametrize(
    "value", [0, -1, 1441, 1441.0, 1.5, 1e308, "10", "", True, [], {}, 2**70], ids=str
)
async def test_invalid_minutes_are_named_in_the_error(client: Client, value: object) -> None:
    teacher = await client.teacher()
    created = await make_class(client, teacher, lateAfter=value)
    class_id = (await make_class(client, teacher)).data["_id"]
    body = {"className": "Logic", "lateAfter": value}
    changed = await client.call("PATCH", f"/class/{class_id}", teacher.token, json=body)
    for answer in (created, changed):
        assert answer.error == INVALID
        assert [fault["path"] for fault in answer.body["details"]] == ["lateAfter"]
    (class_,) = (await client.get("/classes", teacher.token)).data
    assert (class_["className"], class_["lateAfter"]) == ("Algebra", None)


async def test_a_change_without_known_fields_is_refused(lesson: Lesson) -> None:
    answer = await change(lesson, teacherId=lesson.students[0].id)
    assert answer.error == INVALID
    message = "expected className, lateAfter, archived or checkIn"
    expected = {"path": "", "message": message, "code": "nothing_to_change"}
    assert answer.body["details"] == [expected]


async def test_the_setting_cannot_change_while_a_session_runs(lesson: Lesson) -> None:
    assert (await change(lesson, lateAfter=10)).error == RUNNING


async def test_students_who_arrive_from_that_minute_on_are_late(
    clock: Clock, lesson: Lesson
) -> None:
    await restart(lesson, 10)
    ada, ben, cat = lesson.students
    clock.forward(minutes=10, milliseconds=-1)
    assert await mark_arrival(lesson, ada) == "present"
    clock.forward(milliseconds=1)
    assert await mark_arrival(lesson, ben) == "late"
    clock.forward(hours=5)
    assert await mark_arrival(lesson, cat) == "late"
    assert counts(await summary(lesson.desk)) == [3, 2, 0]


async def test_without_the_setting_no_student_is_late_by_the_clock(
    clock: Clock, lesson: Lesson
) -> None:
    clock.forward(hours=5)
    assert await mark_arrival(lesson, lesson.students[0]) == "present"


async def test_a_teacher_can_mark_a_late_student_as_present(clock: Clock, lesson: Lesson) -> None:
    await restart(lesson, 10)
    ada = lesson.students[0]
    clock.forward(minutes=11)
    assert await mark_arrival(lesson, ada) == "late"
    assert (await lesson.desk.mark(ada, "present"))["status"] == "present"


async def test_a_repeated_mark_does_not_make_a_student_late(clock: Clock, lesson: Lesson) -> None:
    await restart(lesson, 10)
    ada = lesson.students[0]
    await mark_arrival(lesson, ada)
    first = await lesson.desk.mark(ada)
    clock.forward(minutes=11)
    assert await mark_arrival(lesson, ada) == "present"
    assert await lesson.desk.mark(ada) == first


async def test_a_status_of_null_is_refused(lesson: Lesson) -> None:
    ask = {"studentId": lesson.students[0].id, "status": None}
    assert await lesson.desk.ask_error("MARK_ATTENDANCE", **ask) == "Invalid message format"


async def test_the_next_server_uses_the_same_late_limit(clock: Clock, settings: Settings) -> None:
    async with aiohttp.ClientSession() as http:
        async with serving(settings) as url:
            lesson = await Lesson.begin(Client(url, http))
            await restart(lesson, 10)
        clock.forward(minutes=10)
        async with serving(settings) as url:
            lesson.desk = await Client(url, http).socket(lesson.teacher)
            assert await mark_arrival(lesson, lesson.students[0]) == "late"
