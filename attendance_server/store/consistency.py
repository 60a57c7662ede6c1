"""What a copy leaves out when it could not be read at one moment, so that it fits together.

Pure. The documents come as they are read: all users, then all classes, then all sessions. Whatever
is taken away meanwhile is taken away in the other direction: a student leaves the session first,
the class then, and their account goes last; so is a class at rest before it goes, and gone before
its teacher is. So what a class or a running session refers to and has not come by is not what has
gone since, but what came since: it is left out, and so is whatever cannot be without it.
"""

import logging

from bson import ObjectId

from .documents import Document

log = logging.getLogger(__name__)


class Consistency:
    """Holds the ids of all users and classes."""

    def __init__(self) -> None:
        self._users: set[ObjectId] = set()
        self._classes: set[ObjectId] = set()
        self._running: set[ObjectId] = set()

    def fit(self, kind: str, document: Document) -> Document | None:
        """The document, without what refers to nobody; `None` where it is left out.

        `kind` is its collection: `users`, `classes` or `sessions`.
        """
        if kind == "users":
            self._users.add(document["_id"])
            return document
        if kind == "classes":
            return self._class(document)
        # An ended session is history: it stays as it is, whoever has gone since.
        return document if document["endedAt"] else self._running_session(document)

    def _class(self, class_: Document) -> Document | None:
        if class_["teacherId"] not in self._users:
            log.warning("class %s is left out: its teacher is new, or is gone", class_["_id"])
            return None
        self._classes.add(class_["_id"])
        enrolled = [student for student in class_["studentIds"] if student in self._users]
        if len(enrolled) == len(class_["studentIds"]):
            return class_
        return {**class_, "studentIds": enrolled}

    def _running_session(self, session: Document) -> Document | None:
        class_id = session["classId"]
        if class_id not in self._classes or class_id in self._running:
            # In the second case the one before has ended since it was read.
            log.info("session %s is left out: it started meanwhile", session["_id"])
            return None
        self._running.add(class_id)
        roster = [student for student in session["roster"] if student in self._users]
        if len(roster) == len(session["roster"]):
            return session
        items = session["marks"].items()
        marks = {student: mark for student, mark in items if ObjectId(student) in self._users}
        return {**session, "roster": roster, "marks": marks}
