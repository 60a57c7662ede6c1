"""The reports, recounted in Python from the raw documents, one student and session at a time.

The results have the form of the server's JSON. The order of students is checked elsewhere.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from attrs import define, field
from bson import ObjectId

from attendance_server.routes.session_views import deleted_student

Row = dict[str, Any]
Inside = Callable[[datetime], bool]
"""Whether a session that started at this time counts."""

STATUSES = ("present", "late", "excused", "absent")


def anytime(_: datetime) -> bool:
    return True


@define
class Tally:
    """A student's sessions, added one by one in chronological order."""

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


def status(session: Row, student: ObjectId) -> str:
    mark = session["marks"].get(str(student))
    return mark["status"] if mark else "absent"


class Recount:
    """A snapshot of all documents of a database."""

    def __init__(self, database: Any) -> None:
        counted = [one for one in database.sessions.find() if not one.get("discarded")]
        ended = [session for session in counted if session["endedAt"]]
        self._sessions = sorted(ended, key=lambda one: (one["startedAt"], one["_id"]))
        self._rosters = {session["_id"]: set(session["roster"]) for session in ended}
        self._classes = {class_["_id"]: class_ for class_ in database.classes.find()}
        self._users = {user["_id"]: user for user in database.users.find()}

    def students(self, class_id: ObjectId, inside: Inside = anytime) -> dict[str, Row]:
        """A class's report, by student."""
        tallies: dict[ObjectId, Tally] = {}
        for session in self._of_class(class_id, inside):
            for student in session["roster"]:
                tally = tallies.setdefault(student, Tally())
                tally.add(status(session, student), session["startedAt"])
        for student in self._classes[class_id]["studentIds"]:
            tallies.setdefault(student, Tally())
        return {
            str(student): {**self._person(class_id, student), **tally.row}
            for student, tally in tallies.items()
        }

    def sessions(self, class_id: ObjectId, inside: Inside = anytime) -> list[Row]:
        """A class over time."""
        rows = []
        for session in self._of_class(class_id, inside):
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

    def matrix(self, class_id: ObjectId, inside: Inside = anytime) -> dict[str, Row]:
        """The rows of a class's matrix by student."""
        held = self._of_class(class_id, inside)
        everyone = {student for session in held for student in session["roster"]}
        everyone.update(self._classes[class_id]["studentIds"])
        return {
            str(student): {
                **self._person(class_id, student),
                "statuses": [
                    status(session, student) if student in self._rosters[session["_id"]] else None
                    for session in held
                ],
            }
            for student in everyone
        }

    def own(self, student: ObjectId, inside: Inside = anytime) -> tuple[dict[str, Row], Row]:
        """A student's report by class, and their total."""
        tallies: dict[ObjectId, Tally] = {}
        names: dict[ObjectId, str] = {}
        total = Tally()
        for session in self._sessions:
            if student in self._rosters[session["_id"]] and inside(session["startedAt"]):
                what, at = status(session, student), session["startedAt"]
                tallies.setdefault(session["classId"], Tally()).add(what, at)
                names[session["classId"]] = session["className"]
                total.add(what, at)
        enrolled = {
            class_id: class_
            for class_id, class_ in self._classes.items()
            if student in class_["studentIds"]
        }
        for class_id, class_ in enrolled.items():
            tallies.setdefault(class_id, Tally())
            names[class_id] = class_["className"]
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

    def _of_class(self, class_id: ObjectId, inside: Inside) -> list[Row]:
        """The ended sessions, oldest first."""
        held = [session for session in self._sessions if session["classId"] == class_id]
        return [session for session in held if inside(session["startedAt"])]

    def _person(self, class_id: ObjectId, student: ObjectId) -> Row:
        user = self._users.get(student)
        return {
            "studentId": str(student),
            "name": user["name"] if user else deleted_student(str(student)),
            "email": user["email"] if user else None,
            "enrolled": student in self._classes[class_id]["studentIds"],
        }
