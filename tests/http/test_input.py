"""Invalid input over HTTP: every answer follows the contract and is never a 500."""

import asyncio
import gzip
import json
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any
from urllib.parse import quote

import jwt
import pytest
from yarl import URL

from tests.conftest import SECRET
from tests.support.client import PASSWORD, PATIENCE, Answer, Client


@pytest.fixture
def client(school: Client) -> Client:
    return school


UNAUTHORIZED = (401, "Unauthorized, token missing or invalid")
TEACHER_ONLY = (403, "Forbidden, teacher access required")
STUDENT_ONLY = (403, "Forbidden, student access required")
INVALID = (400, "Invalid request schema")
NO_CLASS = (404, "Class not found")
NOT_CLASS_TEACHER = (403, "Forbidden, not class teacher")
NOT_ENROLLED = (403, "Forbidden, not enrolled in class")
NO_STUDENT = (404, "Student not found")
NO_SESSION = (404, "Session not found")

NO_ID = "0" * 24
JSON = {"Content-Type": "application/json"}
BODIES: dict[str, dict[str, Any]] = {
    "/auth/signup": {
        "name": "Ada",
        "email": "ada@school.test",
        "password": PASSWORD,
        "role": "student",
    },
    "/auth/login": {"email": "ada@school.test", "password": PASSWORD},
    "/auth/password": {"oldPassword": PASSWORD, "newPassword": "battery staple"},
    "/class": {"className": "Algebra"},
    f"/class/{NO_ID}/add-student": {"studentId": NO_ID},
    "/attendance/start": {"classId": NO_ID},
    "/attendance/end": {"classId": NO_ID},
}
FIELDS = [(path, field) for path, body in BODIES.items() for field in body]


async def send(client: Client, path: str, token: str | None, raw: bytes) -> Answer:
    return await client.call("POST", path, token, data=raw, headers=JSON)


def faults(answer: Answer) -> object:
    """The paths that an answer names as invalid, or its error if it is a different one."""
    if answer.error != INVALID:
        return answer.error
    return [fault["path"] for fault in answer.body["details"]]


async def test_invalid_input_is_reported_as_a_path_and_a_message(client: Client) -> None:
    answer = await client.post("/auth/login", {"email": "ada@school.test"})
    assert (answer.status, answer.body) == (
        400,
        {
            "success": False,
            "error": "Invalid request schema",
            "code": "invalid_request",
            "details": [{"path": "password", "message": "required", "code": "required"}],
        },
    )


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/auth/login", {"password": ""}, ("email", "required", {})),
        ("/auth/login", {"email": 7, "password": ""}, ("email", "wrong_type", {})),
        ("/auth/login", {"email": "ada", "password": ""}, ("email", "invalid_email", {})),
        ("/auth/login", [], ("", "wrong_type", {})),
        ("/class", {"className": " "}, ("className", "empty", {})),
        ("/class", {"className": "\u200b"}, ("className", "invisible", {})),
        ("/class", {"className": "x" * 201}, ("className", "too_long", {"maximum": 200})),
        ("/class", {"className": "A\0b"}, ("className", "control_characters", {})),
        ("/class", {"className": "A\u202eb"}, ("className", "direction_characters", {})),
        (
            "/class",
            {"className": "Algebra", "lateAfter": 0},
            ("lateAfter", "out_of_range", {"minimum": 1, "maximum": 1440}),
        ),
        (
            "/auth/password",
            {"oldPassword": "", "newPassword": "short"},
            ("newPassword", "wrong_length", {"minimum": 6, "maximum": 72}),
        ),
        (
            "/auth/signup",
            {**BODIES["/auth/signup"], "role": "admin"},
            ("role", "unknown_value", {}),
        ),
        (
            f"/class/{NO_ID}/add-student",
            {"studentId": NO_ID, "email": "ada@school.test"},
            ("", "conflicting", {}),
        ),
    ],
)
async def test_a_problem_has_a_code_and_the_values_in_its_message(
    client: Client, path: str, body: object, expected: tuple[str, str, dict[str, int]]
) -> None:
    teacher = await client.teacher()
    answer = await client.post(path, body, teacher.token)
    (problem,) = answer.body["details"]
    where, code, values = expected
    assert problem == {"path": where, "message": problem["message"], "code": code, **values}
    assert all(str(value) in problem["message"] for value in values.values())


