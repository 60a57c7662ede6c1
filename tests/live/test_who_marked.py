"""Who made a mark is stored with it."""

from typing import Any

import pymongo

from tests.support.client import Lesson


async def test_who_marked_a_student_is_stored_with_the_mark(
    lesson: Lesson, database: pymongo.database.Database[dict[str, Any]]
) -> None:
    ada, ben, cat = lesson.students
    await lesson.desk.mark(ada)
    helper = await lesson.client.teacher()
    path = f"/class/{lesson.class_id}/teachers"
    await lesson.client.post(path, {"email": helper.email}, lesson.teacher.token)
    marks = {"marks": [{"studentId": each.id, "status": "late"} for each in (ada, ben)]}
    await lesson.client.post(f"/attendance/{lesson.class_id}/marks", marks, helper.token)
    await lesson.client.post("/attendance/end", {"classId": lesson.class_id}, lesson.teacher.token)
    path = f"/class/{lesson.class_id}/sessions/{lesson.session_id}/marks/{cat.id}"
    body = {"status": "excused", "reason": "a letter"}
    await lesson.client.call("PATCH", path, lesson.teacher.token, json=body)
    (session,) = database.sessions.find()
    by = {student: str(mark["by"]) for student, mark in session["marks"].items()}
    assert by == {ada.id: helper.id, ben.id: helper.id, cat.id: lesson.teacher.id}
