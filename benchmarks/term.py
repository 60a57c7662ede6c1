"""One term of a made-up school, written directly into MongoDB: `python -m benchmarks.term`.

The same seed gives the same school: forms, courses that students of all forms take, and an assembly
that all students attend. Each class meets once per weekday, at the same hour. Students are absent
in plausible ways: for several days when they are ill, above all in the week of the flu; on Friday
afternoons; and a few of them most of the time. Some enrol weeks after the start, some leave, and
some have deleted their accounts.

The documents are those that the server writes. The order and the paging of sessions depend on their
ids, so each id contains the time of its session.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

import pymongo
from attrs import define, field, frozen
from bson import ObjectId
from pymongo.errors import PyMongoError

Document = dict[str, Any]

DATABASE = "attendance"
"""Used if the URI names no database, as by the server."""

PASSWORD = "chalk and board"
PASSWORD_HASH = b"$2b$04$aGSLGUkYq.fFqOswa5MW9uEayUaZz9pMe35fYEtD3LMzXR7Q0z5NK"
"""The hash of `PASSWORD`, which all users of the school have."""

FIRST_DAY = date(2026, 1, 5)
"""A Monday."""

LESSON = timedelta(minutes=45)
PERIODS = (8, 9, 10, 11, 13, 14, 15)
"""Hours at which lessons start, in UTC."""

AFTERNOON = 13
FRIDAY = 4
WEEK = 5
"""School days per week."""

FIRST_NAMES = (
    *("Ada", "Ágnes", "Amal", "Anna", "Ayşe", "Björn", "Carlos", "Chloé", "Daniel", "Dmitri"),
    *("Elif", "Emma", "Fatima", "Finn", "Grace", "Hana", "Ibrahim", "Ines", "Jakub", "Jonas"),
    *("Kofi", "Lea", "Łukasz", "Mai", "Marta", "Mateo", "Nadia", "Noah", "Olga", "Óscar"),
    *("Priya", "Quentin", "Rosa", "Samir", "Sofía", "Tariq", "Uma", "Viktor", "Wei", "Zoë"),
)
LAST_NAMES = (
    *("Adams", "Ahmed", "Andersson", "Bauer", "Bianchi", "Çelik", "Chen", "Costa", "Diallo"),
    *("Dubois", "Evans", "Fischer", "García", "Haddad", "Horváth", "Ivanova", "Jansen", "Johnson"),
    *("Kaya", "Kim", "Kowalski", "Kumar", "López", "Mbeki", "Moreau", "Müller", "Nagy", "Nguyen"),
    *("Novák", "O'Brien", "Okafor", "Olsen", "Patel", "Pereira", "Rossi", "Santos", "Sato"),
    *("Schmidt", "Silva", "Singh", "Smith", "Tanaka", "Taylor", "Virtanen", "Wang", "Weiß"),
)
COURSES = (
    *("Choir", "Chess", "Latin", "Robotics", "Drama", "Swimming", "Statistics", "Pottery"),
    *("Orchestra", "Debate", "Gardening", "Photography"),
)
REASONS = ("A note from the parents", "Was at the doctor's", "Was at a match with the school team")

COURSES_EACH = (1, 3)
"""The lowest and the highest number of courses that a student takes."""


@frozen
class Size:
    """The size of the school, and the number of sessions per class."""

    classes: int = 40
    students: int = 1000
    sessions: int = 60


@define(eq=False)
class Student:
    """A student and their habits.

    `absent` and `late`: the probabilities on an ordinary day. `ill`: the days, counted from the
    first, on which they are absent from everything, and whether their parents sent a note.
    `deleted_on`: the day on which the account was deleted.
    """

    id: ObjectId
    name: str
    email: str
    absent: float
    late: float
    ill: dict[int, bool] = field(factory=dict)
    deleted_on: int | None = None


@define(eq=False)
class TermClass:
    """A class, with the first day of each student in it, and the first day after they left."""

    id: ObjectId
    name: str
    teacher: Document
    hour: int
    members: dict[ObjectId, tuple[int, int]]

    def roster(self, day: int) -> list[ObjectId]:
        return [who for who, (since, until) in self.members.items() if since <= day < until]


class Term:
    """All documents in the database of the school at the end of a term."""

    def __init__(self, seed: int, size: Size | None = None) -> None:
        self.size = size or Size()
        self._seed = seed
        self._owner = self._id(_at(0, 6), "owner")
        self._flu = range(*_flu_week(self.size.sessions))
        self._students = [self._student(number) for number in range(self.size.students)]
        self._teachers = [self._teacher(number) for number in range(self.size.classes // 2 or 1)]
        self._classes = self._make_classes()

    @cached_property
    def users(self) -> list[Document]:
        """The accounts at the end of the term."""
        remaining = [student for student in self._students if student.deleted_on is None]
        return self._teachers + [
            _account(student.id, student.name, student.email, "STUDENT") for student in remaining
        ]

    @cached_property
    def classes(self) -> list[Document]:
        """The classes, with the students enrolled at the end of the term."""
        return [
            {
                "_id": class_.id,
                "className": class_.name,
                "teacherId": class_.teacher["_id"],
                "studentIds": class_.roster(self.size.sessions),
                "lateAfter": None,
            }
            for class_ in self._classes
        ]

    @property
    def sessions(self) -> Iterator[Document]:
        """The sessions, all ended, class by class, those of a class in chronological order."""
        by_id = {student.id: student for student in self._students}
        for class_ in self._classes:
            for day in range(self.size.sessions):
                yield self._session(class_, day, by_id)

    def write(self, database: Any) -> None:
        """Write everything into a database."""
        database.users.insert_many(self.users)
        database.classes.insert_many(self.classes)
        # The driver sends them in batches as they are generated.
        database.sessions.insert_many(self.sessions)

    def _session(self, class_: TermClass, day: int, by_id: dict[ObjectId, Student]) -> Document:
        rng = self._rng("session", class_.name, day)
        # The teacher takes a while after the bell to start the session.
        started_at = _at(day, class_.hour) + timedelta(seconds=rng.randrange(20, 200))
        roster = class_.roster(day)
        marks: dict[str, Document] = {}
        at = started_at
        for student_id in rng.sample(roster, len(roster)):
            status = self._status(by_id[student_id], day, class_.hour, rng)
            if status is None:
                continue
            at += timedelta(milliseconds=rng.randrange(200, 1200))
            marks[str(student_id)] = {"status": status, "markedAt": at, "seq": len(marks) + 1}
        ended_at = max(at, started_at + LESSON - timedelta(seconds=rng.randrange(300)))
        corrections = _correct(class_, [who for who in roster if str(who) not in marks], rng)
        for correction in corrections:
            correction["at"] = at = max(at, ended_at) + timedelta(hours=rng.randrange(1, 30))
            mark = {"status": correction["to"], "markedAt": at, "seq": len(marks) + 1}
            marks[str(correction["studentId"])] = mark
        return {
            "_id": self._id(started_at, "session", class_.name, day),
            "classId": class_.id,
            "className": class_.name,
            "teacherId": class_.teacher["_id"],
            "startedAt": started_at,
            "endedAt": ended_at,
            "roster": roster,
            "marks": marks,
            "lateAfter": None,
            "corrections": corrections,
            "reopenings": [],
            "owner": self._owner,
            "commit": len(marks) + 1,
        }

    def _status(self, student: Student, day: int, hour: int, rng: random.Random) -> str | None:
        """The status that a student was marked with; `None` if absent and without a mark."""
        if day in student.ill:
            return "excused" if student.ill[day] else _unseen(rng)
        absent = student.absent
        if day % WEEK == FRIDAY and hour >= AFTERNOON:
            absent *= 3
        if rng.random() < absent:
            return "excused" if rng.random() < 0.15 else _unseen(rng)
        late = student.late * (2 if hour == PERIODS[0] else 1)
        return "late" if rng.random() < late else "present"

    def _student(self, number: int) -> Student:
        rng = self._rng("student", number)
        first, last = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES)
        chronic = number % 33 == 7
        student = Student(
            id=self._id(_at(0, 6), "student", number),
            name=f"{first} {last}",
            email=f"student{number + 1}@school.test",
            absent=rng.uniform(0.25, 0.45) if chronic else rng.uniform(0.002, 0.03),
            late=rng.uniform(0.1, 0.3) if number % 20 == 3 else rng.uniform(0.0, 0.04),
        )
        if number % 200 == 57:
            student.deleted_on = rng.randrange(1, self.size.sessions + 1)
        self._fall_ill(student, rng)
        return student

    def _fall_ill(self, student: Student, rng: random.Random) -> None:
        for day in range(self.size.sessions):
            likely = 0.12 if day in self._flu else 0.004
            if day not in student.ill and rng.random() < likely:
                noted = rng.random() < 0.6
                student.ill.update(dict.fromkeys(range(day, day + rng.randint(1, 4)), noted))

    def _teacher(self, number: int) -> Document:
        rng = self._rng("teacher", number)
        name = f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
        teacher_id = self._id(_at(0, 6), "teacher", number)
        return _account(teacher_id, name, f"teacher{number + 1}@school.test", "TEACHER")

    def _make_classes(self) -> list[TermClass]:
        """Most classes are forms, then come courses, and last the assembly."""
        assemblies = 1
        courses = (self.size.classes - assemblies) * 3 // 10
        forms = self.size.classes - assemblies - courses
        attended: list[list[Student]] = [[] for _ in range(self.size.classes)]
        for number, student in enumerate(self._students):
            if forms:
                attended[number * forms // len(self._students)].append(student)
            if courses:
                rng = self._rng("courses", number)
                taken = min(rng.randint(*COURSES_EACH), courses)
                for course in rng.sample(range(courses), taken):
                    attended[forms + course].append(student)
            attended[-1].append(student)
        names = [
            *(f"Form {5 + form // 4}{'abcd'[form % 4]}" for form in range(forms)),
            *(COURSES[c % len(COURSES)] + f" {c // len(COURSES) + 1}" for c in range(courses)),
            "Assembly",
        ]
        return [
            self._class(number, name, students)
            for number, (name, students) in enumerate(zip(names, attended, strict=True))
        ]

    def _class(self, number: int, name: str, students: Sequence[Student]) -> TermClass:
        rng = self._rng("class", number)
        return TermClass(
            id=self._id(_at(0, 7), "class", number),
            name=name,
            teacher=self._teachers[number % len(self._teachers)],
            hour=PERIODS[number % len(PERIODS)],
            members={student.id: self._stay(student, rng) for student in students},
        )

    def _stay(self, student: Student, rng: random.Random) -> tuple[int, int]:
        """The first day of a student in a class, and the first day after they left."""
        days = self.size.sessions
        since = rng.randrange(1, days) if days > 1 and rng.random() < 0.04 else 0
        until = rng.randrange(since, days) if rng.random() < 0.03 else days + 1
        if student.deleted_on is not None:
            until = min(until, student.deleted_on)
        return since, until

    def _rng(self, *about: object) -> random.Random:
        """A random generator of its own for each thing, independent of all others."""
        return random.Random(f"{self._seed} {about}")

    def _id(self, at: datetime, *of: object) -> ObjectId:
        """An id with the time `at`; the same for the same thing."""
        rest = self._rng("id", *of).randbytes(8)
        return ObjectId(int(at.timestamp()).to_bytes(4, "big") + rest)


def _flu_week(days: int) -> tuple[int, int]:
    """The first day of a week in the middle of `days` days, and the day after its last."""
    first = days // 2 // WEEK * WEEK
    return first, first + WEEK


def _at(day: int, hour: int) -> datetime:
    """The time of an hour on a school day; days are counted from the first."""
    weeks, weekday = divmod(day, WEEK)
    when = FIRST_DAY + timedelta(days=7 * weeks + weekday)
    return datetime(when.year, when.month, when.day, hour, tzinfo=UTC)


def _unseen(rng: random.Random) -> str | None:
    """The mark of an absent student: most have none, and some are marked as absent."""
    return "absent" if rng.random() < 0.1 else None


def _correct(class_: TermClass, absent: list[ObjectId], rng: random.Random) -> list[Document]:
    """Corrections for a few absent students whose note arrives after the end; without times."""
    return [
        {
            "studentId": student_id,
            "from": "absent",
            "to": "excused",
            "reason": rng.choice(REASONS),
            "by": class_.teacher["_id"],
        }
        for student_id in absent
        if rng.random() < 0.05
    ]


def _account(user_id: ObjectId, name: str, email: str, role: str) -> Document:
    return {
        "_id": user_id,
        "name": name,
        "email": email,
        "role": role,
        "passwordHash": PASSWORD_HASH,
    }


def main() -> int:
    """Write a term into an empty database. Returns 1 if that is not possible."""
    options = _parser().parse_args()
    size = Size(options.classes, options.students, options.sessions)
    try:
        with pymongo.MongoClient[Document](options.mongo_uri) as client:
            database = client.get_default_database(DATABASE)
            if database.users.find_one():
                print("benchmarks.term: there are users in that database", file=sys.stderr)
                return 1
            term = Term(options.seed, size)
            term.write(database)
            print(f"{database.name}: {size.classes} classes, {len(term.users)} users;")
            print(f"log in as teacher1@school.test or student1@school.test with '{PASSWORD}'")
    except PyMongoError as exc:
        print(f"benchmarks.term: {exc}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.term",
        description="Write one term of a made-up school into an empty database, to try things out."
        " All users have the same password.",
    )
    size = Size()
    add = parser.add_argument
    add("--mongo-uri", required=True, metavar="URI", help="the database, which has no users yet")
    add("--seed", type=int, default=1, metavar="N", help="each number gives another school")
    add("--classes", type=_some, default=size.classes, metavar="N")
    add("--students", type=_some, default=size.students, metavar="N")
    add("--sessions", type=_some, default=size.sessions, metavar="N", help="sessions per class")
    return parser


def _some(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, not {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