@pytest.mark.parametrize(
    ("query", "path", "code"),
    [
        ("limit=0", "limit", "out_of_range"),
        ("after=x", "after", "invalid_id"),
        ("archived=yes", "archived", "wrong_type"),
    ],
)
async def test_a_problem_of_a_query_has_a_code(
    client: Client, query: str, path: str, code: str
) -> None:
    teacher = await client.teacher()
    answer = await client.get(f"/classes?{query}", teacher.token)
    (problem,) = answer.body["details"]
    assert (problem["path"], problem["code"]) == (path, code)


async def test_a_body_that_is_not_json_has_a_code(client: Client) -> None:
    answer = await send(client, "/auth/login", None, b"{")
    assert answer.body["details"] == [
        {"path": "", "message": "expected JSON", "code": "malformed_json"}
    ]


@pytest.mark.parametrize(("path", "field"), FIELDS)
async def test_a_missing_field_is_named(client: Client, path: str, field: str) -> None:
    teacher = await client.teacher()
    body = {key: value for key, value in BODIES[path].items() if key != field}
    assert faults(await client.post(path, body, teacher.token)) == [field]


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        -1.5,
        10**30,
        [],
        ["text"],
        {},
        {"$gt": ""},
        {"$ne": None},
        {"a.b": "text"},
        {"toString": "text"},
    ],
    ids=lambda value: repr(value)[:20],
)
async def test_a_value_that_is_not_text_is_named_in_any_field(
    client: Client, value: object
) -> None:
    teacher = await client.teacher()
    named = {
        (path, field): faults(await client.post(path, BODIES[path] | {field: value}, teacher.token))
        for path, field in FIELDS
    }
    assert named == {(path, field): [field] for path, field in FIELDS}


@pytest.mark.parametrize(
    ("path", "field", "values"),
    [
        *[
            (
                path,
                "email",
                (
                    "",
                    " ",
                    "ada",
                    "ada@",
                    "@school.test",
                    "ada@school@test",
                    "a b@school.test",
                    "ada@\nschool.test",
                    "ada\0@school.test",
                    "ada@school.test\0",
                    "$ne",
                    "ada@" + "a." * 500 + "test",
                    "a" * 60_000 + "@school.test",
                ),
            )
            for path in ("/auth/signup", "/auth/login")
        ],
        ("/auth/signup", "name", ("", "  ", "\n", "A\0da", "A" * 20_000)),
        ("/class", "className", ("", " \t", "\0", "A" * 20_000)),
        ("/auth/signup", "role", ("", "admin", "teacher ", "TEACHER\0", "teacher,student", "0")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_an_invalid_text_is_named(
    client: Client, path: str, field: str, values: Sequence[str]
) -> None:
    teacher = await client.teacher()
    named = {
        value: faults(await client.post(path, BODIES[path] | {field: value}, teacher.token))
        for value in values
    }
    assert named == {value: [field] for value in values}


async def test_all_errors_of_a_body_are_reported_together(client: Client) -> None:
    answer = await client.post("/auth/signup", {"name": 7, "email": "ada", "role": "admin"})
    paths = sorted(fault["path"] for fault in answer.body["details"])
    assert paths == ["email", "name", "password", "role"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" ",
        b"null",
        b"true",
        b"7",
        b'"text"',
        b"[]",
        b"[{}]",
        b"{",
        b"{}{}",
        b"{'className': 'Algebra'}",
        b"className=Algebra",
        b'{"a": NaN}',
        b'{"a": 1' + b"0" * 5000 + b"}",
        b"\0",
        '{"a": 1}'.encode("utf-16"),
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b"[" * 5000 + b"]" * 5000,
    ],
    ids=lambda raw: repr(raw[:24]),
)
async def test_a_body_that_is_not_a_json_object_is_refused(client: Client, raw: bytes) -> None:
    teacher = await client.teacher()
    named = {path: faults(await send(client, path, teacher.token, raw)) for path in BODIES}
    assert named == {path: [""] for path in BODIES}


@pytest.mark.parametrize(
    "text", [rb"\ud800", rb"ada\udfff", rb"\udc00\ud800", b"\xff", b"\xed\xa0\x80", b"\0"]
)
async def test_a_text_that_is_not_unicode_is_refused_in_any_field(
    client: Client, text: bytes
) -> None:
    teacher = await client.teacher()
    for path, field in FIELDS:
        raw = json.dumps(BODIES[path] | {field: "?"}).encode().replace(b"?", text)
        assert faults(await send(client, path, teacher.token, raw)) == [""], (path, field)


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "text/plain"}, JSON], ids=str)
async def test_a_missing_body_is_refused_whatever_its_content_type(
    client: Client, headers: dict[str, str]
) -> None:
    teacher = await client.teacher()
    for path in BODIES:
        answer = await client.call(
            "POST", path, teacher.token, headers=headers, skip_auto_headers=["Content-Type"]
        )
        assert faults(answer) == [""], path


