"""What must be true after a round, judged from what clients were told and what is saved."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import Factory, define

from tests.chaos.rounds.history import History, Told, View, told_of
from tests.chaos.rounds.phones import Phone, Segment
from tests.support.witness import Violation, insist

ATTENDS = ("present", "late")


BURST = 0.3
"""Seconds in which what is told of one commit arrives."""


@define
class Track:
    """What one connection has received of a session: students and their marks, and its result.

    `times`: when each mark was received.
    """

    who: str
    marks: list[tuple[str, Told]] = Factory(list)
    times: list[float] = Factory(list)
    ended: dict[str, Any] | None = None


def track_of(phone: Phone, segment: Segment, class_id: str, session_id: str) -> Track:
    """What a connection has received of that session, and not of the one before it."""
    track = Track(f"{phone.name} at {segment.server}")
    for frame in segment.frames:
        data = frame.data
        match frame.event:
            case "ATTENDANCE_MARKED" if data["classId"] == class_id:
                insist(track.ended is None, "no mark is told after SESSION_ENDED", track.who, data)
                track.marks.append((data["studentId"], told(data)))
                track.times.append(frame.at)
            case "SESSION_ENDED" if data["sessionId"] == session_id:
                insist(track.ended is None, "SESSION_ENDED is told once", track.who, data)
                track.ended = data
    return track


def told(data: Mapping[str, Any]) -> Told:
    return data["status"], data["markedAt"], bool(data.get("unmarked"))


def judge_track(track: Track, history: History, movers: Collection[str] = ()) -> int:
    """What a socket was told is what was saved, in the order in which it was saved.

    A mark that its student has already may be told once more. Of several that a student got in one
    commit all are told, also where the history knows only the last. `movers`: those who were taken
    out; who has marked them is told what they had until then, and if they are back before a server
    reads the session, it tells that they are unmarked. Returns how many changes were passed over,
    as they may be where a server has read the whole session anew.
    """
    reached = {0: 0}
    for number, (student, mark) in enumerate(track.marks):
        further: dict[int, int] = {}
        for at, passed in reached.items():
            if (
                history.views[at].get(student) == mark
                or (student in movers and (_is_unmarked(mark) or (student, mark) in history.places))
                or (student in history.vague and _is_overtaken(track, number))
            ):
                _keep_least(further, at, passed)
            for place in history.places.get((student, mark), ()):
                if place >= at:
                    _keep_least(further, place + 1, passed + (place - at if at else 0))
        if not further:
            saved = (student, mark) in history.places
            raise Violation(
                "\n    ".join(
                    [
                        "all sockets of a session see its events in one order"
                        if saved
                        else "a mark that is told is saved",
                        *_around(track, number, history, min(reached)),
                    ]
                )
            )
        reached = further
    return min(reached.values())


def _is_unmarked(mark: Told) -> bool:
    status, _, taken_back = mark
    return status == "absent" and taken_back


def _keep_least(reached: dict[int, int], at: int, passed: int) -> None:
    reached[at] = min(passed, reached.get(at, passed))


def _is_overtaken(track: Track, number: int) -> bool:
    """Whether another mark of the student follows at once: both may be of one commit."""
    student, _ = track.marks[number]
    return any(
        track.marks[other][0] == student and track.times[other] - track.times[number] < BURST
        for other in range(number + 1, len(track.marks))
    )


def _around(track: Track, number: int, history: History, at: int) -> Iterator[str]:
    student, mark = track.marks[number]
    yield f"{track.who} was told as number {number + 1} of {len(track.marks)}: {student} {mark}"
    yield f"told before: {track.marks[max(0, number - 4) : number]}"
    yield f"told after: {track.marks[number + 1 : number + 4]}"
    yield f"the history is at change {at} of {len(history.changes)}:"
    for change in history.changes[max(0, at - 3) : at + 5]:
        yield f"    commit {change.commit}: {change.student} {change.mark}"
    yield "of the student, the history has:"
    for place, change in enumerate(history.changes):
        if change.student == student:
            yield f"    change {place}, commit {change.commit}: {change.mark}"


def judge_commits(history: History, document: Mapping[str, Any]) -> None:
    """Commits are consecutive, and the session ends once."""
    expected = list(range(1, len(history.commits) + 1))
    insist(history.commits == expected, "commits are consecutive", history.commits)
    insist(
        document["commit"] == len(history.commits),
        "the document has the last commit",
        document["commit"],
        len(history.commits),
    )
    insist(history.ends <= 1, "a session ends once", history.ends)


def saved_view(document: Mapping[str, Any]) -> View:
    """The marks that are saved."""
    return {student: told_of(mark) for student, mark in document["marks"].items()}


def present_in_order(document: Mapping[str, Any]) -> list[str]:
    """The students who count as present, in the order of their marks."""
    marks = sorted(document["marks"].items(), key=lambda item: item[1]["seq"])
    numbers = {mark["seq"] for _, mark in marks}
    insist(len(numbers) == len(marks), "every mark has a place of its own in the order", marks)
    return [student for student, mark in marks if mark["status"] in ATTENDS]


def judge_result(result: Mapping[str, Any], document: Mapping[str, Any]) -> None:
    """A result that was told is what is saved."""
    marks = document["marks"]
    saved = [
        (str(student), marks[str(student)]["status"] if str(student) in marks else "absent")
        for student in document["roster"]
    ]
    lines = [(each["studentId"], each["status"]) for each in result["attendance"]]
    insist(lines == saved, "a result that is told is saved", *_differences(lines, saved))


def _differences(lines: Sequence[object], saved: Sequence[object]) -> Iterator[str]:
    yield f"told, not saved: {[each for each in lines if each not in saved]}"
    yield f"saved, not told: {[each for each in saved if each not in lines]}"


def difference(view: View, other: View, but: Iterable[str] = ()) -> dict[str, tuple[Any, Any]]:
    """Where two views differ, apart from these students."""
    students = sorted((view.keys() | other.keys()) - frozenset(but))
    both = {each: (view.get(each), other.get(each)) for each in students}
    return {each: marks for each, marks in both.items() if marks[0] != marks[1]}
