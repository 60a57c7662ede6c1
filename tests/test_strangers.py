"""What a server that strangers can reach lets them do, and what it asks its operator first."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import attrs
import pytest

from attendance_server.errors import SettingsError
from attendance_server.server import serving
from attendance_server.settings import Settings, StudentDirectory, StudentSignup, TeacherSignup

from .client import PASSWORD, Client
from .process import run_to_end

ADA = {"name": "Ada", "email": "ada@school.test", "password": PASSWORD, "role": "student"}
HILL = {"name": "Mrs Hill", "email": "hill@school.test", "password": PASSWORD, "role": "teacher"}
CODE = "chalk and board"
REACHED = [{"HOST": "0.0.0.0"}, {"HOST": "192.0.2.1"}, {"TRUSTED_PROXIES": "127.0.0.1"}]
ALONE = [{}, {"HOST": "localhost"}, {"HOST": "127.0.0.9"}, {"HOST": "::1"}]


@pytest.fixture
def serve(settings: Settings) -> Callable[..., AbstractAsyncContextManager[Client]]:
    """A client of a server with other settings."""

    @asynccontextmanager
    async def serve(**chosen: Any) -> AsyncIterator[Client]:
        async with (
            serving(attrs.evolve(settings, **chosen)) as url,
            aiohttp.ClientSession() as http,
        ):
            yield Client(url, http)

    return serve


Serve = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.mark.parametrize("texts", REACHED)
def test_who_may_become_a_teacher_is_chosen_where_strangers_reach_the_server(
    texts: dict[str, str],
) -> None:
    with pytest.raises(SettingsError, match="TEACHER_SIGNUP is not set"):
        _ = Settings.parse(texts).teachers
    chosen = Settings.parse({**texts, "TEACHER_SIGNUP": "open"})
    assert chosen.teachers is TeacherSignup.OPEN


@pytest.mark.parametrize("texts", ALONE)
def test_a_server_for_this_machine_alone_keeps_the_contract_s_defaults(
    texts: dict[str, str],
) -> None:
    settings = Settings.parse(texts)
    assert settings.teachers is TeacherSignup.OPEN
    assert settings.student_directory is StudentDirectory.ALL
    assert settings.student_signup is StudentSignup.OPEN


def test_a_server_that_strangers_reach_does_not_start_before_that_is_chosen(
    tmp_path: Path,
) -> None:
    server = run_to_end(tmp_path, HOST="0.0.0.0")
    assert server.exit_code == 2
    (said,) = server.err.splitlines()
    assert said.startswith("attendance-server: TEACHER_SIGNUP is not set")
    assert "TEACHER_SIGNUP" in said
    assert "code" in said


@pytest.mark.parametrize("texts", REACHED)
def test_a_teacher_who_comes_from_outside_finds_their_own_students_only(
    texts: dict[str, str],
) -> None:
    assert Settings.parse(texts).student_directory is StudentDirectory.OWN
    chosen = Settings.parse({**texts, "STUDENT_DIRECTORY": "ALL"})
    assert chosen.student_directory is StudentDirectory.ALL


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"STUDENT_SIGNUP": "hunter22"}, "STUDENT_SIGNUP: expected open, code or closed"),
        ({"STUDENT_SIGNUP": "code"}, "STUDENT_CODE is not set, and STUDENT_SIGNUP=code asks"),
        ({"STUDENT_CODE": "hunter2"}, "STUDENT_CODE: shorter than 8 characters"),
        ({"STUDENT_DIRECTORY": "none"}, "STUDENT_DIRECTORY: expected one of own, all"),
        ({"UNCLAIMED_PER_TEACHER": "0"}, "UNCLAIMED_PER_TEACHER: expected a whole number"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(texts: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.parse(texts)
    assert str(raised.value).startswith(said)


async def test_students_sign_up_with_the_code_of_their_school(serve: Serve) -> None:
    async with serve(student_signup=StudentSignup.CODE, student_code=CODE) as client:
        for code in ({}, {"code": "wrong"}):
            answer = await client.post("/auth/signup", ADA | code)
            assert answer.error == (403, "Forbidden, student code missing or wrong")
        assert (await client.post("/auth/signup", ADA | {"code": CODE})).status == 201
        # Each role has a code of its own, and teachers are asked for none here.
        assert (await client.post("/auth/signup", HILL)).status == 201


async def test_where_students_cannot_sign_up_a_code_does_not_help(serve: Serve) -> None:
    async with serve(student_signup=StudentSignup.CLOSED, student_code=CODE) as client:
        answer = await client.post("/auth/signup", ADA | {"code": CODE})
        assert answer.error == (403, "Forbidden, students cannot sign up")
