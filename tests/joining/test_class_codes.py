"""Students join a class with its code, at once or once a teacher has accepted them."""

import re
from typing import Any

import pymongo
import pytest

from attendance_server.joining.class_codes import read_code
from tests.support.client import Client, Person

CODE = re.compile("[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")
WRONG = (404, "No class has this code, ask your teacher for the current one")


async def set_rule(client: Client, teacher: Person, class_id: str, rule: str) -> Any:
    path = f"/class/{class_id}/code"
    return (await client.call("PATCH", path, teacher.token, json={"rule": rule})).data


async def join(client: Client, student: Person, code: str) -> Any:
    return await client.post("/join", {"code": code}, student.token)


async def students_of(client: Client, teacher: Person, class_id: str) -> list[str]:
    roster = (await client.get(f"/class/{class_id}", teacher.token)).data["students"]
    return [each["_id"] for each in roster]


@pytest.mark.parametrize(
    "text",
    ["7KQM-2XHD", " 7kqm 2xhd", "7kqm2xhd", "https://a.test/join/7KQM-2XHD", "/join/7KQM%2D2XHD/"],
)
def test_a_code_is_read_however_it_is_typed(text: str) -> None:
    assert read_code(text) == "7KQM-2XHD"


@pytest.mark.parametrize(
    "text", ["", "7KQM", "7KQM-2XH0", "7KQM-2XHD-PW9T", "https://a.test/join/"]
)
def test_other_text_is_no_code(text: str) -> None:
    assert read_code(text) is None


async def test_a_code_enrols_at_once_and_everyone_concerned_hears_it(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher)
    path = f"/class/{class_id}/code"
    assert (await client.get(path, teacher.token)).data == {"classId": class_id, "rule": "off"}
    shown = await set_rule(client, teacher, class_id, "atOnce")
    code = shown["code"]
    assert CODE.fullmatch(code)
    assert shown["link"] == f"/join/{code}"
    await client.start(teacher, class_id)
    desk, seat = await client.socket(teacher), await client.socket(ada)
    for socket in (desk, seat):
        await socket.ask("WATCH")
    joined = await join(client, ada, code.lower().replace("-", " "))
    assert joined.data == {"classId": class_id, "className": "Algebra", "joined": True}
    assert (await seat.expect("SESSION_STARTED"))["classId"] == class_id
    assert await seat.expect("CLASS_MEMBERSHIP") == {
        "classId": class_id,
        "className": "Algebra",
        "membership": "enrolled",
    }
    assert await desk.expect("ROSTER_CHANGED") == {"classId": class_id, "totalStudents": 1}
    assert await students_of(client, teacher, class_id) == [ada.id]
    # Again changes nothing, and nobody is told.
    assert (await join(client, ada, shown["link"])).data["joined"] is True
    await desk.heard_nothing()
    path = f"/class/{class_id}/students/{ada.id}"
    assert (await client.call("DELETE", path, teacher.token)).status == 200
    assert (await seat.expect("CLASS_MEMBERSHIP"))["membership"] == "none"
    await desk.expect("ROSTER_CHANGED")
    assert (await client.enrol(teacher, class_id, ada)).status == 200
    assert (await seat.expect("SESSION_STARTED"))["classId"] == class_id
    assert (await seat.expect("CLASS_MEMBERSHIP"))["membership"] == "enrolled"


