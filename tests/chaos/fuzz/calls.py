"""The calls over HTTP that a script makes, and what the world has to know about them."""

import attrs

from tests.support.client import PASSWORD, Answer
from tests.support.witness import insist

from .asks import User
from .scripts import Call
from .world import Class, World, pick

MAX_CLASSES = 6


async def make_call(world: World, call: Call) -> None:
    """Raises `Violation`."""
    class_ = pick(world.classes, call.class_)
    actor = class_.teacher if call.own else pick(world.users, call.person)
    student = pick(world.students, call.student)
    match call.name:
        case "start":
            await start(world, actor, class_)
        case "mark":
            if actor is class_.teacher:
                world.sent.add((actor.id, student.id, "late"))
            body = {"marks": [{"studentId": student.id, "status": "late"}]}
            await _change(world, actor, class_, "POST", f"/attendance/{class_.id}/marks", body)
        case "end":
            body = {"classId": class_.id}
            await _change(world, actor, class_, "POST", "/attendance/end", body)
        case "enrol":
            await enrol(world, actor, class_, student)
        case "unenrol":
            await _unenrol(world, actor, class_, student)
        case "reopen" | "correct" | "discard" | "restore":
            if class_.sessions:
                session_id = pick(class_.sessions, -1 - call.student)
                await _change_ended(world, actor, class_, call.name, session_id, student)
        case "rename":
            body = {"className": f"Renamed {len(class_.names)}"}
            class_.names.add(body["className"])
            await _change(world, actor, class_, "PATCH", f"/class/{class_.id}", body)
        case "delete class":
            await _delete(world, actor, class_)
        case "make class":
            if len(world.classes) < MAX_CLASSES:
                await make_class(world, actor, f"Class {len(world.classes)}")
        case "change password":
            body = {"oldPassword": PASSWORD, "newPassword": PASSWORD}
            await _end_tokens(world, actor, "POST", "/auth/password", body)
        case "delete account":
            for class_ in world.classes:
                class_.changed |= {actor.id} & class_.students
            await _end_tokens(world, actor, "DELETE", "/auth/me", {"password": PASSWORD})
        case path:
            await world.call(actor, "GET", path.format(id=class_.id))


async def start(world: World, actor: User, class_: Class) -> None:
    body = {"classId": class_.id}
    answer = await _change(world, actor, class_, "POST", "/attendance/start", body)
    if answer.status == 200 and answer.data["sessionId"] not in class_.sessions:
        class_.sessions.append(answer.data["sessionId"])


async def _change_ended(
    world: World, actor: User, class_: Class, what: str, session_id: str, student: User
) -> None:
    if actor is class_.teacher:
        class_.changed.add(session_id)
    path = f"/class/{class_.id}/sessions/{session_id}"
    if what in ("reopen", "restore"):
        await _change(world, actor, class_, "POST", f"{path}/{what}")
    elif what == "discard":
        await _change(world, actor, class_, "DELETE", path, {"reason": "a mistake"})
    else:
        body = {"status": "excused", "reason": "a doctor's note"}
        await _change(world, actor, class_, "PATCH", f"{path}/marks/{student.id}", body)


async def _delete(world: World, actor: User, class_: Class) -> None:
    """Delete the class, with the name that its teacher sees."""
    path = f"/class/{class_.id}"
    shown = await world.call(class_.teacher, "GET", path)
    name = shown.data["className"] if shown.status == 200 else "gone"
    await _change(world, actor, class_, "DELETE", path, {"className": name})


async def make_class(world: World, actor: User, name: str) -> None:
    answer = await world.call(actor, "POST", "/class", {"className": name})
    if answer.status == 201:
        class_ = Class(answer.data["_id"], actor, {name})
        actor.ever.add(class_.id)
        actor.now.add(class_.id)
        world.classes.append(class_)


async def enrol(world: World, actor: User, class_: Class, student: User) -> None:
    body = {"studentId": student.id}
    async with student.moving:
        if actor is class_.teacher:
            # They may receive its frames before we know that they are in it.
            class_.students.add(student.id)
            class_.changed.add(student.id)
            student.ever.add(class_.id)
            student.now.add(class_.id)
            for listener in world.listeners_of(student):
                listener.shut.discard(class_.id)
        await _change(world, actor, class_, "POST", f"/class/{class_.id}/add-student", body)


async def _unenrol(world: World, actor: User, class_: Class, student: User) -> None:
    path = f"/class/{class_.id}/students/{student.id}"
    async with student.moving:
        if actor is class_.teacher:
            class_.changed.add(student.id)
        answer = await _change(world, actor, class_, "DELETE", path)
        if answer.status == 200:
            student.now.discard(class_.id)
            for listener in world.listeners_of(student):
                await listener.fence(class_.id)


async def _change(
    world: World, actor: User, class_: Class, method: str, path: str, body: object = None
) -> Answer:
    """A call that only the teacher of the class may make."""
    answer = await world.call(actor, method, path, body)
    allowed = actor is class_.teacher or answer.status in (401, 403, 404)
    insist(allowed, "a class is changed by its teacher only", method, path, answer.status)
    return answer


async def _end_tokens(world: World, actor: User, method: str, path: str, body: object) -> None:
    """A call that, if it succeeds, ends the tokens of its user."""
    async with actor.ending:
        actor.turning = True
        answer = await world.call(actor, method, path, body)
        actor.turning = False
        listeners = world.listeners_of(actor)
        if answer.status == 200:
            if "token" in answer.data:
                actor.person = attrs.evolve(actor.person, token=answer.data["token"])
            else:
                actor.alive = False
            for listener in listeners:
                listener.codes.add(4401)
        for listener in listeners:
            listener.wake()
