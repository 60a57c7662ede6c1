"""The command line: real processes, a real database, a real terminal."""

import fcntl
import os
import pty
import re
import select
import socket
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import aiohttp
import bcrypt
import pymongo
import pytest

import attendance_server
from attendance_server.settings import Settings
from tests.conftest import new_database
from tests.support.client import PASSWORD, Client
from tests.support.mongo import Mongod
from tests.support.process import (
    COMMAND,
    ROOT,
    SECRET,
    START_TIMEOUT,
    STOP_TIMEOUT,
    Server,
    environment,
    run_command,
)

CREATE = ("create-teacher", "--name", "Mrs Hill", "--email", "Hill@School.test")
HILL = {"email": "hill@school.test", "password": PASSWORD}
TYPED = f"{PASSWORD}\n".encode()


@pytest.fixture
def settings(mongod: Mongod) -> Iterator[Settings]:
    """Settings for a database that does not exist yet."""
    with new_database(mongod) as settings:
        yield settings


@pytest.fixture
def shared(settings: Settings) -> dict[str, str]:
    """The environment of processes that share one database."""
    return {"MONGO_URI": settings.mongo_uri or "", "JWT_SECRET": SECRET}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with a private MongoDB, not yet started."""
    server = Server(tmp_path / "s", DATA_DIR=str(tmp_path / "data"))
    yield server
    server.kill()


class Terminal:
    """A command at a terminal, as a person sees it."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self.screen = ""
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=folder,
            env=environment(settings),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            # The password prompt uses the controlling terminal, not standard input.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def see(self, text: str) -> None:
        """Wait until the screen shows `text` after what it shows now."""
        shown = len(self.screen)
        while text not in self.screen[shown:]:
            assert self._read(), self.screen

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def end(self) -> int:
        """Wait until it has ended, and return its exit code."""
        while self._read():
            pass
        return self.process.wait(STOP_TIMEOUT)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._master)

    def _read(self) -> bool:
        """Read more output; return whether there was any."""
        assert select.select([self._master], [], [], START_TIMEOUT)[0], self.screen
        try:
            data = os.read(self._master, 4096)
        except OSError:  # Linux raises this once no process has the terminal open.
            return False
        self.screen += data.decode().replace("\r\n", "\n")
        return bool(data)


def test_version_prints_the_version(tmp_path: Path) -> None:
    ended = run_command(tmp_path, "--version", JWT_TTL="never")
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        0,
        f"attendance-server {attendance_server.__version__}\n",
        "",
    )


def test_help_names_every_command(tmp_path: Path) -> None:
    ended = run_command(tmp_path, "--help", JWT_TTL="never")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "usage: attendance-server" in ended.stdout
    for word in ("check", "create-teacher", "backup", "restore", "Without a command it runs"):
        assert word in ended.stdout


@pytest.mark.parametrize("command", ["check", "create-teacher", "backup", "restore"])
def test_every_command_has_help_of_its_own(tmp_path: Path, command: str) -> None:
    ended = run_command(tmp_path, command, "--help")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"usage: attendance-server {command}")


