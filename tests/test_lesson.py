"""One lesson from sign-up to result, as a school would use it."""

from datetime import datetime

import pymongo

from tests.support.client import Client


async def test_a_whole_lesson(client: Client, database: pymongo.database.Database) -> None:
    teacher = await client.teacher()
    ada, ben = await client.student(), await client.student()
    class_id = await client.make_class(teacher, ada, ben)
    session = await client.start(teacher, class_id)
    desk, seat = await client.socket(teacher), await client.socket(ada)

    assert await seat.ask("CHECK_MY_STATUS") == ("MY_STATUS", {"classId": class_id, "status": None})
    await desk.send("MARK_ATTENDANCE", studentId=ada.id, status="present")
    marked = await desk.expect("ATTENDANCE_MARKED")
    assert marked.keys() == {"classId", "studentId", "status", "markedAt"}
    assert (marked["studentId"], marked["status"]) == (ada.id, "present")
    assert await seat.expect("ATTENDANCE_MARKED") == marked

    assert await desk.ask("GET_TODAY_SUMMARY") == (
        "TODAY_SUMMARY",
        {
            "classId": class_id,
            "presentCount": 1,
            "presentStudentIds": [ada.id],
            "totalStudents": 2,
            "lateCount": 0,
            "excusedCount": 0,
            "unmarkedCount": 1,
        },
    )
    await desk.send("DONE")
    ended = await desk.expect("SESSION_ENDED")
    assert ended == {
        "sessionId": session["sessionId"],
        "classId": class_id,
        "totalStudents": 2,
        "presentCount": 1,
        "absentCount": 1,
        "lateCount": 0,
        "excusedCount": 0,
        "attendance": [
            {"studentId": ada.id, "status": "present"},
            {"studentId": ben.id, "status": "absent"},
        ],
    }
    assert await seat.expect("SESSION_ENDED") == ended

    for student, status in ((ada, "present"), (ben, "absent")):
        mine = await client.get(f"/attendance/{class_id}/my-attendance", student.token)
        assert mine.data == {"classId": class_id, "status": status}

    saved = database.sessions.find_one({})
    assert saved is not None
    assert saved["endedAt"] >= saved["startedAt"] == datetime.fromisoformat(session["startedAt"])
    assert [str(student) for student in saved["roster"]] == [ada.id, ben.id]
    assert {student: mark["status"] for student, mark in saved["marks"].items()} == {
        ada.id: "present"
    }
