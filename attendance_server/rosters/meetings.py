"""A meeting report as the attendance of a class: who was there, from when to when. No I/O."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from attrs import evolve, field, frozen

from ..models import DateOrder, SessionSource, SkipReason, Status, User
from ..problems import Problem, ProblemCode
from ..text import clean_address, number_key
from .meeting_times import WrittenTime, dates_of, read_duration, read_time
from .reading.found import Report, RosterFile, RosterLine

UNCLEAR_DATES = Problem(
    "dates",
    "day and month of the dates could be either way round: dmy or mdy",
    ProblemCode.UNCLEAR_DATES,
)
NO_START = Problem(
    "startedAt",
    "the report does not say when the meeting was",
    ProblemCode.REQUIRED,
)
NO_PERSON = (SkipReason.TOTAL, SkipReason.REPEATED_HEADER, SkipReason.POINTS)


class MatchedBy(StrEnum):
    """How a student was found in a report."""

    EMAIL = "email"
    NUMBER = "number"
    NAME = "name"


@frozen
class ReportChoice:
    """What the importer says about a report.

    `zone`: the time zone of its times. `min_minutes`: how long a student has to have been there.
    `late_after`: minutes from the start after which a student is late; `None`: never. `dates`: the
    order of day and month. `started_at`, `ended_at`: the lesson, if it is not the whole meeting.
    """

    zone: tzinfo
    min_minutes: int
    late_after: int | None = None
    dates: DateOrder | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None


@frozen
class Stay:
    """One row of a report. What it does not say is `None`."""

    name: str
    email: str
    student_number: str
    joined: datetime | None
    left: datetime | None
    duration: timedelta | None


@frozen
class Meeting:
    """A report as it was read. `key` identifies it, whoever imports it and however it is read."""

    source: SessionSource
    title: str
    started_at: datetime | None
    ended_at: datetime | None
    stays: Sequence[Stay]
    dates: DateOrder
    key: str
    unsure: tuple[Problem, ...] = ()


@frozen
class Attended:
    """A person in a meeting. `user`: the student of the class; `None`: no student was found.

    `minutes`: how long they were there during the lesson.
    """

    name: str
    email: str
    joined: datetime | None
    left: datetime | None
    minutes: int
    status: Status
    user: User | None = field(default=None, repr=False)
    matched_by: MatchedBy | None = None


def read_meeting(file: RosterFile, report: Report, choice: ReportChoice) -> Meeting:
    """What a report says, with its times in the zone of the importer."""
    texts = [
        *(report.started, report.ended),
        *(text for each in report.attendees for text in (each.joined, each.left)),
    ]
    times = {text: read_time(text) for text in texts}
    written = [time for time in times.values() if time]
    guessed = dates_of(written)
    order = choice.dates or guessed.order

    def moment(text: str) -> datetime | None:
        time: WrittenTime | None = times[text]
        return time.moment(order, choice.zone) if time else None

    stays = [
        _stay(file.lines[each.line], moment(each.joined), moment(each.left), each.duration)
        for each in report.attendees
        if file.lines[each.line].skipped not in NO_PERSON
    ]
    joined = [each.joined for each in stays if each.joined]
    ended = [each.left for each in stays if each.left]
    longest = max((each.duration for each in stays if each.duration), default=timedelta())
    start = choice.started_at or moment(report.started) or min(joined, default=None)
    end = choice.ended_at or moment(report.ended) or max(ended, default=None)
    if start and (end is None or end < start):
        end = start + longest
    unclear = not guessed.sure and choice.dates is None and bool(written)
    return Meeting(
        source=SessionSource(report.kind),
        title=report.title,
        started_at=start,
        ended_at=end,
        stays=stays,
        dates=order,
        key=_key(report, stays, start),
        unsure=(*((UNCLEAR_DATES,) if unclear else ()), *(() if start else (NO_START,))),
    )


def attended(
    meeting: Meeting, students: Sequence[User], choice: ReportChoice
) -> tuple[list[Attended], list[Attended]]:
    """The students of a class in a meeting, in the order of `students`, and everyone else in it.

    A student is found by address, by number, or else by a name that no other student has.
    """
    found, others = _matched(meeting.stays, students)
    return (
        [
            evolve(_presence(meeting, stays, choice), user=user, matched_by=by)
            for user, (by, stays) in ((each, found.get(each.id, (None, []))) for each in students)
        ],
        [_presence(meeting, stays, choice) for stays in others],
    )


def _stay(line: RosterLine, joined: datetime | None, left: datetime | None, duration: str) -> Stay:
    email = clean_address(line.email).lower()
    lasted = read_duration(duration) if duration else None
    return Stay(line.name, email, line.student_number, joined, left, lasted)


def _key(report: Report, stays: Sequence[Stay], start: datetime | None) -> str:
    """The start as it is written, or else everything that is written."""
    times = (each.joined + each.left for each in report.attendees)
    said = report.started or "".join(times) or f"{start} {stays}"
    text = f"{report.kind} {report.title} {said}"
    return hashlib.sha256(text.encode()).hexdigest()


def _matched(
    stays: Sequence[Stay], students: Sequence[User]
) -> tuple[dict[str, tuple[MatchedBy, list[Stay]]], list[list[Stay]]]:
    """The stays of each student, by id, and those of each other person."""
    by_email = {each.email: each for each in students if each.email}
    by_number = {number_key(each.student_number): each for each in students if each.student_number}
    by_name = _by_name(students)
    found: dict[str, tuple[MatchedBy, list[Stay]]] = {}
    named: dict[str, list[Stay]] = defaultdict(list)
    others: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        number = stay.student_number or stay.email.partition("@")[0]
        key = number_key(number) if number else ""
        if user := by_email.get(stay.email):
            found.setdefault(user.id, (MatchedBy.EMAIL, []))[1].append(stay)
        elif user := by_number.get(key):
            found.setdefault(user.id, (MatchedBy.NUMBER, []))[1].append(stay)
        elif user := next((by_name[each] for each in _names(stay.name) if each in by_name), None):
            named[user.id].append(stay)
        else:
            others[stay.email or stay.name].append(stay)
    for student_id, theirs in named.items():
        addresses = {each.email for each in theirs if each.email}
        # Two addresses are two people; one without an address is another device.
        if len(addresses) > (0 if student_id in found else 1):
            sure = [each for each in theirs if not each.email and student_id in found]
            for stay in theirs:
                if stay not in sure:
                    others[stay.email or stay.name].append(stay)
            theirs = sure
        if theirs:
            found.setdefault(student_id, (MatchedBy.NAME, []))[1].extend(theirs)
    return found, [*others.values()]


def _by_name(students: Iterable[User]) -> Mapping[str, User]:
    """The students by those names that only one of them has."""
    named: dict[str, list[User]] = defaultdict(list)
    for student in students:
        named[_name_key(student.name)].append(student)
    return {key: users[0] for key, users in named.items() if key and len(users) == 1}


def _names(shown: str) -> Iterator[str]:
    """What a person in a meeting may be called: all of it, and what is in or before brackets."""
    yield _name_key(shown)
    for inner in reversed(re.findall(r"\(([^()]*)\)", shown)):
        yield _name_key(inner)
    yield _name_key(re.sub(r"\([^()]*\)", " ", shown))


def _name_key(name: str) -> str:
    """The words of a name in any order, without letter case and accents."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(each for each in letters if not unicodedata.combining(each))
    return " ".join(sorted(re.findall(r"\w+", plain)))


