"""Hashing off the loop: bounded, and out of everybody's way."""

import asyncio
import os
import sys
import threading
from collections.abc import Iterator

import pytest

from attendance_server.errors import TooManyLogins
from attendance_server.passwords import Passwords


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    passwords = Passwords(rounds=4, limit=3)
    yield passwords
    passwords.close()


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


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority of their own on Linux")
async def test_hashing_gives_way_to_everything_else(passwords: Passwords) -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    assert await passwords._run(niceness) > niceness()
