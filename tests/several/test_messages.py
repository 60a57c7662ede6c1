"""What happens to a class at one server is told to users at the other."""

from typing import Any

import pymongo

from tests.several.conftest import TwoServers
from tests.support.client import Client, Person, Socket


async def watching(client: Client, person: Person) -> Socket:
    socket = await client.socket(person)
    await socket.ask("WATCH")
    return socket


async def test_users_at_another_server_hear_what_is_no_commit(servers: TwoServers) -> None:
    here, there = servers.here, servers.there
    teacher, ada, ben = await here.teacher(), await here.student(), await here.student()
    class_id = await here.make_class(teacher)
    desks = [await watching(each, teacher) for each in (here, there)]
    seats = [await watching(each, ada) for each in (here, there)]

    async def hear(sockets: list[Socket], event: str) -> Any:
        one, other = [await socket.expect(event) for socket in sockets]
        assert one == other
        return one

    await here.enrol(teacher, class_id, ada)
    assert (await hear(seats, "CLASS_MEMBERSHIP"))["membership"] == "enrolled"
    assert (await hear(desks, "ROSTER_CHANGED"))["totalStudents"] == 1
    # A note goes one way, and its decision the other.
    note = {"from": "2020-03-02", "reason": "a fever"}
    written = (await there.post(f"/class/{class_id}/notes", note, ada.token)).data
    for sockets in (desks, seats):
        assert (await hear(sockets, "ABSENCE_NOTE"))["state"] == "waiting"
    await here.post(f"/class/{class_id}/notes/{written['_id']}/accept", None, teacher.token)
    for sockets in (desks, seats):
        assert (await hear(sockets, "ABSENCE_NOTE"))["state"] == "accepted"
    # An ended session is corrected.
    session = await here.start(teacher, class_id)
    for sockets in (desks, seats):
        await hear(sockets, "SESSION_STARTED")
    await desks[1].send("DONE")
    for sockets in (desks, seats):
        await hear(sockets, "SESSION_ENDED")
    path = f"/class/{class_id}/sessions/{session['sessionId']}/marks/{ada.id}"
    correction = {"status": "late", "reason": "The bus"}
    await here.call("PATCH", path, teacher.token, json=correction)
    for sockets in (desks, seats):
        (line,) = (await hear(sockets, "SESSION_CHANGED"))["attendance"]
        assert line == {"studentId": ada.id, "status": "late"}
    # Nothing is told twice.
    for socket in (*desks, *seats):
        await socket.heard_nothing()
    # A student asks to join while a session runs, which a socket follows that does not watch.
    await here.call("PATCH", f"/class/{class_id}/code", teacher.token, json={"rule": "ask"})
    code = (await here.get(f"/class/{class_id}/code", teacher.token)).data["code"]
    await here.start(teacher, class_id)
    follower = await there.socket(teacher)
    await follower.ask("OPEN_CHECK_IN")
    await here.post("/join", {"code": code}, ben.token)
    requests = [await until(socket, "JOIN_REQUESTED") for socket in (*desks, follower)]
    assert [each["studentId"] for each in requests] == [ben.id] * 3
    with pymongo.MongoClient[dict[str, object]](servers.uri) as mongo:
        messages = mongo.get_default_database().messages
        assert messages.count_documents({"at": {"$type": "date"}}) >= 8


async def until(socket: Socket, event: str) -> Any:
    """The data of the next frame with this event, after those of the session."""
    while (frame := await socket.next())[0] != event:
        pass
    return frame[1]
