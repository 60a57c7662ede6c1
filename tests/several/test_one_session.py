"""One session at several servers: what happens at one is seen at the others."""

import asyncio

from tests.several.conftest import TwoServers


async def test_a_session_is_one_at_two_servers(servers: TwoServers) -> None:
    here, there = servers.here, servers.there
    teacher, ada, bob = await here.teacher(), await here.student(), await there.student()
    # Where Ada watches, so that no news of her enrolment comes late.
    class_id = await there.make_class(teacher, ada, bob)
    of_teacher, of_ada = await here.socket(teacher), await there.socket(ada)
    await of_ada.ask("WATCH")
    started = await here.start(teacher, class_id)
    assert (await of_ada.expect("SESSION_STARTED"))["sessionId"] == started["sessionId"]
    assert (await there.start(teacher, class_id))["sessionId"] == started["sessionId"]
    await of_teacher.send("MARK_ATTENDANCE", studentId=ada.id, status="present")
    assert (await of_ada.expect("ATTENDANCE_MARKED"))["studentId"] == ada.id
    away = await there.socket(teacher)
    await away.send("MARK_ATTENDANCE", studentId=bob.id, status="late")
    marked = await away.expect("ATTENDANCE_MARKED")
    await of_teacher.expect("ATTENDANCE_MARKED")
    assert await of_teacher.expect("ATTENDANCE_MARKED") == marked
    await away.send("DONE")
    result = await away.expect("SESSION_ENDED")
    assert await of_teacher.expect("SESSION_ENDED") == result
    await of_ada.expect("ATTENDANCE_MARKED")
    assert await of_ada.expect("SESSION_ENDED") == result


async def test_marks_of_two_servers_at_the_same_time_have_one_order(servers: TwoServers) -> None:
    here, there = servers.here, servers.there
    teacher = await here.teacher()
    students = [await here.student() for _ in range(10)]
    class_id = await here.make_class(teacher, *students)
    await here.start(teacher, class_id)
    sockets = [await here.socket(teacher), await there.socket(teacher)]
    listeners = [await here.socket(students[0]), await there.socket(students[0])]

    async def mark(socket, status):
        for number in range(40):
            await socket.send("MARK_ATTENDANCE", studentId=students[number % 10].id, status=status)

    await asyncio.gather(mark(sockets[0], "present"), mark(sockets[1], "late"))
    heard = [
        [await listener.expect("ATTENDANCE_MARKED") for _ in range(80)] for listener in listeners
    ]
    assert heard[0] == heard[1]