@pytest.mark.parametrize(
    "arguments",
    [
        ("teach",),
        ("--port", "80"),
        ("--vers",),
        ("check", "now"),
        ("check", "--port"),
        ("create-teacher",),
        ("create-teacher", "--name", "Mrs Hill"),
        ("create-teacher", "--email", "hill@school.test"),
        (*CREATE, "--password", PASSWORD),
        ("backup",),
        ("restore",),
        ("backup", "one", "two"),
        ("restore", "one", "--force"),
    ],
)
def test_a_wrong_command_line_shows_the_usage_and_exits_with_2(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    ended = run_command(tmp_path, *arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("usage: attendance-server")
    assert list(tmp_path.iterdir()) == []


def test_run_py_takes_the_same_commands(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, ROOT / "run.py", "--version"],
        cwd=tmp_path,
        env=environment({}),
        capture_output=True,
        timeout=STOP_TIMEOUT,
        check=True,
    )
    assert ended.stdout.decode() == f"attendance-server {attendance_server.__version__}\n"


def test_without_a_command_the_server_runs(server: Server) -> None:
    assert server.start().url.startswith("http://127.0.0.1:")
    assert server.stop() == 0


def test_check_prints_one_line_per_finding(
    tmp_path: Path, shared: dict[str, str], database: pymongo.database.Database
) -> None:
    ended = run_command(tmp_path, "check", TEACHER_SIGNUP="closed", MAX_SOCKETS="100", **shared)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == [
        "settings: complete",
        "teachers: no one can sign up as a teacher; create-teacher creates their accounts",
        "database: the one at MONGO_URI",
        "tokens: signed with JWT_SECRET",
        "database: answers, and has its indexes",
    ]
    assert "one_account_an_email" in database.users.index_information()


def test_check_shows_no_secret(tmp_path: Path, shared: dict[str, str]) -> None:
    code = "a code for teachers"
    ended = run_command(tmp_path, "check", TEACHER_SIGNUP="code", TEACHER_CODE=code, **shared)
    assert "teachers: anyone who knows TEACHER_CODE can become a teacher" in ended.stdout
    for secret in (code, SECRET, shared["MONGO_URI"]):
        assert secret not in ended.stdout + ended.stderr


def test_check_says_that_anyone_can_become_a_teacher(
    tmp_path: Path, shared: dict[str, str]
) -> None:
    ended = run_command(tmp_path, "check", **shared)
    assert ended.returncode == 0
    assert "teachers: TEACHER_SIGNUP is open: anyone" in ended.stdout


def test_check_starts_and_stops_the_private_mongodb(tmp_path: Path) -> None:
    data = tmp_path / "data"
    ended = run_command(tmp_path, "check", DATA_DIR="data", MAX_SOCKETS="100", WORKERS="2")
    assert (ended.returncode, ended.stderr) == (0, "")
    _, _, private, tokens, last = ended.stdout.splitlines()
    assert re.fullmatch(f"database: a private MongoDB, .+, on {re.escape(str(data))}", private)
    assert tokens == f"tokens: signed with the secret stored in {data}"
    assert last == "database: answers, and has its indexes"
    # An empty lock file shows that it was shut down cleanly.
    assert (data / "mongod" / "mongod.lock").read_text() == ""


async def test_check_works_before_and_after_a_server_used_the_folder(
    server: Server,
) -> None:
    assert run_command(server.folder, "check", **server.settings).returncode == 0
    server.start()
    assert server.stop() == 0
    assert run_command(server.folder, "check", **server.settings).returncode == 0


def test_check_says_that_another_server_is_running_on_the_folder(server: Server) -> None:
    server.start()
    ended = run_command(server.folder, "check", **server.settings)
    assert ended.returncode == 1
    assert ended.stderr == (
        f"attendance-server: another server is running on {server.settings['DATA_DIR']}\n"
    )
    assert "answers" not in ended.stdout
    assert server.stop() == 0


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"JWT_TTL": "12"}, "JWT_TTL: expected a duration with its unit, such as 12h, 30m or 10s"),
        ({"MONGO_URI": "mongodb://127.0.0.1/"}, "JWT_SECRET is not set"),
        ({"MONGO_URI": "http://127.0.0.1/"}, "MONGO_URI: expected mongodb://"),
        ({"MONGO_URI": "mongodb://u:p:w@h/", "JWT_SECRET": SECRET}, "MONGO_URI: "),
        ({"MONGOD": "no-such-mongod"}, "MONGOD: 'no-such-mongod' is not a program"),
        ({"TEACHER_SIGNUP": "code"}, "TEACHER_CODE is not set"),
        ({"DATA_DIR": "/dev/null/data"}, "DATA_DIR: "),
    ],
)
def test_check_names_a_wrong_setting_and_exits_with_2(
    tmp_path: Path, settings: dict[str, str], expected: str
) -> None:
    ended = run_command(tmp_path, "check", **settings)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"attendance-server: {expected}")
    assert ended.stderr.count("\n") == 1
    assert "answers" not in ended.stdout


