"""The generated school: the same for the same seed, and stored as the server would store it."""

from collections import Counter
from typing import Any

import pymongo
import pytest
from bson import ObjectId

from attendance_server.models import Status
from benchmarks.term import Size, Term

SIZE = Size(classes=12, students=240, sessions=30)


@pytest.fixture(scope="module")
def term() -> Term:
    return Term(7, SIZE)


@pytest.fixture(scope="module")
def sessions(term: Term) -> list[dict[str, Any]]:
    return list(term.sessions)


def test_a_seed_generates_the_same_school_again(term: Term, sessions: list[dict[str, Any]]) -> None:
    again, other = Term(7, SIZE), Term(8, SIZE)
    assert (again.users, again.classes, list(again.sessions)) == (
        term.users,
        term.classes,
        sessions,
    )
    assert other.users != term.users


def test_ids_increase_with_time_in_a_class_and_are_unique(
    term: Term, sessions: list[dict[str, Any]]
) -> None:
    for class_ in term.classes:
        ids = [session["_id"] for session in sessions if session["classId"] == class_["_id"]]
        assert len(ids) == SIZE.sessions
        assert ids == sorted(ids)
    everything = [document["_id"] for document in [*term.users, *term.classes, *sessions]]
    assert len(set(everything)) == len(everything)


def test_a_session_is_stored_as_the_server_stores_it(sessions: list[dict[str, Any]]) -> None:
    for session in sessions:
        roster, marks = set(map(str, session["roster"])), session["marks"]
        assert len(roster) == len(session["roster"])
        assert marks.keys() <= roster
        assert {mark["status"] for mark in marks.values()} <= set(Status)
        assert [mark["seq"] for mark in marks.values()] == list(range(1, len(marks) + 1))
        times = [mark["markedAt"] for mark in marks.values()]
        assert times == sorted(times)
        assert session["startedAt"] <= min(times)
        corrected = {correction["studentId"]: correction for correction in session["corrections"]}
        for student, mark in marks.items():
            correction = corrected.get(ObjectId(student))
            assert (mark["markedAt"] > session["endedAt"]) is (correction is not None)
            if correction:
                assert (correction["to"], correction["at"]) == (mark["status"], mark["markedAt"])
        assert session["startedAt"].weekday() < 5


def test_students_join_leave_and_miss_lessons_realistically(
    term: Term, sessions: list[dict[str, Any]]
) -> None:
    rosters: dict[Any, set[frozenset[Any]]] = {}
    absences: Counter[Any] = Counter()
    by_day: Counter[Any] = Counter()
    statuses: Counter[str] = Counter()
    for session in sessions:
        rosters.setdefault(session["classId"], set()).add(frozenset(session["roster"]))
        for student in session["roster"]:
            mark = session["marks"].get(str(student))
            status = mark["status"] if mark else "absent"
            statuses[status] += 1
            if status in ("absent", "excused"):
                absences[student] += 1
                by_day[session["startedAt"].date()] += 1
    assert statuses.keys() == set(Status)
    assert any(session["corrections"] for session in sessions)
    assert statuses["present"] > 0.8 * statuses.total()
    # The worst tenth of students, and of days, have far more than a tenth of all absences.
    for counted in (absences, by_day):
        tenth = max(1, len(counted) // 10)
        assert sum(count for _, count in counted.most_common(tenth)) > 0.25 * absences.total()
    assert sum(len(different) > 1 for different in rosters.values()) > SIZE.classes / 2
    accounts = {user["_id"] for user in term.users}
    everyone = {student for session in sessions for student in session["roster"]}
    assert len(everyone - accounts) >= 1
    assert not {student for class_ in term.classes for student in class_["studentIds"]} - accounts


def test_a_term_can_be_written_to_a_database(database: pymongo.database.Database) -> None:
    small = Size(classes=2, students=10, sessions=3)
    Term(1, small).write(database)
    assert database.classes.count_documents({}) == small.classes
    assert database.sessions.count_documents({}) == small.classes * small.sessions
