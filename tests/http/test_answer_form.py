"""Answers without the envelope: a success is its data alone, and a failure says what is wrong."""

import orjson
import pytest

from attendance_server.http.connections import refusal
from attendance_server.settings import Settings
from attendance_server.settings.choices import AnswerForm
from tests.support.client import PASSWORD, Client
from tests.support.description import openapi


@pytest.fixture
def client(plain_school: Client) -> Client:
    return plain_school


async def test_a_success_is_its_data_alone(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    login = await client.post("/auth/login", {"email": ada.email, "password": PASSWORD})
    me = {"_id": ada.id, "name": ada.name, "email": ada.email, "role": "STUDENT"}
    assert login.body == {"token": login.body["token"], "user": {"id": ada.id, **me}}
    assert (await client.get("/auth/me", ada.token)).body == me
    assert (await client.get("/healthz")).body == {"status": "alive"}
    running = await client.start(teacher, class_id)
    assert running.keys() == {"sessionId", "classId", "startedAt"}


async def test_a_streamed_success_is_its_data_alone(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    class_id = await client.make_class(teacher, ada)
    session = await client.start(teacher, class_id)
    await client.post("/attendance/end", {"classId": class_id}, teacher.token)

    async def body(path: str) -> object:
        return (await client.get(path, teacher.token)).body

    [class_] = await body("/classes")
    assert class_["_id"] == class_id
    assert (await body(f"/class/{class_id}"))["students"][0]["_id"] == ada.id
    assert [each["studentId"] for each in await body(f"/class/{class_id}/roster")] == [ada.id]
    assert (await body(f"/class/{class_id}/report"))[0]["counts"]["absent"] == 1
    matrix = await body(f"/class/{class_id}/report/matrix")
    assert [each["statuses"] for each in matrix["students"]] == [["absent"]]
    detail = await body(f"/class/{class_id}/sessions/{session['sessionId']}")
    assert [each["status"] for each in detail["attendance"]] == ["absent"]
    export = await client.get("/auth/me/export", teacher.token)
    assert "attachment" in export.headers["Content-Disposition"]
    assert export.body["account"]["_id"] == teacher.id
    # The body fits the length in the header, or the next answer would not be read.
    assert [each["_id"] for each in export.body["sessions"]] == [session["sessionId"]]
    assert await body("/students?q=nobody-is-called-that") == []


async def test_what_is_wrong_with_each_field_stands_beside_the_error(client: Client) -> None:
    answer = await client.post("/auth/login", {"email": "ada@school.test"})
    problem = {"path": "password", "message": "required", "code": "required"}
    assert (answer.status, answer.body) == (
        400,
        {"error": "Invalid request schema", "code": "invalid_request", "details": [problem]},
    )


def test_a_connection_beyond_the_limit_is_refused_in_the_same_form() -> None:
    head, _, body = refusal(AnswerForm.PLAIN).partition(b"\r\n\r\n")
    assert orjson.loads(body) == {
        "error": "Server is full, try again later",
        "code": "server_full",
    }
    assert f"Content-Length: {len(body)}".encode() in head


async def test_the_description_follows_the_setting(client: Client) -> None:
    async with client.http.get(client.url + "/openapi.json") as response:
        served = await response.json()
    assert served == openapi(AnswerForm.PLAIN)
    assert b"success" not in orjson.dumps(served["components"]["schemas"])
    enveloped = openapi()
    assert served["paths"].keys() == enveloped["paths"].keys()
    async with client.http.get(client.url + "/docs") as response:
        assert "envelope" not in await response.text()


def test_no_data_can_be_taken_for_an_envelope() -> None:
    """Clients that read both forms, such as the pages, tell them apart by `success`."""
    for name, schema in openapi(AnswerForm.PLAIN)["components"]["schemas"].items():
        assert "success" not in schema.get("properties", ()), name


def test_the_form_is_chosen_by_a_setting() -> None:
    assert Settings.parse({}).answers is AnswerForm.ENVELOPE
    assert Settings.parse({"ANSWERS": "Plain"}).answers is AnswerForm.PLAIN