@pytest.mark.parametrize("chunked", [False, True], ids=["length told", "chunked"])
async def test_a_huge_body_is_too_large(client: Client, chunked: bool) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(16):
            yield b" " * 65_536

    teacher = await client.teacher()
    for path in BODIES:
        data = chunks() if chunked else b" " * 1_000_000
        answer = await client.call("POST", path, teacher.token, data=data, headers=JSON)
        assert (answer.status, answer.body["success"]) == (413, False), path


async def test_a_small_body_that_decompresses_to_a_huge_one_is_too_large(client: Client) -> None:
    answer = await client.call(
        "POST",
        "/auth/login",
        data=gzip.compress(b" " * 10_000_000),
        headers=JSON | {"Content-Encoding": "gzip"},
    )
    assert (answer.status, answer.body["success"]) == (413, False)


async def test_a_body_that_does_not_decompress_is_refused(client: Client) -> None:
    answer = await client.call(
        "POST", "/auth/login", data=b"{}", headers=JSON | {"Content-Encoding": "gzip"}
    )
    assert faults(answer) == [""]


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "text/html; charset=utf-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "json",
    ],
)
async def test_a_body_of_another_content_type_is_unsupported(
    client: Client, content_type: str
) -> None:
    teacher = await client.teacher()
    headers = {"Content-Type": content_type}
    for path, body in BODIES.items():
        raw = json.dumps(body).encode()
        answer = await client.call("POST", path, teacher.token, data=raw, headers=headers)
        assert (answer.status, answer.body["success"]) == (415, False), path


@pytest.mark.parametrize(
    "headers",
    [
        JSON,
        {"Content-Type": "Application/JSON"},
        {"Content-Type": "application/json; charset=utf-8"},
        {},
    ],
    ids=str,
)
async def test_a_json_content_type_is_accepted_in_any_spelling(
    client: Client, headers: dict[str, str]
) -> None:
    teacher = await client.teacher()
    answer = await client.call(
        "POST",
        "/class",
        teacher.token,
        data=json.dumps(BODIES["/class"]).encode(),
        headers=headers,
        skip_auto_headers=["Content-Type"],
    )
    assert answer.status == 201


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nothing"),
        ("POST", "/nothing"),
        ("GET", "/auth"),
        ("GET", "/auth/me/"),
        ("GET", "/AUTH/ME"),
        ("GET", "//auth/me"),
        ("GET", "/class/"),
        ("GET", f"/class/{NO_ID}/students"),
        ("GET", "/attendance//my-attendance"),
        ("GET", "/nothing?q=%FF"),
        ("DELETE", "/%00"),
        ("GET", "/" + "a" * 4000),
    ],
    ids=lambda text: text[:30],
)
async def test_an_unknown_path_is_answered_with_the_error_envelope(
    client: Client, method: str, path: str
) -> None:
    answer = await client.call(method, path)
    assert (answer.status, answer.body["success"]) == (404, False)
    assert answer.body.keys() == {"success", "error", "code"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/auth/signup", "POST"),
        ("PUT", "/auth/login", "POST"),
        ("POST", "/auth/me", "GET"),
        ("GET", "/class", "POST"),
        ("PUT", f"/class/{NO_ID}", "GET"),
        ("GET", f"/class/{NO_ID}/students/{NO_ID}", "DELETE"),
        ("GET", f"/class/{NO_ID}/add-student", "POST"),
        ("POST", "/classes", "GET"),
        ("PATCH", "/students", "GET"),
        ("GET", "/attendance/start", "POST"),
        ("POST", f"/attendance/{NO_ID}/my-attendance", "GET"),
        ("POST", f"/class/{NO_ID}/my-attendance", "GET"),
        ("OPTIONS", "/class", "POST"),
    ],
)
async def test_a_wrong_method_is_answered_with_the_error_envelope(
    client: Client, method: str, path: str, allowed: str
) -> None:
    answer = await client.call(method, path)
    assert (answer.status, answer.body["success"]) == (405, False)
    assert answer.body.keys() == {"success", "error", "code"}
    assert allowed in answer.headers["Allow"]


