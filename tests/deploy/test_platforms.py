"""Features that only Linux has, and their replacements on macOS. See docs/platforms.md.

`mypy --platform darwin`, which CI runs, finds names that macOS does not have. The tests here cover
paths, and the behaviour of each guard without the feature that it guards.
"""

import json
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import aiohttp
import pytest

import attendance_server
from attendance_server import open_files
from attendance_server.database import mongod_process, private_mongod
from attendance_server.live.expiry import seconds_counted
from attendance_server.rosters.files import READER
from attendance_server.rosters.reading.found import GUESS_ALL, RosterFile
from attendance_server.store import clock_trust
from tests.database.test_private_mongod import MONGOD, marks_of, mongod_pid, program, server
from tests.deploy.test_supply_chain import MACOS, PYTHONS, applies, declared
from tests.support.client import Client, Lesson
from tests.support.process import Server, runs

PACKAGE = Path(attendance_server.__file__).parent

LINUX_PATHS = {
    "workers.py": {"/proc"},
    "store/clock_trust.py": {"/proc"},
}
"""Modules that read paths only Linux has, and work without them."""

__all__ = ["server"]


def test_linux_paths_are_used_only_in_guarded_modules() -> None:
    used = {
        str(path.relative_to(PACKAGE)): paths
        for path in PACKAGE.rglob("*.py")
        if (paths := set(re.findall(r"[\"'](/(?:proc|sys|dev|run|etc)\b)", path.read_text())))
    }
    assert used == LINUX_PATHS


def test_without_linuxs_clock_one_that_counts_during_sleep_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    seconds_before = time.clock_gettime(time.CLOCK_MONOTONIC)
    assert seconds_before <= seconds_counted() <= time.clock_gettime(time.CLOCK_MONOTONIC)


def test_without_a_boot_id_every_start_of_the_server_gets_a_new_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(clock_trust, "_BOOT_ID", tmp_path / "missing")
    assert clock_trust.boot_id() != clock_trust.boot_id()


def test_a_roster_is_read_even_if_address_space_cannot_be_limited() -> None:
    arguments = json.dumps({"choice": GUESS_ALL.as_json(), "workbook": False})
    like_macos = (
        "import resource, runpy, sys\n"
        "limit = resource.setrlimit\n"
        "def setrlimit(kind, limits):\n"
        "    if kind == resource.RLIMIT_AS:\n"
        "        raise ValueError('current limit exceeds maximum limit')\n"
        "    limit(kind, limits)\n"
        "resource.setrlimit, sys.platform = setrlimit, 'darwin'\n"
        f"sys.argv = ['reader', {arguments!r}]\n"
        f"runpy.run_path({str(READER)!r}, run_name='__main__')"
    )
    reader = subprocess.run(
        [sys.executable, "-c", like_macos],
        input=b"name,email\nAda,ada@school.test\n",
        capture_output=True,
        check=False,
    )
    assert reader.returncode == 0, reader.stderr
    (line,) = RosterFile.from_json(json.loads(reader.stdout)["file"]).lines
    assert (line.name, line.email) == ("Ada", "ada@school.test")


def test_without_a_file_limit_the_maximum_of_macos_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits_before = resource.getrlimit(resource.RLIMIT_NOFILE)
    set_limit = resource.setrlimit

    def like_macos(kind: int, limits: tuple[int, int]) -> None:
        if limits[0] > open_files.MACOS_OPEN_MAX:
            raise ValueError("current limit exceeds maximum limit")
        set_limit(kind, (limits[0], limits_before[1]))

    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, sys.maxsize))
    monkeypatch.setattr(resource, "setrlimit", like_macos)
    try:
        open_files.allow_many_files()
        monkeypatch.undo()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == open_files.MACOS_OPEN_MAX
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits_before)


def test_the_private_mongod_is_from_the_package_for_the_system() -> None:
    def package(machine: dict[str, str]) -> str:
        (requirement,) = (
            each for each in declared("embedded") if applies(each, PYTHONS[0], machine)
        )
        return requirement.name

    module = "attendance_server.database.private_mongod"
    # aiohttp first: it would look for a module that only macOS has.
    on_macos = (
        f"import sys, aiohttp; sys.platform = 'darwin'; from {module} import WHEEL; print(WHEEL)"
    )
    printed = subprocess.check_output([sys.executable, "-c", on_macos], text=True)
    assert printed.strip() == package(MACOS)
    if sys.platform == "linux":
        assert package({**MACOS, "sys_platform": "linux"}) == private_mongod.WHEEL


def test_without_parent_death_signals_none_is_requested(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert mongod_process._under_this_process() == []


async def test_a_mongod_left_by_a_killed_server_is_stopped_by_the_next(
    server: Server, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    # An intermediate process, so that no system stops mongod together with its server.
    detached = f'"{MONGOD}" "$@" & exec sleep 600'
    server.settings["MONGOD"] = str(program(tmp_path / "bin" / "mongod", detached))
    lesson = await Lesson.begin(Client(server.start().url, http))
    await lesson.desk.mark(lesson.students[0])
    orphan = mongod_pid(server)
    server.kill()
    assert runs(orphan)
    server.settings["MONGOD"] = MONGOD
    client = Client(server.start().url, http)
    assert not runs(orphan)
    assert mongod_pid(server) != orphan
    assert "the mongod of a killed server still runs and is stopped" in server.err
    assert await marks_of(client, lesson) == [(lesson.students[0].id, "present")]
    assert server.stop() == 0
