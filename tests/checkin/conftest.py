"""The clocks of servers whose check-ins a test puts at a certain age."""

import pytest
from attrs import define


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
