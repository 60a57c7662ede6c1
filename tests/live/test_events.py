"""Each event a client can send: its answer, who may send it, and which error comes first."""

import asyncio
from typing import Any

import pymongo
import pytest
from bson import ObjectId

from attendance_server.settings import Settings
from tests.support.client import Client, Lesson, Person, Socket

INVALID = "Invalid message format"
TEACHER_ONLY = "Forbidden, teacher event only"
STUDENT_ONLY = "Forbidden, student event only"
NO_SESSION = "No active attendance session"
NOT_TEACHER = "Forbidden, not class teacher"
NOT_IN_CLASS = "Student not in class"
CLASS_ID = "classId required"

TEACHER_EVENTS = ["MARK_ATTENDANCE", "GET_TODAY_SUMMARY", "DONE"]

UNKNOWN_ID = "0" * 24


@pytest.fixture
def client(school: Client) -> Client:
    return school


@pytest.fixture
def settings(school_settings: Settings) -> Settings:
    return school_settings


async def summary(desk: Socket, **data: Any) -> Any:
    await desk.send("GET_TODAY_SUMMARY", **data)
    return await desk.expect("TODAY_SUMMARY")


async def present(desk: Socket) -> list[str]:
    ids: list[str] = (await summary(desk))["presentStudentIds"]
    return ids


async def my_status(seat: Socket, **data: Any) -> Any:
    await seat.send("CHECK_MY_STATUS", **data)
    return (await seat.expect("MY_STATUS"))["status"]


async def end(desk: Socket, **data: Any) -> Any:
    await desk.send("DONE", **data)
    return await desk.expect("SESSION_ENDED")


async def another_session(lesson: Lesson, *students: Person) -> str:
    """A second running session of the lesson's teacher; its class."""
    class_id = await lesson.client.make_class(lesson.teacher, *students, name="Geometry")
    await lesson.client.start(lesson.teacher, class_id)
    return class_id


@pytest.mark.parametrize("status", ["present", "absent"])
async def test_a_mark_is_announced_with_its_class_student_status_and_time(
    lesson: Lesson, status: str
) -> None:
    ada, _, _ = lesson.students
    marked = await lesson.desk.mark(ada, status)
    at = marked.pop("markedAt")
    assert marked == {"classId": lesson.class_id, "studentId": ada.id, "status": status}
    assert lesson.started_at <= at
    assert len(at) == len("2026-03-02T09:00:00.000Z")


async def test_a_mark_without_a_status_means_present(lesson: Lesson) -> None:
    event, marked = await lesson.desk.ask("MARK_ATTENDANCE", studentId=lesson.students[0].id)
    assert (event, marked["status"]) == ("ATTENDANCE_MARKED", "present")