def forged(secret: str = SECRET, algorithm: str = "HS256", **changes: Any) -> str:
    """A token for `{id}` as the server issues them, but with `changes`; `None` omits a claim."""
    now = int(time.time())
    claims = {"userId": "{id}", "role": "TEACHER", "iat": now, "exp": now + 3600} | changes
    return jwt.encode(
        {name: value for name, value in claims.items() if value is not None},
        secret if algorithm != "none" else None,
        algorithm,
    )


@pytest.mark.parametrize(
    "header",
    [
        "",
        " ",
        "Bearer",
        "Bearer ",
        "Bearer null",
        "Bearer undefined",
        "Bearer a.b.c",
        "Bearer ..",
        "Bearer " + "." * 5000,
        "Bearer " + "a" * 8000,
        "Bearer é.é.é",
        "Bearer \N{GRINNING FACE}",
        "Basic YWRhOnNlY3JldA==",
        "Basic {token}",
        "Token {token}",
        "Bearer{token}",
        "Bearer: {token}",
        "Bearer Bearer {token}",
        "Bearer {token} {token}",
        "Bearer {token},",
        'Bearer "{token}"',
        "Bearer {token}x",
        "x{token}",
        "{token}.x",
    ],
    ids=lambda header: repr(header[:24]),
)
async def test_a_header_without_a_valid_token_is_unauthorized(client: Client, header: str) -> None:
    teacher = await client.teacher()
    headers = {"Authorization": header.replace("{token}", teacher.token)}
    assert (await client.get("/auth/me", headers=headers)).error == UNAUTHORIZED


async def test_header_bytes_that_are_not_text_are_unauthorized(client: Client) -> None:
    request = b"GET /auth/me HTTP/1.0\r\nAuthorization: Bearer \xff\xe9\r\n\r\n"
    address = URL(client.url)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(request)
    head, body = (await asyncio.wait_for(reader.read(), PATIENCE)).split(b"\r\n\r\n")
    writer.close()
    assert (int(head.split()[1]), json.loads(body)["error"]) == UNAUTHORIZED


PAST = 1_000_000_000


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": PAST},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": [PAST]},
        {"secret": "another secret that has 32 bytes or more"},
        {"secret": SECRET + "x"},
        {"algorithm": "HS384"},
        {"algorithm": "none"},
        {"userId": None},
        {"userId": 7},
        {"userId": {"$ne": ""}},
        {"userId": ["{id}"]},
    ],
    ids=str,
)
async def test_a_token_that_the_server_did_not_issue_is_unauthorized(
    client: Client, changes: dict[str, Any]
) -> None:
    teacher = await client.teacher()
    if "userId" not in changes:
        changes = changes | {"userId": teacher.id}
    assert (await client.get("/auth/me", forged(**changes))).error == UNAUTHORIZED


async def test_a_token_like_the_servers_own_is_valid(client: Client) -> None:
    teacher = await client.teacher()
    assert (await client.get("/auth/me", forged(userId=teacher.id))).status == 200


async def test_a_token_with_another_payload_is_unauthorized(client: Client) -> None:
    ada, ben = await client.student(), await client.student()
    head, _, signature = ada.token.split(".")
    token = ".".join((head, ben.token.split(".")[1], signature))
    assert (await client.get("/auth/me", token)).error == UNAUTHORIZED


ADD = "POST /class/{class_}/add-student"
REMOVE = f"DELETE /class/{{class_}}/students/{NO_ID}"
RENAME = "PATCH /class/{class_}"
DELETE = "DELETE /class/{class_}"
HISTORY = "GET /class/{class_}/sessions"
SESSION = f"{HISTORY}/{NO_ID}"
MINE = ["GET /attendance/{class_}/my-attendance", "GET /class/{class_}/my-attendance"]


