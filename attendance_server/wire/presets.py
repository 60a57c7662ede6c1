"""Which system a file is for. The docstrings appear in the API description."""

from datetime import UTC, tzinfo
from enum import StrEnum

from ..models import Span
from ..zones import zone_of
from .fields import IN_UTC, Day, Zone, checked, one_of
from .frozen import frozen
from .report_queries import span_of


class Preset(StrEnum):
    """A system that takes a file of attendance."""

    MOODLE = "moodle"
    CANVAS = "canvas"
    POWERSCHOOL = "powerschool"
    ENGLAND = "england"
    ONEROSTER = "oneroster"
    WEBUNTIS = "webuntis"


@checked(Preset, enum=list(Preset))
def _read_preset(text: str) -> Preset:
    return one_of(Preset, text)


@frozen
class PresetQuery:
    """The system that the file is for, and its days: whole days in the time zone.

    `to` is the last one, and is included.
    """

    preset: Preset
    tz: Zone = IN_UTC
    from_: Day | None = None
    to: Day | None = None

    @property
    def zone(self) -> tzinfo:
        return zone_of(self.tz) or UTC

    def span(self) -> Span:
        """As `ReportQuery.span`."""
        return span_of(self.from_, self.to, self.zone)