async def test_a_student_id_in_capitals_is_returned_as_stored(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    _, marked = await lesson.desk.ask("MARK_ATTENDANCE", studentId=ada.id.upper())
    assert marked["studentId"] == ada.id


async def test_a_mark_is_in_the_database_before_it_is_announced(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    ada, _, _ = lesson.students
    await lesson.desk.mark(ada)
    saved = database.sessions.find_one({"_id": ObjectId(lesson.session_id)})
    assert saved is not None
    assert saved["marks"][ada.id]["status"] == "present"


async def test_absent_undoes_a_mark(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    await lesson.desk.mark(ada)
    await lesson.desk.mark(ada, "absent")
    assert await present(lesson.desk) == []


async def test_an_undone_mark_is_a_null_status_and_absent_in_the_result(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    seat = lesson.seats[0]
    for status in ("present", "absent"):
        assert await lesson.desk.mark(ada, status) == await seat.expect("ATTENDANCE_MARKED")
    assert await my_status(seat) is None
    result = await end(lesson.desk)
    assert result["presentCount"] == 0
    assert {"studentId": ada.id, "status": "absent"} in result["attendance"]


@pytest.mark.parametrize("status", ["present", "absent"])
async def test_a_repeated_mark_is_announced_again_with_its_first_time(
    lesson: Lesson, status: str
) -> None:
    ada, ben, _ = lesson.students
    first = await lesson.desk.mark(ada, status)
    # Until the clock has moved, a new time would equal the old one.
    while (await lesson.desk.mark(ben))["markedAt"] <= first["markedAt"]:
        await lesson.desk.mark(ben, "absent")
    assert await lesson.desk.mark(ada, status) == first
    received = 0
    while received < 2:
        marked = await lesson.seats[0].expect("ATTENDANCE_MARKED")
        received += marked == first
    await lesson.seats[0].heard_nothing()


async def test_a_repeated_mark_counts_once_and_keeps_its_place(lesson: Lesson) -> None:
    ada, ben, _ = lesson.students
    for student in (ada, ben, ada):
        await lesson.desk.mark(student)
    assert await present(lesson.desk) == [ada.id, ben.id]


async def test_a_mark_after_an_undo_goes_to_the_end(lesson: Lesson) -> None:
    ada, ben, cy = lesson.students
    for student in (ada, ben, cy):
        await lesson.desk.mark(student)
    await lesson.desk.mark(ada, "absent")
    assert await present(lesson.desk) == [ben.id, cy.id]
    await lesson.desk.mark(ada)
    assert await present(lesson.desk) == [ben.id, cy.id, ada.id]


async def test_a_summary_lists_the_marks_in_order(lesson: Lesson) -> None:
    ada, _, cy = lesson.students
    for student in (cy, ada):
        await lesson.desk.mark(student)
    assert await summary(lesson.desk) == {
        "classId": lesson.class_id,
        "presentCount": 2,
        "presentStudentIds": [cy.id, ada.id],
        "totalStudents": 3,
        "lateCount": 0,
        "excusedCount": 0,
        "unmarkedCount": 1,
    }


async def test_a_summary_of_a_class_without_students_is_empty(client: Client) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    await client.start(teacher, class_id)
    assert await summary(await client.socket(teacher)) == {
        "classId": class_id,
        "presentCount": 0,
        "presentStudentIds": [],
        "totalStudents": 0,
        "lateCount": 0,
        "excusedCount": 0,
        "unmarkedCount": 0,
    }


async def test_starting_a_running_session_again_keeps_its_marks(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    await lesson.desk.mark(ada)
    again = await lesson.client.start(lesson.teacher, lesson.class_id)
    assert again["sessionId"] == lesson.session_id
    assert await present(lesson.desk) == [ada.id]


async def test_a_status_is_present_for_marked_students_and_null_for_others(
    lesson: Lesson,
) -> None:
    await lesson.desk.mark(lesson.students[0])
    for seat, status in zip(lesson.seats, ("present", None, None), strict=True):
        await seat.expect("ATTENDANCE_MARKED")
        assert await seat.ask("CHECK_MY_STATUS") == (
            "MY_STATUS",
            {"classId": lesson.class_id, "status": status},
        )


async def test_the_result_lists_the_whole_roster(lesson: Lesson) -> None:
    ada, ben, cy = lesson.students
    await lesson.desk.mark(cy)
    await lesson.desk.mark(ben, "absent")
    result = await end(lesson.desk)
    assert {entry.pop("studentId"): entry for entry in result.pop("attendance")} == {
        ada.id: {"status": "absent"},
        ben.id: {"status": "absent"},
        cy.id: {"status": "present"},
    }
    assert result == {
        "sessionId": lesson.session_id,
        "classId": lesson.class_id,
        "totalStudents": 3,
        "presentCount": 1,
        "absentCount": 2,
        "lateCount": 0,
        "excusedCount": 0,
    }


async def test_everyone_in_the_session_gets_the_same_result(lesson: Lesson) -> None:
    result = await end(lesson.desk)
    for seat in lesson.seats:
        assert await seat.expect("SESSION_ENDED") == result
        await seat.heard_nothing()


async def test_a_result_is_in_the_database_before_it_is_announced(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    await end(lesson.desk)
    ended = {"_id": ObjectId(lesson.session_id), "endedAt": {"$ne": None}}
    assert database.sessions.count_documents(ended) == 1


async def test_no_session_runs_after_done(lesson: Lesson) -> None:
    await end(lesson.desk)
    for event in TEACHER_EVENTS:
        assert await lesson.desk.ask_error(event, studentId=lesson.students[0].id) == NO_SESSION
    await lesson.seats[0].expect("SESSION_ENDED")
    assert await lesson.seats[0].ask_error("CHECK_MY_STATUS") == NO_SESSION


async def test_the_next_session_of_a_class_begins_without_marks(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    await lesson.desk.mark(ada)
    await end(lesson.desk)
    started = await lesson.client.start(lesson.teacher, lesson.class_id)
    assert started["sessionId"] != lesson.session_id
    assert await present(lesson.desk) == []
    await lesson.desk.mark(ada)
    assert await present(lesson.desk) == [ada.id]


async def test_two_dones_at_once_give_one_result_and_one_error(lesson: Lesson) -> None:
    desks = [lesson.desk, await lesson.client.socket(lesson.teacher)]
    for _ in range(3):
        await asyncio.gather(*(desk.send("DONE") for desk in desks))
        results = [await desk.expect("SESSION_ENDED") for desk in desks]
        assert results[0] == results[1]
        errors = []
        for desk in desks:
            # The answer to this shows that nothing else was on its way.
            await desk.send("CHECK_MY_STATUS")
            while (message := await desk.error()) != STUDENT_ONLY:
                errors.append(message)
        assert errors == [NO_SESSION]
        await lesson.client.start(lesson.teacher, lesson.class_id)


async def test_done_twice_in_a_row_gives_a_result_and_an_error(lesson: Lesson) -> None:
    for _ in range(2):
        await lesson.desk.send("DONE")
    await lesson.desk.expect("SESSION_ENDED")
    assert await lesson.desk.error() == NO_SESSION


async def test_a_mark_sent_right_after_done_is_too_late(
    lesson: Lesson, database: pymongo.database.Database
) -> None:
    await lesson.desk.send("DONE")
    await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[0].id)
    assert (await lesson.desk.expect("SESSION_ENDED"))["presentCount"] == 0
    assert await lesson.desk.error() == NO_SESSION
    unmarked = {"_id": ObjectId(lesson.session_id), "marks": {}}
    assert database.sessions.count_documents(unmarked) == 1


async def test_a_mark_sent_right_before_done_is_in_the_result(lesson: Lesson) -> None:
    await lesson.desk.send("MARK_ATTENDANCE", studentId=lesson.students[0].id)
    await lesson.desk.send("DONE")
    await lesson.desk.expect("ATTENDANCE_MARKED")
    assert (await lesson.desk.expect("SESSION_ENDED"))["presentCount"] == 1


async def test_after_done_a_missing_session_is_reported_before_a_missing_student(
    lesson: Lesson,
) -> None:
    await lesson.desk.send("DONE")
    await lesson.desk.send("MARK_ATTENDANCE", studentId=UNKNOWN_ID)
    await lesson.desk.expect("SESSION_ENDED")
    assert await lesson.desk.error() == NO_SESSION


async def test_right_after_done_an_event_refers_to_the_session_still_running(
    lesson: Lesson,
) -> None:
    ada, _, _ = lesson.students
    other = await another_session(lesson, ada)
    await lesson.desk.send("DONE", classId=lesson.class_id)
    await lesson.desk.send("MARK_ATTENDANCE", studentId=ada.id)
    await lesson.desk.expect("SESSION_ENDED")
    assert (await lesson.desk.expect("ATTENDANCE_MARKED"))["classId"] == other


async def test_a_student_enrolled_during_a_session_is_counted(lesson: Lesson) -> None:
    dan = await lesson.client.student()
    await lesson.client.enrol(lesson.teacher, lesson.class_id, dan)
    assert (await summary(lesson.desk))["totalStudents"] == 4
    result = await end(lesson.desk)
    assert result["totalStudents"] == 4
    assert {"studentId": dan.id, "status": "absent"} in result["attendance"]


@pytest.mark.parametrize("connected", ["before", "after"])
async def test_a_student_enrolled_during_a_session_can_be_marked_and_receives_the_mark(
    lesson: Lesson, connected: str
) -> None:
    client, dan = lesson.client, await lesson.client.student()
    if connected == "before":
        seat = await client.socket(dan)
        assert await seat.ask_error("CHECK_MY_STATUS") == NO_SESSION
    await client.enrol(lesson.teacher, lesson.class_id, dan)
    if connected == "after":
        seat = await client.socket(dan)
    assert await my_status(seat) is None
    marked = await lesson.desk.mark(dan)
    assert await seat.expect("ATTENDANCE_MARKED") == marked
    assert await my_status(seat) == "present"


async def test_enrolling_again_during_a_session_changes_nothing(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    await lesson.desk.mark(ada)
    await lesson.client.enrol(lesson.teacher, lesson.class_id, ada)
    again = await summary(lesson.desk)
    assert (again["totalStudents"], again["presentStudentIds"]) == (3, [ada.id])


@pytest.mark.parametrize("event", TEACHER_EVENTS)
async def test_students_cannot_send_teacher_events(lesson: Lesson, event: str) -> None:
    seat = lesson.seats[0]
    assert await seat.ask_error(event, studentId=lesson.students[0].id) == TEACHER_ONLY
    await seat.heard_nothing()


async def test_teachers_cannot_send_the_student_event(lesson: Lesson) -> None:
    assert await lesson.desk.ask_error("CHECK_MY_STATUS") == STUDENT_ONLY


@pytest.mark.parametrize("event", TEACHER_EVENTS)
async def test_a_teacher_without_a_session_gets_an_error(client: Client, event: str) -> None:
    desk = await client.socket(await client.teacher())
    assert await desk.ask_error(event, studentId=UNKNOWN_ID) == NO_SESSION


async def test_a_student_without_a_session_gets_an_error(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    seat = await client.socket(ada)
    assert await seat.ask_error("CHECK_MY_STATUS") == NO_SESSION
    assert await seat.ask_error("CHECK_MY_STATUS", classId=class_id) == NO_SESSION


@pytest.mark.parametrize("event", TEACHER_EVENTS)
async def test_a_teacher_with_two_sessions_must_name_the_class(lesson: Lesson, event: str) -> None:
    ada, _, _ = lesson.students
    other = await another_session(lesson, ada)
    assert await lesson.desk.ask_error(event, studentId=ada.id) == CLASS_ID
    for class_id in (lesson.class_id, other):
        _, answer = await lesson.desk.ask(event, studentId=ada.id, classId=class_id)
        assert answer["classId"] == class_id


async def test_a_student_with_two_sessions_must_name_the_class(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    seat = lesson.seats[0]
    other = await another_session(lesson, ada)
    await lesson.desk.mark(ada, classId=other)
    await seat.expect("ATTENDANCE_MARKED")
    assert await seat.ask_error("CHECK_MY_STATUS") == CLASS_ID
    assert await my_status(seat, classId=lesson.class_id) is None
    assert await my_status(seat, classId=other) == "present"


async def test_after_one_of_two_sessions_ends_events_refer_to_the_other(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    other = await another_session(lesson, ada)
    await end(lesson.desk, classId=lesson.class_id)
    assert (await summary(lesson.desk))["classId"] == other
    await lesson.seats[0].expect("SESSION_ENDED")
    _, answer = await lesson.seats[0].ask("CHECK_MY_STATUS")
    assert answer["classId"] == other


async def test_other_teachers_sessions_do_not_make_a_class_id_necessary(lesson: Lesson) -> None:
    await Lesson.begin(lesson.client)
    assert (await summary(lesson.desk))["classId"] == lesson.class_id
    assert await my_status(lesson.seats[0]) is None


async def test_a_mark_in_one_session_does_not_count_in_the_other(lesson: Lesson) -> None:
    ada, _, _ = lesson.students
    other = await another_session(lesson, ada)
    await lesson.desk.mark(ada, classId=other)
    assert (await summary(lesson.desk, classId=lesson.class_id))["presentCount"] == 0
    assert (await summary(lesson.desk, classId=other))["presentCount"] == 1


MISSING: dict[str, Any] = {}
NO_STATUS = {"studentId": "stranger", "status": "early"}
STRANGER = {"studentId": "stranger"}


@pytest.mark.parametrize(
    ("role", "event", "data", "class_id", "message"),
    [
        ("teacher", "MARK_ATTENDANCE", MISSING, "nowhere", INVALID),
        ("teacher", "MARK_ATTENDANCE", MISSING, "theirs", INVALID),
        ("teacher", "MARK_ATTENDANCE", NO_STATUS, "nowhere", INVALID),
        ("teacher", "MARK_ATTENDANCE", STRANGER, "nowhere", NO_SESSION),
        ("teacher", "MARK_ATTENDANCE", STRANGER, "idle", NO_SESSION),
        ("teacher", "MARK_ATTENDANCE", STRANGER, "theirs idle", NO_SESSION),
        ("teacher", "MARK_ATTENDANCE", STRANGER, "theirs", NOT_TEACHER),
        ("teacher", "MARK_ATTENDANCE", {"studentId": "theirs"}, "theirs", NOT_TEACHER),
        ("teacher", "MARK_ATTENDANCE", STRANGER, "mine", NOT_IN_CLASS),
        ("teacher", "MARK_ATTENDANCE", STRANGER, None, NOT_IN_CLASS),
        ("teacher", "MARK_ATTENDANCE", {"studentId": "theirs"}, None, NOT_IN_CLASS),
        ("teacher", "MARK_ATTENDANCE", {"studentId": "teacher"}, None, NOT_IN_CLASS),
        ("teacher", "GET_TODAY_SUMMARY", {}, "nowhere", NO_SESSION),
        ("teacher", "GET_TODAY_SUMMARY", {}, "theirs idle", NO_SESSION),
        ("teacher", "GET_TODAY_SUMMARY", {}, "theirs", NOT_TEACHER),
        ("teacher", "DONE", {}, "nowhere", NO_SESSION),
        ("teacher", "DONE", {}, "theirs idle", NO_SESSION),
        ("teacher", "DONE", {}, "theirs", NOT_TEACHER),
        ("teacher", "CHECK_MY_STATUS", {}, "nowhere", STUDENT_ONLY),
        ("teacher", "CHECK_MY_STATUS", {}, 7, STUDENT_ONLY),
        ("student", "MARK_ATTENDANCE", MISSING, None, TEACHER_ONLY),
        ("student", "MARK_ATTENDANCE", NO_STATUS, 7, TEACHER_ONLY),
        ("student", "MARK_ATTENDANCE", STRANGER, "theirs", TEACHER_ONLY),
        ("student", "GET_TODAY_SUMMARY", {}, 7, TEACHER_ONLY),
        ("student", "DONE", {}, 7, TEACHER_ONLY),
        ("student", "CHECK_MY_STATUS", {}, 7, INVALID),
        ("student", "CHECK_MY_STATUS", {}, "nowhere", NO_SESSION),
        ("student", "CHECK_MY_STATUS", {}, "theirs idle", NO_SESSION),
        ("student", "CHECK_MY_STATUS", {}, "theirs", NOT_IN_CLASS),
    ],
)
async def test_of_several_errors_the_first_in_order_is_reported(
    lesson: Lesson, role: str, event: str, data: dict[str, Any], class_id: Any, message: str
) -> None:
    client, theirs = lesson.client, await Lesson.begin(lesson.client)
    classes = {
        "mine": lesson.class_id,
        "idle": await client.make_class(lesson.teacher),
        "theirs": theirs.class_id,
        "theirs idle": await client.make_class(theirs.teacher),
        "nowhere": UNKNOWN_ID,
    }
    people = {
        "stranger": UNKNOWN_ID,
        "theirs": theirs.students[0].id,
        "teacher": lesson.teacher.id,
    }
    fields = dict(data)
    if "studentId" in fields:
        fields["studentId"] = people[fields["studentId"]]
    if class_id is not None:
        fields["classId"] = classes.get(class_id, class_id)
    socket = lesson.desk if role == "teacher" else lesson.seats[0]
    assert await socket.ask_error(event, **fields) == message
    await theirs.desk.heard_nothing()