def _presence(meeting: Meeting, stays: Sequence[Stay], choice: ReportChoice) -> Attended:
    """What the stays of one person are together."""
    there = _time_there(meeting, stays)
    joined = min((each.joined for each in stays if each.joined), default=None)
    left = max((each.left for each in stays if each.left), default=None)
    minutes = int(there.total_seconds() // 60)
    status = Status.PRESENT
    if not stays or minutes < choice.min_minutes:
        status = Status.ABSENT
    elif joined and _is_late(joined, meeting, choice):
        status = Status.LATE
    first = stays[0] if stays else None
    return Attended(
        name=first.name if first else "",
        email=first.email if first else "",
        joined=joined,
        left=left,
        minutes=minutes,
        status=status,
    )


def _is_late(joined: datetime, meeting: Meeting, choice: ReportChoice) -> bool:
    if meeting.started_at is None or choice.late_after is None:
        return False
    return joined >= meeting.started_at + timedelta(minutes=choice.late_after)


def _time_there(meeting: Meeting, stays: Sequence[Stay]) -> timedelta:
    """How long a person was there during the lesson. What overlaps counts once."""
    spans = sorted(_spans(meeting, stays))
    together, until = timedelta(), None
    for joined, left in spans:
        start = max(joined, until) if until else joined
        together += max(left - start, timedelta())
        until = max(left, until) if until else left
    durations = [each.duration for each in stays if each.duration is not None]
    lasted = sum(durations, timedelta())
    if not spans:
        return lasted
    # Between the first joining and the last leaving, someone may have been away.
    return min(together, lasted) if len(durations) == len(stays) else together


def _spans(meeting: Meeting, stays: Sequence[Stay]) -> Iterator[tuple[datetime, datetime]]:
    """The parts of the stays that are in the lesson."""
    for stay in stays:
        left = stay.left or (stay.joined + stay.duration if stay.joined and stay.duration else None)
        if stay.joined and left:
            joined = max(stay.joined, meeting.started_at or stay.joined)
            yield joined, max(joined, min(left, meeting.ended_at or left))