def silent_listener() -> socket.socket:
    """A listener that accepts connections and never answers."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener


def uri_of(listener: socket.socket) -> str:
    return f"mongodb://127.0.0.1:{listener.getsockname()[1]}/"


def test_check_reports_a_database_that_does_not_answer_and_exits_with_1(tmp_path: Path) -> None:
    with silent_listener() as listener:
        ended = run_command(
            tmp_path,
            "check",
            MONGO_URI=uri_of(listener),
            JWT_SECRET=SECRET,
            COMMIT_TIMEOUT="300ms",
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith("attendance-server: MongoDB cannot be used: ")
    assert "Traceback" not in ended.stderr


def test_an_interrupted_check_exits_with_130_without_a_traceback(tmp_path: Path) -> None:
    with silent_listener() as listener:
        settings = {"MONGO_URI": uri_of(listener), "COMMIT_TIMEOUT": "10m"}
        with closing(Terminal(tmp_path, "check", JWT_SECRET=SECRET, **settings)) as terminal:
            listener.settimeout(START_TIMEOUT)
            connection, _ = listener.accept()
            terminal.type("\x03")
            assert terminal.end() == 130
            connection.close()
    assert "attendance-server: interrupted\n" in terminal.screen
    assert "Traceback" not in terminal.screen


async def test_accounts_created_while_a_server_runs_can_log_in(
    tmp_path: Path, shared: dict[str, str]
) -> None:
    server = Server(tmp_path / "s", TEACHER_SIGNUP="closed", **shared)
    try:
        client_url = server.start().url
        ended = run_command(tmp_path, *CREATE, stdin=TYPED, TEACHER_SIGNUP="closed", **shared)
        assert (ended.returncode, ended.stderr) == (0, "")
        async with aiohttp.ClientSession() as http:
            client = Client(client_url, http)
            token = (await client.post("/auth/login", HILL)).data["token"]
            assert (await client.get("/auth/me", token)).data == {
                "_id": ended.stdout.removesuffix("\n"),
                "name": "Mrs Hill",
                "email": "hill@school.test",
                "role": "TEACHER",
            }
            assert (await client.post("/class", {"className": "Algebra"}, token)).status == 201
            options = ("--name", "Mrs Penn", "--email", "penn@school.test")
            ended = run_command(tmp_path, "create-admin", *options, stdin=TYPED, **shared)
            assert (ended.returncode, ended.stderr) == (0, "")
            penn = {**HILL, "email": "penn@school.test"}
            token = (await client.post("/auth/login", penn)).data["token"]
            assert (await client.get("/auth/me", token)).data["role"] == "ADMIN"
            assert len((await client.get("/users", token)).data) == 2
    finally:
        server.kill()


async def test_a_teacher_created_in_a_private_mongodb_exists_at_the_next_start(
    server: Server,
) -> None:
    ended = run_command(server.folder, *CREATE, stdin=TYPED, **server.settings)
    assert (ended.returncode, ended.stderr) == (0, "")
    async with aiohttp.ClientSession() as http:
        answer = await Client(server.start().url, http).post("/auth/login", HILL)
    assert answer.status == 200


async def test_a_teacher_can_be_created_in_the_private_mongodb_of_a_running_server(
    server: Server,
) -> None:
    client_url = server.start().url
    ended = run_command(server.folder, *CREATE, stdin=TYPED, **server.settings)
    assert (ended.returncode, ended.stderr) == (0, "")
    async with aiohttp.ClientSession() as http:
        answer = await Client(client_url, http).post("/auth/login", HILL)
    assert answer.status == 200
    assert server.stop() == 0


@pytest.mark.parametrize("email", ["HILL@SCHOOL.TEST", "Mrs Hill <mailto:hill\uff20school.test>"])
def test_an_address_with_an_account_is_refused_in_the_words_of_the_contract(
    tmp_path: Path, shared: dict[str, str], database: pymongo.database.Database, email: str
) -> None:
    made = run_command(tmp_path, *CREATE, stdin=TYPED, **shared)
    again = run_command(
        tmp_path,
        *("create-teacher", "--name", "Another", "--email", email),
        stdin=b"another password\n",
        **shared,
    )
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == "attendance-server: Email already exists\n"
    assert [str(user["_id"]) for user in database.users.find()] == [made.stdout.strip()]


def test_create_teacher_without_a_database_exits_with_1(tmp_path: Path) -> None:
    with silent_listener() as listener:
        settings = {"MONGO_URI": uri_of(listener), "COMMIT_TIMEOUT": "300ms", "JWT_SECRET": SECRET}
        ended = run_command(tmp_path, *CREATE, stdin=TYPED, **settings)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("attendance-server: MongoDB cannot be used: ")


@pytest.mark.parametrize(
    ("name", "email", "password", "expected"),
    [
        ("", "hill@school.test", TYPED, ["name: must not be empty"]),
        ("x" * 201, "hill@school.test", TYPED, ["name: must not be longer than 200 characters"]),
        ("Mrs Hill", "hill", TYPED, ["email: expected an e-mail address"]),
        ("Mrs Hill", "hill@school.test", b"12345\n", ["password: must be 6 to 72 bytes"]),
        ("Mrs Hill", "hill@school.test", b"x" * 73, ["password: must be 6 to 72 bytes"]),
        ("Mrs Hill", "hill@school.test", b"", ["password: must be 6 to 72 bytes"]),
        ("Mrs Hill", "hill@school.test", b"\nsecond line\n", ["password: must be 6 to 72 bytes"]),
        ("Mrs Hill", "hill@school.test", b"chalk\xff\xfe\n", ["expected UTF-8"]),
        (b"Mrs H\xfcll", "hill@school.test", TYPED, ["expected UTF-8"]),
        ("", "", b"", ["name: ", "email: ", "password: "]),
    ],
)
def test_fields_that_a_signup_would_refuse_are_named_and_exit_with_2(
    tmp_path: Path, name: str | bytes, email: str, password: bytes, expected: list[str]
) -> None:
    ended = run_command(
        tmp_path, "create-teacher", "--name", name, "--email", email, stdin=password
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    lines = ended.stderr.splitlines()
    assert len(lines) == len(expected)
    for line, start in zip(lines, expected, strict=True):
        assert line.startswith(f"attendance-server: {start}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("typed", "password"),
    [
        (b"correct horse\n", "correct horse"),
        (b"correct horse", "correct horse"),
        (b"correct horse\r\n", "correct horse"),
        (b"  spaces  \n", "  spaces  "),
        ("schöne Kreide\nsecond line\n".encode(), "schöne Kreide"),
        ("scho\u0308ne Kreide\n".encode(), "schöne Kreide"),
    ],
)
def test_the_password_is_one_line_of_standard_input_verbatim(
    tmp_path: Path,
    shared: dict[str, str],
    database: pymongo.database.Database,
    typed: bytes,
    password: str,
) -> None:
    ended = run_command(tmp_path, *CREATE, stdin=typed, LC_ALL="C", **shared)
    assert (ended.returncode, ended.stderr) == (0, "")
    (saved,) = database.users.find()
    assert bcrypt.checkpw(password.encode(), saved["passwordHash"])


def test_a_terminal_asks_for_the_password_twice_and_does_not_show_it(
    tmp_path: Path, shared: dict[str, str], database: pymongo.database.Database
) -> None:
    with closing(Terminal(tmp_path, *CREATE, **shared)) as terminal:
        terminal.see("Password: ")
        terminal.type(f"{PASSWORD}\n")
        terminal.see("Password again: ")
        terminal.type(f"{PASSWORD}\n")
        assert terminal.end() == 0
    (saved,) = database.users.find()
    assert terminal.screen == f"Password: \nPassword again: \n{saved['_id']}\n"
    assert bcrypt.checkpw(PASSWORD.encode(), saved["passwordHash"])


def test_two_different_passwords_create_no_teacher(
    tmp_path: Path, shared: dict[str, str], database: pymongo.database.Database
) -> None:
    with closing(Terminal(tmp_path, *CREATE, **shared)) as terminal:
        terminal.see("Password: ")
        terminal.type(f"{PASSWORD}\n")
        terminal.see("Password again: ")
        terminal.type("correct house\n")
        assert terminal.end() == 2
    assert terminal.screen.endswith("attendance-server: password: the two entries do not match\n")
    assert database.users.count_documents({}) == 0


@pytest.mark.parametrize(
    ("key", "code", "expected"),
    [("\x03", 130, "interrupted"), ("\x04", 2, "password: cannot be read")],
)
def test_one_key_leaves_the_prompt_without_a_traceback(
    tmp_path: Path, shared: dict[str, str], key: str, code: int, expected: str
) -> None:
    with closing(Terminal(tmp_path, *CREATE, **shared)) as terminal:
        terminal.see("Password: ")
        terminal.type(key)
        assert terminal.end() == code
    assert terminal.screen.endswith(f"attendance-server: {expected}\n")
    assert "Traceback" not in terminal.screen
