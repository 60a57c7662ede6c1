"""A clock that tests set, for what depends on how long ago something was."""

from datetime import UTC, datetime, timedelta

from attrs import define

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@define
class Clock:
    """Stands still until it is moved."""

    now: datetime = NINE

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        """`duration` is as for `timedelta`."""
        self.now += timedelta(**duration)
