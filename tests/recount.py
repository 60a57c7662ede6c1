"""The reports again, counted in Python from the raw documents, one student and session at a time.

What comes back has the form of the server's JSON. The order of students is left to others.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from attrs import define, field
from bson import ObjectId

Row = dict[str, Any]
STATUSES = ("present", "late", "excused", "absent")


def anytime(_: datetime) -> bool:
    return True


@define
class Tally:
    """A student's sessions, added one after the other in the order of time."""

    counts: dict[str, int] = field(factory=lambda: dict.fromkeys(STATUSES, 0))
    run: int = 0
    seen: datetime | None = None

    def add(self, status: str, at: datetime) -> None:
        self.counts[status] += 1
        if status == "absent":
            self.run += 1
        elif status != "excused":
            self.run, self.seen = 0, at

    @property
    def row(self) -> Row:
        return {
            "sessions": sum(self.counts.values()),
            "counts": dict(self.counts),
            "rate": rate(self.counts),
            "absenceRun": self.run,
            "lastSeen": shown(self.seen) if self.seen else None,
        }


def rate(counts: dict[str, int]) -> float | None:
    expected = sum(counts.values()) - counts["excused"]
    return (counts["present"] + counts["late"]) / expected if expected else None


def shown(at: datetime) -> str:
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def ended(database: Any, query: Row, inside: Callable[[datetime], bool]) -> list[Row]:
    """The ended sessions, oldest first."""
    sessions = [session for session in database.sessions.find(query) if session["endedAt"]]
    sessions.sort(key=lambda session: (session["startedAt"], session["_id"]))
    return [session for session in sessions if inside(session["startedAt"])]


def status(session: Row, student: ObjectId) -> str:
    mark = session["marks"].get(str(student))
    return mark["status"] if mark else "absent"


def students(
    database: Any, class_id: ObjectId, inside: Callable[[datetime], bool] = anytime
) -> dict[str, Row]:
    """A class's report by student."""
    tallies: dict[ObjectId, Tally] = {}
    for session in ended(database, {"classId": class_id}, inside):
        for student in session["roster"]:
            tallies.setdefault(student, Tally()).add(status(session, student), session["startedAt"])
    enrolled = set(database.classes.find_one({"_id": class_id})["studentIds"])
    for student in enrolled:
        tallies.setdefault(student, Tally())
    people = _people(database, tallies)
    return {
        str(student): {**people[student], "enrolled": student in enrolled, **tally.row}
        for student, tally in tallies.items()
    }


def sessions(
    database: Any, class_id: ObjectId, inside: Callable[[datetime], bool] = anytime
) -> list[Row]:
    """A class over time."""
    rows = []
    for session in ended(database, {"classId": class_id}, inside):
        counts = dict.fromkeys(STATUSES, 0)
        for student in session["roster"]:
            counts[status(session, student)] += 1
        rows.append(
            {
                "_id": str(session["_id"]),
                "startedAt": shown(session["startedAt"]),
                "endedAt": shown(session["endedAt"]),
                "total": len(session["roster"]),
                "counts": counts,
                "rate": rate(counts),
            }
        )
    return rows


def matrix(
    database: Any, class_id: ObjectId, inside: Callable[[datetime], bool] = anytime
) -> dict[str, Row]:
    """A class's matrix by student."""
    held = [
        (session, set(session["roster"]))
        for session in ended(database, {"classId": class_id}, inside)
    ]
    rows = {}
    for student, row in students(database, class_id, inside).items():
        who = ObjectId(student)
        statuses = [status(session, who) if who in roster else None for session, roster in held]
        kept = ("studentId", "name", "email", "enrolled")
        rows[student] = {**{name: row[name] for name in kept}, "statuses": statuses}
    return rows


def own(
    database: Any, student: ObjectId, inside: Callable[[datetime], bool] = anytime
) -> tuple[dict[str, Row], Row]:
    """A student's report by class, and their total."""
    tallies: dict[ObjectId, Tally] = {}
    names: dict[ObjectId, str] = {}
    total = Tally()
    for session in ended(database, {"roster": student}, inside):
        what, at = status(session, student), session["startedAt"]
        tallies.setdefault(session["classId"], Tally()).add(what, at)
        names[session["classId"]] = session["className"]
        total.add(what, at)
    enrolled = {found["_id"]: found for found in database.classes.find({"studentIds": student})}
    for class_id, found in enrolled.items():
        tallies.setdefault(class_id, Tally())
        names[class_id] = found["className"]
    rows = {
        str(class_id): {
            "classId": str(class_id),
            "className": names[class_id],
            "enrolled": class_id in enrolled,
            **tally.row,
        }
        for class_id, tally in tallies.items()
    }
    return rows, total.row


def _people(database: Any, students: Iterable[ObjectId]) -> dict[ObjectId, Row]:
    users = {user["_id"]: user for user in database.users.find({"_id": {"$in": list(students)}})}
    return {
        student: {
            "studentId": str(student),
            "name": users[student]["name"] if student in users else "deleted",
            "email": users[student]["email"] if student in users else None,
        }
        for student in students
    }
