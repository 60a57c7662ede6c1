"""Hashing off the loop: bounded, out of everybody's way, and in processes that may die."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import bcrypt
import pytest

from attendance_server.accounts.attempts import Attempt, Requester
from attendance_server.accounts.hash_pool import Hashers
from attendance_server.accounts.hasher import HASH_BYTES
from attendance_server.accounts.passwords import Passwords
from attendance_server.errors import TooManyAttempts, TooManyLogins
from attendance_server.models import Role, User
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.workers import NICENESS
from tests.support.client import PATIENCE, Client
from tests.support.process import SECRET, Server, children, runs, wait_until

SLOW = bcrypt.gensalt(10)
"""Of hashes that take long enough to be met in the middle."""

PASSWORD = b"correct horse"


@pytest.fixture
async def passwords() -> AsyncIterator[Passwords]:
    passwords = Passwords(rounds=4, limit=3)
    yield passwords
    await passwords.close()


@pytest.fixture
async def hashers() -> AsyncIterator[Hashers]:
    hashers = Hashers(2)
    yield hashers
    await hashers.close()


@pytest.fixture
def before() -> set[int]:
    """The processes of others that run beside."""
    return children(os.getpid())


async def started(before: set[int]) -> set[int]:
    """The processes that hash, as soon as there are any."""
    async with asyncio.timeout(PATIENCE):
        while not (now := children(os.getpid()) - before):
            await asyncio.sleep(0)
    return now


async def test_past_the_bound_a_login_is_told_when_to_try_again(passwords: Passwords) -> None:
    hashes = await asyncio.gather(
        *(passwords.hash("correct horse") for _ in range(5)), return_exceptions=True
    )
    refused = [error for error in hashes if isinstance(error, TooManyLogins)]
    assert len(refused) == 2
    assert all(error.retry_after is not None and error.retry_after >= 1 for error in refused)


async def test_there_is_room_again_once_the_queue_is_shorter(passwords: Passwords) -> None:
    for _ in range(5):
        assert await passwords.hash("correct horse")


async def test_a_flood_for_one_account_keeps_nobody_else_out() -> None:
    passwords = Passwords(rounds=6, limit=50)
    answered: list[str] = []

    async def log_in(name: str) -> bool:
        user = User("0" * 24, name, name, Role.STUDENT, hashed)
        matches = await passwords.match("correct horse", user, Attempt((), Requester(None, name)))
        answered.append(name)
        return matches

    hashed = await passwords.hash("correct horse")
    flood = [asyncio.create_task(log_in("flood")) for _ in range(100)]
    await asyncio.sleep(0)
    others = await asyncio.gather(*(log_in(f"other {number}") for number in range(20)))
    assert all(others)
    # While others wait the flood has its turns too, and no more of them than one of the others.
    # They wait until all but the last few are answered, which a slow process may hold up.
    at_once = 2 * (os.cpu_count() or 1)
    places = [place for place, name in enumerate(answered) if name != "flood"]
    waited = answered[: places[-at_once - 1]]
    assert waited.count("flood") <= at_once + 2
    ends = await asyncio.gather(*flood, return_exceptions=True)
    await passwords.close()
    assert ends.count(True) == 10
    assert sum(isinstance(end, TooManyAttempts) for end in ends) == 90


async def test_a_hash_is_that_of_bcrypt(hashers: Hashers) -> None:
    salt = bcrypt.gensalt(4)
    # None, the shortest, the longest, and what is no text.
    for password in (b"", b"a", b"x" * 72, bytes(range(1, 73))):
        assert await hashers.hash(password, salt) == bcrypt.hashpw(password, salt)


async def test_many_at_once_get_each_their_own(hashers: Hashers) -> None:
    salts = [bcrypt.gensalt(4) for _ in range(40)]
    passwords = [b"number %d" % number for number in range(40)]
    hashes = await asyncio.gather(*map(hashers.hash, passwords, salts))
    assert hashes == list(map(bcrypt.hashpw, passwords, salts))


async def test_who_goes_away_in_the_middle_leaves_their_hash_to_nobody() -> None:
    hashers = Hashers(1)
    gone = asyncio.create_task(hashers.hash(b"somebody else's", SLOW))
    stays = asyncio.create_task(hashers.hash(PASSWORD, SLOW))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == bcrypt.hashpw(PASSWORD, SLOW)
    assert gone.cancelled()
    await hashers.close()


async def test_what_is_no_salt_is_an_error_and_the_next_is_hashed(hashers: Hashers) -> None:
    for salt in (b"", b"$2b$", b"no salt at all"):
        with pytest.raises(ValueError, match="salt"):
            await hashers.hash(PASSWORD, salt)
    assert await hashers.hash(PASSWORD, SLOW) == bcrypt.hashpw(PASSWORD, SLOW)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_second_process_starts_only_when_the_first_has_work(
    hashers: Hashers, before: set[int]
) -> None:
    for _ in range(3):
        await hashers.hash(PASSWORD, bcrypt.gensalt(4))
    assert len(await started(before)) == 1
    await asyncio.gather(*(hashers.hash(PASSWORD, SLOW) for _ in range(4)))
    assert len(await started(before)) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_hashing_gives_way_to_everything_else(hashers: Hashers, before: set[int]) -> None:
    await hashers.hash(PASSWORD, SLOW)
    for pid in await started(before):
        assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)
        # Where sessions are weighed, a nice process of a session that is not is as any other.
        session = Path(f"/proc/{pid}/autogroup")
        if session.exists():
            assert session.read_text().split()[-2:] == ["nice", str(NICENESS)]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_process_that_dies_over_hashes_is_replaced_and_they_are_told(
    hashers: Hashers, before: set[int]
) -> None:
    hashing = [asyncio.create_task(hashers.hash(PASSWORD, SLOW)) for _ in range(6)]
    for pid in await started(before):
        os.kill(pid, signal.SIGKILL)
    assert set(await asyncio.gather(*hashing)) == {bcrypt.hashpw(PASSWORD, SLOW)}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_password_that_comes_while_a_process_dies_goes_to_another(before: set[int]) -> None:
    hashers = Hashers(1)
    for turns in range(3):
        await hashers.hash(PASSWORD, bcrypt.gensalt(4))
        for pid in await started(before):
            os.kill(pid, signal.SIGKILL)
        dying = hashers._hashers[0]._started
        assert dying
        while not dying.result()._stdin.is_closing():
            await asyncio.sleep(0)
        for _ in range(turns):
            await asyncio.sleep(0)
        assert await hashers.hash(PASSWORD, SLOW) == bcrypt.hashpw(PASSWORD, SLOW)
    await hashers.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_process_that_hangs_is_replaced_and_those_who_wait_for_it_get_their_hashes(
    before: set[int], caplog: pytest.LogCaptureFixture
) -> None:
    # Only who asks the stopped process first is in a hurry.
    patience = iter([PATIENCE, 0.1])
    hashers = Hashers(1, lambda _: next(patience, PATIENCE))
    await hashers.hash(PASSWORD, bcrypt.gensalt(4))
    (stopped,) = await started(before)
    os.kill(stopped, signal.SIGSTOP)
    async with asyncio.timeout(PATIENCE):
        hashes = await asyncio.gather(*(hashers.hash(PASSWORD, SLOW) for _ in range(3)))
    assert set(hashes) == {bcrypt.hashpw(PASSWORD, SLOW)}
    assert not runs(stopped)
    assert "has not answered for 0.1 s" in caplog.text
    await hashers.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_login_whose_hash_hangs_again_and_again_is_told_to_try_again_and_then_succeeds(
    settings: Settings, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hanging = tmp_path / "hanging.py"
    hanging.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)")
    seconds = PATIENCE
    # Before the server starts, which hands it on.
    monkeypatch.setattr(
        "attendance_server.accounts.passwords.Passwords._patience", lambda *_: seconds
    )
    async with serving(settings) as url:
        client = Client(url, http)
        student = await client.student()
        body = {"email": student.email, "password": "correct horse"}
        with monkeypatch.context() as patched:
            patched.setattr("attendance_server.accounts.hash_pool.PROGRAM", hanging)
            seconds = 0.1
            for pid in children(os.getpid()):
                if b"hasher.py" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, signal.SIGKILL)
            answer = await client.post("/auth/login", body)
        seconds = PATIENCE
        assert answer.error == (503, "Passwords cannot be checked at the moment, try again")
        assert answer.headers["Retry-After"] == "5"
        assert (await client.post("/auth/login", body)).status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_one_that_died_while_nobody_waited_is_replaced(
    hashers: Hashers, before: set[int]
) -> None:
    await hashers.hash(PASSWORD, SLOW)
    for pid in await started(before):
        os.kill(pid, signal.SIGKILL)
    assert await hashers.hash(PASSWORD, SLOW) == bcrypt.hashpw(PASSWORD, SLOW)


async def test_where_processes_die_again_and_again_it_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(1)")
    monkeypatch.setattr("attendance_server.accounts.hash_pool.PROGRAM", broken)
    with pytest.raises(RuntimeError, match="died"):
        await Hashers(1).hash(PASSWORD, SLOW)


async def test_where_none_can_be_started_it_is_an_error_until_one_can(
    hashers: Hashers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/nowhere/python")
        for _ in range(2):
            with pytest.raises(FileNotFoundError):
                await hashers.hash(PASSWORD, SLOW)
    assert await hashers.hash(PASSWORD, SLOW)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_in_the_end_no_process_is_left(before: set[int]) -> None:
    hashers = Hashers(2)
    hashing = [asyncio.create_task(hashers.hash(PASSWORD, SLOW)) for _ in range(4)]
    await started(before)
    for task in hashing:
        task.cancel()
    await hashers.close()
    assert children(os.getpid()) <= before


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_they_end_with_a_server_that_is_killed(
    tmp_path: Path, settings: Settings, http: aiohttp.ClientSession
) -> None:
    assert settings.mongo_uri
    server = Server(tmp_path, MONGO_URI=settings.mongo_uri, JWT_SECRET=SECRET).start()
    await Client(server.url, http).student()
    assert server.process
    hashing = children(server.process.pid)
    assert hashing
    server.kill()
    wait_until(lambda: not any(map(runs, hashing)), "they see that nobody asks any more")


async def test_a_process_that_answers_unasked_is_ended_and_holds_up_no_other_password(
    hashers: Hashers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    program = tmp_path / "hasher.py"
    twice = f"sys.stdout.buffer.write(b'x' * {2 * HASH_BYTES}); sys.stdout.flush()"
    program.write_text(f"import sys\nwhile sys.stdin.buffer.read1(): {twice}")
    with monkeypatch.context() as patched:
        patched.setattr("attendance_server.accounts.hash_pool.PROGRAM", program)
        assert await hashers.hash(PASSWORD, SLOW) == b"x" * HASH_BYTES
    async with asyncio.timeout(PATIENCE):
        for _ in range(4):
            assert await hashers.hash(PASSWORD, SLOW) == bcrypt.hashpw(PASSWORD, SLOW)
    assert "an answer to no request" in caplog.text
