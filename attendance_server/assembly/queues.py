"""The queues of answers that take long or hold much, of which only a few are made at once."""

from ..errors.server import TooManyReports, TooManyRequests
from ..workers import BoundedQueue

REPORTS_AT_ONCE = 4
LARGE_AT_ONCE = 4
"""Reports that are counted and read at once, and large answers that are made at once."""

REPORTS_WAITING = 500
LARGE_WAITING = 200
"""Those that may run or wait: a whole year of students may request their own reports at once."""

REPORT_SECONDS = 1.0
LARGE_SECONDS = 0.5
"""How long one takes: for a class of 1,000 students with 200 sessions, and for one of 10,000."""


def queue_of_reports() -> BoundedQueue:
    """That of reports."""
    return _queue(REPORTS_AT_ONCE, REPORTS_WAITING, REPORT_SECONDS)


def queue_of_large_answers() -> BoundedQueue:
    """That of other large answers."""
    return _queue(LARGE_AT_ONCE, LARGE_WAITING, LARGE_SECONDS)


def _queue(at_once: int, waiting: int, seconds_each: float) -> BoundedQueue:
    return BoundedQueue(
        at_once=at_once,
        limit=at_once + waiting,
        seconds_each=seconds_each,
        full=TooManyReports,
        account_full=TooManyRequests,
    )