@pytest.mark.parametrize(
    ("call", "role", "class_", "body", "error"),
    [
        ("POST /class", "nobody", "", {}, UNAUTHORIZED),
        ("POST /class", "student", "", {}, TEACHER_ONLY),
        ("POST /class", "teacher", "", {}, INVALID),
        (ADD, "nobody", "unknown", {}, UNAUTHORIZED),
        (ADD, "student", "unknown", {}, TEACHER_ONLY),
        (ADD, "outsider", "known", {}, TEACHER_ONLY),
        (ADD, "colleague", "unknown", {}, INVALID),
        (ADD, "colleague", "known", {}, INVALID),
        (ADD, "teacher", "unknown", {}, INVALID),
        (ADD, "colleague", "unknown", {"studentId": NO_ID}, NO_CLASS),
        (ADD, "colleague", "known", {"studentId": NO_ID}, NOT_CLASS_TEACHER),
        (ADD, "teacher", "known", {"studentId": NO_ID}, NO_STUDENT),
        *[(call, "nobody", "unknown", {}, UNAUTHORIZED) for call in (REMOVE, RENAME, DELETE)],
        *[(call, "student", "unknown", {}, TEACHER_ONLY) for call in (REMOVE, RENAME, DELETE)],
        *[(call, "student", "known", {}, TEACHER_ONLY) for call in (REMOVE, RENAME, DELETE)],
        (RENAME, "colleague", "unknown", {}, INVALID),
        (RENAME, "colleague", "unknown", {"className": "Logic"}, NO_CLASS),
        (RENAME, "colleague", "known", {"className": "Logic"}, NOT_CLASS_TEACHER),
        *[(call, "colleague", "unknown", None, NO_CLASS) for call in (REMOVE, DELETE)],
        *[(call, "colleague", "known", None, NOT_CLASS_TEACHER) for call in (REMOVE, DELETE)],
        (REMOVE, "teacher", "known", None, NO_STUDENT),
        (ADD, "colleague", "unknown", {"email": "x"}, INVALID),
        (ADD, "colleague", "unknown", {"email": "x@school.test"}, NO_CLASS),
        (ADD, "colleague", "known", {"email": "x@school.test"}, NOT_CLASS_TEACHER),
        (ADD, "teacher", "known", {"email": "x@school.test"}, NO_STUDENT),
        *[(call, "nobody", "unknown", None, UNAUTHORIZED) for call in (HISTORY, SESSION)],
        *[(call, "outsider", "unknown", None, NO_CLASS) for call in (HISTORY, SESSION)],
        *[(call, "outsider", "known", None, NOT_CLASS_TEACHER) for call in (HISTORY, SESSION)],
        *[(call, "colleague", "known", None, NOT_CLASS_TEACHER) for call in (HISTORY, SESSION)],
        (HISTORY + "?limit=x", "nobody", "unknown", None, UNAUTHORIZED),
        (HISTORY + "?limit=x", "outsider", "unknown", None, INVALID),
        *[(SESSION, role, "known", None, NO_SESSION) for role in ("teacher", "student")],
        ("GET /class/{class_}", "nobody", "unknown", None, UNAUTHORIZED),
        ("GET /class/{class_}", "colleague", "unknown", None, NO_CLASS),
        ("GET /class/{class_}", "outsider", "unknown", None, NO_CLASS),
        ("GET /class/{class_}", "colleague", "known", None, NOT_CLASS_TEACHER),
        ("GET /class/{class_}", "outsider", "known", None, NOT_CLASS_TEACHER),
        ("GET /classes", "nobody", "", None, UNAUTHORIZED),
        ("GET /students?limit=x", "nobody", "", None, UNAUTHORIZED),
        ("GET /students?limit=x", "student", "", None, TEACHER_ONLY),
        ("GET /students?limit=x", "teacher", "", None, INVALID),
        ("POST /attendance/start", "nobody", "", {}, UNAUTHORIZED),
        ("POST /attendance/start", "student", "", {}, TEACHER_ONLY),
        ("POST /attendance/start", "student", "known", {"classId": "{class_}"}, TEACHER_ONLY),
        ("POST /attendance/start", "teacher", "", {}, INVALID),
        ("POST /attendance/start", "teacher", "unknown", {"classId": "{class_}"}, NO_CLASS),
        (
            "POST /attendance/start",
            "colleague",
            "known",
            {"classId": "{class_}"},
            NOT_CLASS_TEACHER,
        ),
        *[(mine, "nobody", "unknown", None, UNAUTHORIZED) for mine in MINE],
        *[(mine, "teacher", "unknown", None, STUDENT_ONLY) for mine in MINE],
        *[(mine, "teacher", "known", None, STUDENT_ONLY) for mine in MINE],
        *[(mine, "outsider", "unknown", None, NO_CLASS) for mine in MINE],
        *[(mine, "outsider", "known", None, NOT_ENROLLED) for mine in MINE],
    ],
)
async def test_of_several_errors_the_first_in_the_contracts_order_is_returned(
    client: Client,
    call: str,
    role: str,
    class_: str,
    body: dict[str, str] | None,
    error: tuple[int, str],
) -> None:
    people = {
        "teacher": await client.teacher(),
        "colleague": await client.teacher(),
        "student": await client.student(),
        "outsider": await client.student(),
    }
    class_id = await client.make_class(people["teacher"], people["student"])
    id_ = class_id if class_ == "known" else NO_ID
    method, path = call.format(class_=id_).split()
    filled = body and {field: value.format(class_=id_) for field, value in body.items()}
    token = people[role].token if role in people else None
    assert (await client.call(method, path, token, json=filled or body)).error == error


