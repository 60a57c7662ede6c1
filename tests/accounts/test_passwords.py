"""Password hashing outside the event loop: bounded, at low priority, in processes that may die."""

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
from attendance_server.accounts.passwords import Passwords, seconds_per_hash
from attendance_server.errors.accounts import TooManyAttempts, TooManyLogins
from attendance_server.models import Role, User
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.workers import NICENESS
from tests.support.client import PATIENCE, Client
from tests.support.process import SECRET, Server, children, runs, wait_until

SLOW = bcrypt.gensalt(10)
"""The salt of hashes that take long enough to be interrupted."""

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
def earlier_children() -> set[int]:
    """Child processes of other tests that already run."""
    return children(os.getpid())


async def started(earlier_children: set[int]) -> set[int]:
    """Wait until hashing processes run, and return their ids."""
    async with asyncio.timeout(PATIENCE):
        while not (hashing := children(os.getpid()) - earlier_children):
            await asyncio.sleep(0)
    return hashing


async def test_beyond_the_bound_a_login_is_refused_with_retry_after(passwords: Passwords) -> None:
    hashes = await asyncio.gather(
        *(passwords.hash("correct horse") for _ in range(5)), return_exceptions=True
    )
    refused = [error for error in hashes if isinstance(error, TooManyLogins)]
    assert len(refused) == 2
    assert all(error.retry_after is not None and error.retry_after >= 1 for error in refused)


async def test_logins_are_accepted_again_once_the_queue_is_shorter(passwords: Passwords) -> None:
    for _ in range(5):
        assert await passwords.hash("correct horse")


async def test_a_flood_for_one_account_does_not_block_other_accounts() -> None:
    passwords = Passwords(rounds=6, limit=50)
    answer_order: list[str] = []

    async def log_in(name: str) -> bool:
        user = User("0" * 24, name, name, Role.STUDENT, hashed)
        matches = await passwords.match("correct horse", user, Attempt((), Requester(None, name)))
        answer_order.append(name)
        return matches

    hashed = await passwords.hash("correct horse")
    flood = [asyncio.create_task(log_in("flood")) for _ in range(100)]
    await asyncio.sleep(0)
    others = await asyncio.gather(*(log_in(f"other {number}") for number in range(20)))
    assert all(others)
    # While other accounts wait, the flood gets no more turns than any one of them.
    # The last few answers are left out, since a slow process may delay them.
    at_once = 2 * (os.cpu_count() or 1)
    places = [place for place, name in enumerate(answer_order) if name != "flood"]
    waited = answer_order[: places[-at_once - 1]]
    assert waited.count("flood") <= at_once + 2
    ends = await asyncio.gather(*flood, return_exceptions=True)
    await passwords.close()
    assert ends.count(True) == 10
    assert sum(isinstance(end, TooManyAttempts) for end in ends) == 90


def test_how_long_a_hash_takes_is_known_without_computing_one() -> None:
    # One of this cost would take days.
    assert seconds_per_hash(31) > 3600
    assert seconds_per_hash(4) < seconds_per_hash(31)


async def test_hashes_equal_those_of_bcrypt(hashers: Hashers) -> None:
    salt = bcrypt.gensalt(4)
    # Empty, the shortest, the longest, and one that is not UTF-8.
    for password in (b"", b"a", b"x" * 72, bytes(range(1, 73))):
        assert await hashers.hash(password, salt) == bcrypt.hashpw(password, salt)


async def test_concurrent_requests_each_get_their_own_hash(hashers: Hashers) -> None:
    salts = [bcrypt.gensalt(4) for _ in range(40)]
    passwords = [b"number %d" % number for number in range(40)]
    hashes = await asyncio.gather(*map(hashers.hash, passwords, salts))
    assert hashes == list(map(bcrypt.hashpw, passwords, salts))


async def test_the_hash_of_a_cancelled_request_goes_to_no_other() -> None:
    hashers = Hashers(1)
    cancelled = asyncio.create_task(hashers.hash(b"somebody else's", SLOW))
    waiting = asyncio.create_task(hashers.hash(PASSWORD, SLOW))
    await asyncio.sleep(0)
    cancelled.cancel()
    assert await waiting == bcrypt.hashpw(PASSWORD, SLOW)
    assert cancelled.cancelled()
    await hashers.close()


