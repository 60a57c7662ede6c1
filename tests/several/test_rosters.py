"""Who is in a class is the same at all servers as soon as a call has answered."""

from tests.several.conftest import TwoServers

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
