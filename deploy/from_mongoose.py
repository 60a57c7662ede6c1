"""Copies users, classes and attendance from the MongoDB database of a Mongoose server to a new one.

    python deploy/from_mongoose.py OLD_URI NEW_URI

Both URIs name a database; the new one must not exist yet. Nothing is written unless everything
fits; otherwise each problem is printed, to be solved in the old database or in a copy of it.
docs/migrating.md says what is taken over, and how.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

from bson import ObjectId
from cattrs import BaseValidationError
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import ConfigurationError

from attendance_server.wire.fields import Email, Name, converter

Document = dict[str, Any]
Stored = Database[Document]

ROLES = {"teacher": "TEACHER", "student": "STUDENT"}
STATUSES = ("present", "late", "excused", "absent")
BCRYPT = ("$2a$", "$2b$", "$2y$")
"""Prefixes of one and the same hash, as long as passwords have at most 72 bytes."""

PAUSE = timedelta(minutes=1)
"""An old server saves a session's attendance at once, at its end. What was saved later than this
belongs to another session."""


class Problems(list[str]):
    """What does not fit, in the words of the old database."""

    def read(self, what: str, value: object, kind: Any) -> Any:
        """The value as the server takes it from a client."""
        try:
            return converter.structure(value, kind)
        except (BaseValidationError, TypeError, ValueError) as exc:
            self.append(f"{what}: {exc}")


def users_of(old: Stored, problems: Problems) -> list[Document]:
    """The accounts. Their passwords stay the same."""
    users, by_email = [], dict[str, ObjectId]()
    for user in old.users.find().sort("_id"):
        what = f"user {user['_id']}"
        role = ROLES.get(str(user.get("role")).lower())
        password = str(user.get("password"))
        email = problems.read(f"{what}, email", user.get("email"), Email)
        if email and by_email.setdefault(email, user["_id"]) != user["_id"]:
            problems.append(f"{what}, email: user {by_email[email]} has the same one")
        if role is None:
            problems.append(f"{what}, role: neither teacher nor student")
        if not password.startswith(BCRYPT):
            problems.append(f"{what}, password: not hashed with bcrypt")
        users.append(
            {
                "_id": user["_id"],
                "name": problems.read(f"{what}, name", user.get("name"), Name),
                "email": email,
                "role": role,
                "passwordHash": f"$2b${password[4:]}".encode(),
            }
        )
    return users


def classes_of(old: Stored, users: Iterable[Document], problems: Problems) -> list[Document]:
    """The classes, without students whose account is gone."""
    roles = {user["_id"]: user["role"] for user in users}
    classes = []
    for class_ in old.classes.find().sort("_id"):
        what = f"class {class_['_id']}"
        if roles.get(class_.get("teacherId")) != "TEACHER":
            problems.append(f"{what}, teacherId: no teacher has this id")
        students = dict.fromkeys(class_.get("studentIds", ()))
        classes.append(
            {
                "_id": class_["_id"],
                "className": problems.read(f"{what}, className", class_.get("className"), Name),
                "teacherId": class_.get("teacherId"),
                "studentIds": [each for each in students if roles.get(each) == "STUDENT"],
                "lateAfter": None,
            }
        )
    return classes


def sessions_of(old: Stored, classes: Iterable[Document], problems: Problems) -> Iterator[Document]:
    """The sessions that the attendance of each class was saved in."""
    known = {class_["_id"]: class_ for class_ in classes}
    of_class = defaultdict[ObjectId, list[Document]](list)
    for line in old.attendances.find().sort("_id"):
        what = f"attendance {line['_id']}"
        line["status"] = str(line.get("status")).lower()
        if line.get("classId") not in known:
            problems.append(f"{what}, classId: no class has this id")
        elif line["status"] not in STATUSES:
            problems.append(f"{what}, status: none of {', '.join(STATUSES)}")
        elif not isinstance(line.get("studentId"), ObjectId):
            problems.append(f"{what}, studentId: not an id")
        else:
            of_class[line["classId"]].append(line)
    for class_id, lines in of_class.items():
        for session in _sessions(lines):
            yield session_of(known[class_id], session)


def _sessions(lines: list[Document]) -> Iterator[list[Document]]:
    """The lines of a class, session by session: none has a student twice, or a pause."""
    session: list[Document] = []
    for line in lines:
        made_at = line["_id"].generation_time
        if session and (
            made_at - session[-1]["_id"].generation_time > PAUSE
            or line["studentId"] in {each["studentId"] for each in session}
        ):
            yield session
            session = []
        session.append(line)
    yield session


def session_of(class_: Document, lines: list[Document]) -> Document:
    """An ended session. When it was saved is all that the old server knows of its time."""
    ended_at = lines[0]["_id"].generation_time
    numbers = count(1)
    return {
        "_id": lines[0]["_id"],
        "classId": class_["_id"],
        "className": class_["className"],
        "teacherId": class_["teacherId"],
        "startedAt": ended_at,
        "endedAt": ended_at,
        "roster": [line["studentId"] for line in lines],
        "marks": {
            str(line["studentId"]): {
                "status": line["status"],
                "markedAt": ended_at,
                "seq": next(numbers),
            }
            for line in lines
            # A student without a mark was absent.
            if line["status"] != "absent"
        },
        "lateAfter": None,
        "corrections": [],
        "reopenings": [],
        "owner": ObjectId(),
        "commit": 0,
    }


def main(old_uri: str, new_uri: str) -> int:
    """Copy everything and return the exit code."""
    source: MongoClient[Document]
    target: MongoClient[Document]
    with MongoClient(old_uri) as source, MongoClient(new_uri) as target:
        try:
            old: Stored = source.get_default_database()
            new: Stored = target.get_default_database()
        except ConfigurationError:
            print("a URI names no database: mongodb://host/NAME", file=sys.stderr)
            return 2
        if new.list_collection_names():
            print(f"the database {new.name} is not empty", file=sys.stderr)
            return 2
        problems = Problems()
        users = users_of(old, problems)
        classes = classes_of(old, users, problems)
        sessions = list(sessions_of(old, classes, problems))
        if problems:
            print(*problems, sep="\n", file=sys.stderr)
            return 1
        for name, documents in (("users", users), ("classes", classes), ("sessions", sessions)):
            if documents:
                new[name].insert_many(documents)
            print(f"{name}: {len(documents)}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