async def test_with_ask_a_teacher_accepts_first(
    client: Client, database: pymongo.database.Database[Any]
) -> None:
    teacher, ada, ben = [await client.person(role) for role in ("teacher", "student", "student")]
    class_id = await client.make_class(teacher)
    code = (await set_rule(client, teacher, class_id, "ask"))["code"]
    desk, seat = await client.socket(teacher), await client.socket(ada)
    for socket in (desk, seat):
        await socket.ask("WATCH")
    assert (await join(client, ada, code)).data["joined"] is False
    asked = await desk.expect("JOIN_REQUESTED")
    assert (asked["studentId"], asked["name"]) == (ada.id, ada.name)
    (pending,) = (await client.get("/auth/me/join-requests", ada.token)).data
    expected = (class_id, "Algebra", asked["requestedAt"])
    assert (pending["classId"], pending["className"], pending["requestedAt"]) == expected
    # Asking again is not told again.
    assert (await join(client, ada, code)).data["joined"] is False
    await desk.heard_nothing()
    assert await students_of(client, teacher, class_id) == []
    path = f"/class/{class_id}/join-requests"
    # A session that runs meanwhile is not the one whose code they had, since they had none.
    accepted = (await client.post(f"{path}/{ada.id}/accept", None, teacher.token)).data
    assert accepted == {"classId": class_id, "studentId": ada.id, "status": None, "markedAt": None}
    assert (await seat.expect("CLASS_MEMBERSHIP"))["membership"] == "enrolled"
    assert (await seat.expect("JOIN_DECIDED"))["accepted"] is True
    assert (await client.get("/auth/me/join-requests", ada.token)).data == []
    # A request goes with the class.
    assert (await join(client, ben, code)).data["joined"] is False
    await client.call("DELETE", f"/class/{class_id}", teacher.token)
    assert database.joinRequests.count_documents({}) == 0


async def test_a_request_is_withdrawn_and_no_teacher_can_accept_it(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher)
    code = (await set_rule(client, teacher, class_id, "ask"))["code"]
    desk, seat = await client.socket(teacher), await client.socket(ada)
    for socket in (desk, seat):
        await socket.ask("WATCH")
    await join(client, ada, code)
    await desk.expect("JOIN_REQUESTED")
    own = f"/auth/me/join-requests/{class_id}"
    withdrawn = await client.call("DELETE", own, ada.token)
    assert withdrawn.data == {"classId": class_id}
    for socket in (desk, seat):
        assert await socket.expect("JOIN_WITHDRAWN") == {"classId": class_id, "studentId": ada.id}
    assert (await client.get("/auth/me/join-requests", ada.token)).data == []
    path = f"/class/{class_id}/join-requests"
    assert (await client.get(path, teacher.token)).data == []
    missing = (404, "Request to join not found")
    assert (await client.post(f"{path}/{ada.id}/accept", None, teacher.token)).error == missing
    assert (await client.call("DELETE", own, ada.token)).error == missing
    # Asking once more is told once more.
    assert (await join(client, ada, code)).data["joined"] is False
    assert (await desk.expect("JOIN_REQUESTED"))["studentId"] == ada.id


async def test_a_code_is_renewed_and_switched_off(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher)
    first = (await set_rule(client, teacher, class_id, "atOnce"))["code"]
    renewed = (await client.post(f"/class/{class_id}/code/renew", None, teacher.token)).data
    assert (renewed["rule"], renewed["code"] != first) == ("atOnce", True)
    assert (await join(client, ada, first)).error == WRONG
    off = await set_rule(client, teacher, class_id, "off")
    assert off["code"] == renewed["code"]
    assert (await join(client, ada, renewed["code"])).error == WRONG
    again = await set_rule(client, teacher, class_id, "atOnce")
    assert again["code"] == renewed["code"]
    archived = {"archived": True}
    await client.call("PATCH", f"/class/{class_id}", teacher.token, json=archived)
    assert (await join(client, ada, renewed["code"])).error == WRONG
    wrong = await client.call("PATCH", f"/class/{class_id}/code", teacher.token, json={"rule": "x"})
    assert wrong.body["details"][0]["message"] == "expected off or atOnce or ask"


async def test_guesses_are_limited_and_right_codes_are_not(client: Client) -> None:
    teacher, ada, ben = [await client.person(role) for role in ("teacher", "student", "student")]
    class_id = await client.make_class(teacher)
    code = (await set_rule(client, teacher, class_id, "atOnce"))["code"]
    for _ in range(12):
        assert (await join(client, ben, code)).status == 200
    for _ in range(10):
        assert (await join(client, ada, "ABCD-EFGH")).error == WRONG
    refused = await join(client, ada, code)
    assert refused.error == (429, "Too many tries, wait")
    assert 0 < int(refused.headers["Retry-After"]) <= 60


async def test_the_link_leads_to_the_page_and_tells_nothing(client: Client) -> None:
    for link, page in (("7kqm2xhd", "/#/join/7KQM-2XHD"), ("nothing", "/#/join")):
        url = f"{client.url}/join/{link}"
        async with client.http.get(url, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, page)