async def test_an_invalid_salt_is_an_error_and_later_hashes_succeed(hashers: Hashers) -> None:
    for salt in (b"", b"$2b$", b"no salt at all"):
        with pytest.raises(ValueError, match="salt"):
            await hashers.hash(PASSWORD, salt)
    assert await hashers.hash(PASSWORD, SLOW) == bcrypt.hashpw(PASSWORD, SLOW)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_second_process_starts_only_when_the_first_has_work(
    hashers: Hashers, earlier_children: set[int]
) -> None:
    for _ in range(3):
        await hashers.hash(PASSWORD, bcrypt.gensalt(4))
    assert len(await started(earlier_children)) == 1
    await asyncio.gather(*(hashers.hash(PASSWORD, SLOW) for _ in range(4)))
    assert len(await started(earlier_children)) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_hashing_processes_have_low_priority(
    hashers: Hashers, earlier_children: set[int]
) -> None:
    await hashers.hash(PASSWORD, SLOW)
    for pid in await started(earlier_children):
        assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)
        # With autogroups, niceness has no effect unless the whole session is nice.
        session = Path(f"/proc/{pid}/autogroup")
        if session.exists():
            assert session.read_text().split()[-2:] == ["nice", str(NICENESS)]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_process_that_dies_while_hashing_is_replaced_and_its_hashes_are_computed(
    hashers: Hashers, earlier_children: set[int]
) -> None:
    hashing = [asyncio.create_task(hashers.hash(PASSWORD, SLOW)) for _ in range(6)]
    for pid in await started(earlier_children):
        os.kill(pid, signal.SIGKILL)
    assert set(await asyncio.gather(*hashing)) == {bcrypt.hashpw(PASSWORD, SLOW)}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_password_sent_to_a_dying_process_is_hashed_by_another(
    earlier_children: set[int],
) -> None:
    hashers = Hashers(1)
    for steps in range(3):
        await hashers.hash(PASSWORD, bcrypt.gensalt(4))
        for pid in await started(earlier_children):
            os.kill(pid, signal.SIGKILL)
        dying = hashers._hashers[0]._started
        assert dying
        while not dying.result()._stdin.is_closing():
            await asyncio.sleep(0)
        for _ in range(steps):
            await asyncio.sleep(0)
        assert await hashers.hash(PASSWORD, SLOW) == bcrypt.hashpw(PASSWORD, SLOW)
    await hashers.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_process_that_hangs_is_replaced_and_its_hashes_are_computed(
    earlier_children: set[int], caplog: pytest.LogCaptureFixture
) -> None:
    # Only the first request to the stopped process has a short timeout.
    patience = iter([PATIENCE, 0.1])
    hashers = Hashers(1, lambda _: next(patience, PATIENCE))
    await hashers.hash(PASSWORD, bcrypt.gensalt(4))
    (stopped,) = await started(earlier_children)
    os.kill(stopped, signal.SIGSTOP)
    async with asyncio.timeout(PATIENCE):
        hashes = await asyncio.gather(*(hashers.hash(PASSWORD, SLOW) for _ in range(3)))
    assert set(hashes) == {bcrypt.hashpw(PASSWORD, SLOW)}
    assert not runs(stopped)
    assert "has not answered for 0.1 s" in caplog.text
    await hashers.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_login_whose_hash_hangs_repeatedly_gets_503_and_succeeds_later(
    settings: Settings, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hanging = tmp_path / "hanging.py"
    hanging.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)")
    seconds = PATIENCE
    # Before the server starts, because it passes the method on.
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
async def test_a_process_that_died_while_idle_is_replaced(
    hashers: Hashers, earlier_children: set[int]
) -> None:
    await hashers.hash(PASSWORD, SLOW)
    for pid in await started(earlier_children):
        os.kill(pid, signal.SIGKILL)
    assert await hashers.hash(PASSWORD, SLOW) == bcrypt.hashpw(PASSWORD, SLOW)


async def test_processes_that_die_repeatedly_are_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(1)")
    monkeypatch.setattr("attendance_server.accounts.hash_pool.PROGRAM", broken)
    with pytest.raises(RuntimeError, match="died"):
        await Hashers(1).hash(PASSWORD, SLOW)


async def test_hashing_fails_only_as_long_as_no_process_can_be_started(
    hashers: Hashers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/nowhere/python")
        for _ in range(2):
            with pytest.raises(FileNotFoundError):
                await hashers.hash(PASSWORD, SLOW)
    assert await hashers.hash(PASSWORD, SLOW)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_closing_leaves_no_process_behind(earlier_children: set[int]) -> None:
    hashers = Hashers(2)
    hashing = [asyncio.create_task(hashers.hash(PASSWORD, SLOW)) for _ in range(4)]
    await started(earlier_children)
    for task in hashing:
        task.cancel()
    await hashers.close()
    assert children(os.getpid()) <= earlier_children


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_hashing_processes_end_when_the_server_is_killed(
    tmp_path: Path, settings: Settings, http: aiohttp.ClientSession
) -> None:
    assert settings.mongo_uri
    server = Server(tmp_path, MONGO_URI=settings.mongo_uri, JWT_SECRET=SECRET).start()
    await Client(server.url, http).student()
    assert server.process
    hashing = children(server.process.pid)
    assert hashing
    server.kill()
    wait_until(lambda: not any(map(runs, hashing)), "the hashing processes end")


async def test_a_process_that_sends_an_unrequested_answer_is_replaced(
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