@pytest.mark.parametrize(
    ("headers", "data"),
    [({"Content-Type": "text/plain"}, b"text"), (JSON, b"{"), (JSON, b" " * 1_000_000)],
    ids=["no JSON type", "no JSON", "huge"],
)
@pytest.mark.parametrize(("role", "error"), [(None, UNAUTHORIZED), ("student", TEACHER_ONLY)])
async def test_the_user_is_checked_before_the_body(
    client: Client,
    headers: dict[str, str],
    data: bytes,
    role: str | None,
    error: tuple[int, str],
) -> None:
    token = (await client.person(role)).token if role else None
    answer = await client.call("POST", "/class", token, headers=headers, data=data)
    assert answer.error == error


SESAME = "open sesame 0123"


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"email": "ALI@school.test"},
        {"email": "nobody@school.test"},
        {"email": SESAME},
        {"email": f"{SESAME}@school.test"},
        {"email": [SESAME]},
        {"password": [SESAME]},
        {"password": {SESAME: SESAME}},
        {"password": SESAME * 10},
        {"password": f"{SESAME}\0"},
        {"name": [SESAME], "email": "ben@school.test"},
        {"name": f"{SESAME}\0", "email": "ben@school.test"},
        {"role": SESAME, "email": "ben@school.test"},
        {SESAME: SESAME},
        {"": SESAME},
    ],
    ids=str,
)
async def test_no_answer_repeats_a_password(client: Client, change: dict[str, Any]) -> None:
    ali = {"name": "Ali", "email": "ali@school.test", "password": SESAME, "role": "student"}
    answers = [
        await client.post("/auth/signup", ali),
        await client.post("/auth/signup", ali | change),
        await client.post("/auth/login", ali | change),
    ]
    assert SESAME not in json.dumps([answer.body for answer in answers])


async def test_no_answer_repeats_a_password_from_broken_json(client: Client) -> None:
    answer = await send(client, "/auth/signup", None, b'{"password": "%s"' % SESAME.encode())
    assert answer.error == INVALID
    assert SESAME not in json.dumps(answer.body)


EXTRAS: dict[str, Any] = {
    "_id": NO_ID,
    "teacherId": NO_ID,
    "studentIds": [NO_ID],
    "passwordHash": "x",
    "startedAt": None,
    "$set": {"role": "TEACHER"},
    "a.b": 1,
    "__proto__": {"role": "TEACHER"},
    "": [],
    "big": 2**63,
}


