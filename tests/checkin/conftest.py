"""Lessons whose codes wait for slow tests, and servers whose clocks a test moves."""

import pytest
from attrs import define

from tests.support.client import Client, Lesson

LONG_STEPS = {"step": 60, "codeStep": 300}
"""No other code is shown while a test runs, however slow."""


@define
class Counter:
    """A monotonic clock that stands still until a test moves it."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """The monotonic clock of servers that start later: request it before `server`."""
    counter = Counter()
    monkeypatch.setattr("attendance_server.app.seconds_counted", counter)
    return counter


@pytest.fixture
async def lesson(client: Client) -> Lesson:
    """A lesson with long steps."""
    return await Lesson.begin(client, checkIn=LONG_STEPS)
