"""Wrong codes are limited per account and per device."""

import pytest
from attrs import define

from attendance_server.checkin.tries import PER_ACCOUNT, PER_DEVICE, Guest, Tries
from attendance_server.errors.check_in import TooManyTries
from attendance_server.models import Browser, Source
from tests.support.clock import NINE


@define
class Minute:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def wait_of(tries: Tries, guest: Guest) -> int | None:
    try:
        tries.check(guest)
    except TooManyTries as refusal:
        return refusal.retry_after
    return 0


async def test_an_account_has_to_wait_after_its_wrong_codes() -> None:
    minute = Minute()
    tries = Tries(minute, "codes")
    ada, ben = Guest("ada"), Guest("ben")
    for _ in range(PER_ACCOUNT.count):
        assert wait_of(tries, ada) == 0
        await tries.count_wrong(ada)
    assert wait_of(tries, ada) == PER_ACCOUNT.seconds
    assert wait_of(tries, ben) == 0
    minute.seconds = PER_ACCOUNT.seconds - 0.5
    assert wait_of(tries, ada) == 1
    minute.seconds = PER_ACCOUNT.seconds
    assert wait_of(tries, ada) == 0


@pytest.mark.parametrize("on", ["device", "browser"])
async def test_a_device_has_to_wait_whoever_uses_it(on: str) -> None:
    tries = Tries(Minute(), "codes")
    source = Source(Browser(b"phone", NINE))

    def guest(name: str) -> Guest:
        return Guest(name, "d1") if on == "device" else Guest(name, source=source)

    for number in range(PER_DEVICE.count):
        await tries.count_wrong(guest(f"student {number}"))
    assert wait_of(tries, guest("another student")) == PER_DEVICE.seconds
    assert wait_of(tries, Guest("another student")) == 0