async def test_fields_that_are_not_in_the_contract_are_ignored(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    user = (await client.post("/auth/signup", BODIES["/auth/signup"] | EXTRAS)).data
    assert user == {
        "_id": user["_id"],
        "name": "Ada",
        "email": "ada@school.test",
        "role": "STUDENT",
    }
    assert user["_id"] != NO_ID
    assert (await client.post("/auth/login", BODIES["/auth/login"] | EXTRAS)).status == 200

    class_ = (await client.post("/class", {"className": "Algebra"} | EXTRAS, teacher.token)).data
    class_id = class_["_id"]
    assert class_id != NO_ID
    assert (class_["teacherId"], class_["studentIds"]) == (teacher.id, [])
    enrol = {"studentId": ada.id} | EXTRAS
    enrolled = await client.post(f"/class/{class_id}/add-student", enrol, teacher.token)
    assert enrolled.data == class_ | {"studentIds": [ada.id]}

    start = {"classId": class_id} | EXTRAS
    session = (await client.post("/attendance/start", start, teacher.token)).data
    assert session["classId"] == class_id
    assert session["startedAt"] is not None


@pytest.mark.parametrize(
    "text",
    [
        "$where",
        "$$ROOT.name",
        "a.b.$[]",
        '{"$gt": ""}',
        "' || '1'=='1",
        "<script>alert(1)</script>",
        "null",
        "__proto__",
        "\\u0000 \\ud800",
        "Élodie 中文 \N{GRINNING FACE}",
        "%s %00 {0}",
    ],
)
async def test_a_text_is_stored_unchanged_whatever_it_means_elsewhere(
    client: Client, text: str
) -> None:
    teacher = await client.person("teacher", text)
    class_id = await client.make_class(teacher, name=text)
    me = await client.get("/auth/me", teacher.token)
    class_ = await client.get(f"/class/{class_id}", teacher.token)
    assert (me.data["name"], class_.data["className"]) == (text, text)


no_id = pytest.mark.parametrize(
    "text",
    [
        NO_ID,
        "f" * 24,
        "1",
        "null",
        "g" * 24,
        "0" * 23,
        "0" * 25,
        "0" * 12,
        " " + "0" * 23,
        "0" * 24 + "\n",
        "0" * 24 + "\0",
        "\0",
        "٣" * 24,
        "é" * 12,
        "$ne",
        '{"$ne": null}',
        "a/b",
        "a" * 3000,
    ],
    ids=lambda text: repr(text[:30]),
)


@no_id
async def test_an_unknown_id_in_a_url_is_not_found(client: Client, text: str) -> None:
    teacher, ada = await client.teacher(), await client.student()
    id_ = quote(text, safe="")
    enrol = {"studentId": ada.id}
    answers = [
        await client.get(f"/class/{id_}", teacher.token),
        await client.get(f"/class/{id_}", ada.token),
        await client.post(f"/class/{id_}/add-student", enrol, teacher.token),
        await client.call("DELETE", f"/class/{id_}/students/{ada.id}", teacher.token),
        await client.call("PATCH", f"/class/{id_}", teacher.token, json={"className": "Logic"}),
        await client.call("DELETE", f"/class/{id_}", teacher.token),
        await client.get(f"/attendance/{id_}/my-attendance", ada.token),
        await client.get(f"/class/{id_}/my-attendance", ada.token),
        *[await client.get(f"/class/{id_}/sessions", user.token) for user in (teacher, ada)],
        *[
            await client.get(f"/class/{id_}/sessions/{NO_ID}", user.token)
            for user in (teacher, ada)
        ],
    ]
    assert [answer.error for answer in answers] == [NO_CLASS] * len(answers)


@no_id
async def test_an_unknown_student_id_or_id_in_a_body_is_not_found(
    client: Client, text: str
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    start = await client.post("/attendance/start", {"classId": text}, teacher.token)
    enrol = await client.post(f"/class/{class_id}/add-student", {"studentId": text}, teacher.token)
    assert (start.error, enrol.error) == (NO_CLASS, NO_STUDENT)
    path = f"/class/{class_id}/students/{quote(text, safe='')}"
    assert (await client.call("DELETE", path, teacher.token)).error == NO_STUDENT


@no_id
async def test_a_token_for_an_unknown_id_finds_no_user(client: Client, text: str) -> None:
    token = forged(userId=text)
    assert (await client.get("/auth/me", token)).error == (404, "User not found")
    assert (await client.get("/classes", token)).error == UNAUTHORIZED
