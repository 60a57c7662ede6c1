"""Check-in by students over WebSocket and HTTP, as the contract has it."""

import pytest

from tests.support.client import Client, Lesson

CLOSED = "Check-in is not open"
WRONG = "Code is wrong or too old"


@pytest.fixture
def client(school: Client) -> Client:
    return school


async def test_students_check_in_with_the_link_or_the_letters(lesson: Lesson) -> None:
    ada, ben, cleo = lesson.seats
    assert await ada.ask_error("CHECK_IN", code="ABCDEF") == CLOSED
    shown = (await lesson.desk.ask("OPEN_CHECK_IN"))[1]
    assert shown["classId"] == lesson.class_id
    assert shown["open"] is True
    assert (shown["stepSeconds"], shown["codeStepSeconds"]) == (5, 30)
    assert 0 < shown["step"] <= 5
    assert 0 < shown["codeStep"] <= 30
    assert await ada.ask_error("CHECK_IN", code="ABCDEF") == WRONG
    marked = (await ada.ask("CHECK_IN", code=shown["link"]))[1]
    assert marked["studentId"] == lesson.students[0].id
    assert marked["status"] == "present"
    assert await ben.expect("ATTENDANCE_MARKED") == marked
    await ben.send("CHECK_IN", code=shown["code"].lower(), classId=lesson.class_id)
    assert (await ben.expect("ATTENDANCE_MARKED"))["studentId"] == lesson.students[1].id
    path = f"/attendance/{lesson.class_id}/check-in"
    link_code = shown["link"].rpartition("/")[2]
    answer = await lesson.client.post(path, {"code": link_code}, lesson.students[2].token)
    assert answer.data["status"] == "present"
    assert await cleo.expect("ATTENDANCE_MARKED")
