"""Who may sign up as a teacher: anyone, holders of the code, or no one."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import attrs
import pymongo
import pytest

from attendance_server.accounts import signup_policy
from attendance_server.exit_errors import SettingsError
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import TeacherSignup
from tests.support.client import PASSWORD, Client
from tests.support.process import Server, run_to_end

CODE = "chalk & cheese, ünïcödé"
HILL = {"name": "Mrs Hill", "email": "hill@school.test", "password": PASSWORD, "role": "teacher"}
ADA = {"name": "Ada", "email": "ada@school.test", "password": PASSWORD, "role": "student"}
WRONG_CODE = (403, "Forbidden, teacher code missing or wrong")
CLOSED = (403, "Forbidden, teachers cannot sign up")
INVALID = (400, "Invalid request schema")

Serve = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.fixture
def serve(settings: Settings) -> Serve:
    """Start a server with this policy for teachers, and yield a client."""

    @asynccontextmanager
    async def serve(how: TeacherSignup, code: str | None = CODE) -> AsyncIterator[Client]:
        chosen = attrs.evolve(settings, teacher_signup=how, teacher_code=code)
        async with serving(chosen) as url, aiohttp.ClientSession() as http:
            yield Client(url, http)

    return serve


@pytest.mark.parametrize("code", [{}, {"code": CODE}, {"code": "wrong"}, {"code": None}])
async def test_teachers_need_no_code_on_an_open_server(serve: Serve, code: dict[str, Any]) -> None:
    async with serve(TeacherSignup.OPEN, None) as client:
        answer = await client.post("/auth/signup", HILL | code)
        assert (answer.status, answer.data["role"]) == (201, "TEACHER")


@pytest.mark.parametrize("role", ["teacher", "TEACHER", "tEaChEr"])
async def test_the_code_lets_a_teacher_sign_up(serve: Serve, role: str) -> None:
    async with serve(TeacherSignup.CODE) as client:
        answer = await client.post("/auth/signup", HILL | {"role": role, "code": CODE})
        assert (answer.status, answer.data.keys()) == (201, {"_id", "name", "email", "role"})
        login = {"email": HILL["email"], "password": PASSWORD}
        token = (await client.post("/auth/login", login)).data["token"]
        assert (await client.post("/class", {"className": "Algebra"}, token)).status == 201


@pytest.mark.parametrize("role", ["teacher", "TEACHER", "tEaChEr"])
@pytest.mark.parametrize(
    "code",
    [
        {},
        {"code": None},
        {"code": ""},
        {"code": CODE[:-1]},
        {"code": CODE + "!"},
        {"code": f" {CODE}"},
        {"code": CODE.upper()},
        {"code": CODE + "\0"},
        {"code": "x" * 10_000},
        {"Code": CODE},
        {"teacherCode": CODE},
    ],
)
async def test_a_wrong_or_missing_code_is_refused(
    serve: Serve, database: pymongo.database.Database, role: str, code: dict[str, Any]
) -> None:
    async with serve(TeacherSignup.CODE) as client:
        answer = await client.post("/auth/signup", HILL | {"role": role} | code)
    assert answer.error == WRONG_CODE
    assert answer.body.keys() == {"success", "error", "code"}
    assert database.users.count_documents({}) == 0


@pytest.mark.parametrize("code", [None, "", CODE])
async def test_a_code_that_was_never_set_is_refused(serve: Serve, code: str | None) -> None:
    async with serve(TeacherSignup.CODE, None) as client:
        assert (await client.post("/auth/signup", HILL | {"code": code})).error == WRONG_CODE


@pytest.mark.parametrize("code", [{}, {"code": CODE}])
async def test_teachers_cannot_sign_up_on_a_closed_server(
    serve: Serve, database: pymongo.database.Database, code: dict[str, Any]
) -> None:
    async with serve(TeacherSignup.CLOSED) as client:
        assert (await client.post("/auth/signup", HILL | code)).error == CLOSED
    assert database.users.count_documents({}) == 0


@pytest.mark.parametrize("how", list(TeacherSignup))
@pytest.mark.parametrize("code", [{}, {"code": "wrong"}, {"code": CODE}])
async def test_students_sign_up_with_and_without_a_code(
    serve: Serve, how: TeacherSignup, code: dict[str, Any]
) -> None:
    async with serve(how) as client:
        answer = await client.post("/auth/signup", ADA | code)
        assert (answer.status, answer.data["role"]) == (201, "STUDENT")


@pytest.mark.parametrize("how", [TeacherSignup.CODE, TeacherSignup.CLOSED])
async def test_an_invalid_body_is_reported_before_a_wrong_code(
    serve: Serve, how: TeacherSignup
) -> None:
    async with serve(how) as client:
        answer = await client.post("/auth/signup", HILL | {"name": "", "code": "wrong"})
        assert answer.error == INVALID
        assert [fault["path"] for fault in answer.body["details"]] == ["name"]


@pytest.mark.parametrize(
    ("how", "refused"), [(TeacherSignup.CODE, WRONG_CODE), (TeacherSignup.CLOSED, CLOSED)]
)
async def test_a_refused_signup_does_not_reveal_which_emails_exist(
    serve: Serve, how: TeacherSignup, refused: tuple[int, str]
) -> None:
    async with serve(how) as client:
        await client.post("/auth/signup", ADA)
        answer = await client.post("/auth/signup", HILL | {"email": ADA["email"]})
        assert answer.error == refused


@pytest.mark.parametrize("code", [4711_4711, True, ["chalk & cheese"], {"chalk": "cheese"}])
async def test_a_code_that_is_not_text_is_reported_but_not_repeated(
    serve: Serve, code: object
) -> None:
    async with serve(TeacherSignup.CODE) as client:
        answer = await client.post("/auth/signup", HILL | {"code": code})
        assert answer.error == INVALID
        assert answer.body["details"] == [
            {"path": "code", "message": "expected a string", "code": "wrong_type"}
        ]


async def test_codes_are_compared_in_constant_time_as_bytes(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    compare = signup_policy.hmac.compare_digest

    def recording_compare(submitted: bytes, code: bytes) -> bool:
        compared.append((submitted, code))
        return compare(submitted, code)

    monkeypatch.setattr(signup_policy.hmac, "compare_digest", recording_compare)
    async with serve(TeacherSignup.CODE) as client:
        await client.post("/auth/signup", HILL | {"code": "wrong"})
        await client.post("/auth/signup", HILL | {"code": CODE})
    assert (b"wrong", CODE.encode()) in compared
    assert (CODE.encode(), CODE.encode()) in compared


def test_teacher_signup_is_open_by_default() -> None:
    assert Settings.parse({}).teacher_signup is TeacherSignup.OPEN


@pytest.mark.parametrize("text", ["code", "CODE", " Code "])
def test_a_signup_policy_is_read_in_any_case(text: str) -> None:
    settings = Settings.parse({"TEACHER_SIGNUP": text, "TEACHER_CODE": "8 chars!"})
    assert (settings.teacher_signup, settings.teacher_code) == (TeacherSignup.CODE, "8 chars!")


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"TEACHER_SIGNUP": "hunter22"}, "TEACHER_SIGNUP: expected open, code or closed"),
        (
            {"TEACHER_SIGNUP": "code"},
            "TEACHER_CODE is not set, and TEACHER_SIGNUP=code asks for it",
        ),
        (
            {"TEACHER_SIGNUP": "code", "TEACHER_CODE": "  "},
            "TEACHER_CODE is not set, and TEACHER_SIGNUP=code asks for it",
        ),
        (
            {"TEACHER_SIGNUP": "code", "TEACHER_CODE": "hunter2"},
            "TEACHER_CODE: shorter than 8 characters",
        ),
        ({"TEACHER_CODE": "hunter2"}, "TEACHER_CODE: shorter than 8 characters"),
        ({"TEACHER_SIGNUP": "code", "TEACHER_CODE": "hunter\udcff22"}, "TEACHER_CODE: not UTF-8"),
    ],
)
def test_an_invalid_setting_is_named_but_its_value_not_shown(
    texts: dict[str, str], message: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.parse(texts)
    assert str(raised.value) == message


def test_printed_settings_do_not_contain_the_code() -> None:
    assert CODE not in repr(Settings(teacher_signup=TeacherSignup.CODE, teacher_code=CODE))


def test_a_server_without_its_code_exits_with_2(tmp_path: Path) -> None:
    server = run_to_end(tmp_path, TEACHER_SIGNUP="code")
    assert server.exit_code == 2
    assert server.err == (
        "attendance-server: TEACHER_CODE is not set, and TEACHER_SIGNUP=code asks for it\n"
    )


def test_an_open_server_warns_at_its_start(tmp_path: Path) -> None:
    server = Server(tmp_path, DATA_DIR="data").start()
    try:
        (warning,) = server.err.splitlines()
    finally:
        server.kill()
    assert "WARNING" in warning
    for word in ("TEACHER_SIGNUP is open", "anyone", "TEACHER_SIGNUP=code"):
        assert word in warning


async def test_a_server_with_a_code_logs_no_warning_and_no_code(tmp_path: Path) -> None:
    server = Server(tmp_path, DATA_DIR="data", TEACHER_SIGNUP="code", TEACHER_CODE=CODE).start()
    try:
        async with aiohttp.ClientSession() as http:
            client = Client(server.url, http)
            for code in ("wrong code", CODE):
                answer = await client.post("/auth/signup", HILL | {"code": code})
                assert code not in json.dumps(answer.body, ensure_ascii=False)
        assert answer.status == 201
        assert server.stop() == 0
    finally:
        server.kill()
    assert "WARNING" not in server.err
    assert CODE not in server.err
