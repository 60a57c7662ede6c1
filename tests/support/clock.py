"""A clock that tests control, for behavior that depends on elapsed time."""

from datetime import UTC, datetime, timedelta

from attrs import define

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@define
class Clock:
    """A clock that stands still until a test moves it."""

    now: datetime = NINE

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        """Move the clock forward; `duration` is as for `timedelta`."""
        self.now += timedelta(**duration)
