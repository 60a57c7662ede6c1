"""Keeps a copy consistent that could not be read from one moment in time.

Pure. Documents arrive in the order in which they are read: all users, all classes, all sessions,
all notes.
The server deletes in the opposite direction: a student leaves the session, then the class, and the
account is deleted last; a class has no running session when it is deleted, and is deleted before
its teacher. So if a class or a running session refers to something that was not read, it was
created since, not deleted. The reference is left out, and so is a document that needs it.

Two accounts in the copy may have had the same log-in name one after the other. The one that was
read first keeps it.
"""

import logging

from bson import ObjectId

from .documents import Document

log = logging.getLogger(__name__)


class Consistency:
    """Filters the documents of one copy.

    Holds the ids of all users and classes, and all log-in names, in memory.
    """

    def __init__(self) -> None:
        self._users: set[ObjectId] = set()
        self._login_names: dict[str, set[str]] = {"email": set(), "numberKey": set()}
        self._classes: set[ObjectId] = set()
        self._running: set[ObjectId] = set()

    def fit(self, kind: str, document: Document) -> Document | None:
        """The document without references to unknown users; `None` if it is left out.

        `kind`: its collection, `users`, `classes`, `sessions` or `absenceNotes`.
        """
        if kind == "users":
            self._users.add(document["_id"])
            return self._user(document)
        if kind == "classes":
            return self._class(document)
        if kind == "absenceNotes":
            is_known = document["studentId"] in self._users and document["classId"] in self._classes
            return document if is_known else None
        # An ended session is history: it stays as it is, even if accounts were deleted since.
        return document if document["endedAt"] else self._running_session(document)

    def _user(self, user: Document) -> Document:
        taken = []
        for field, names in self._login_names.items():
            if (name := user.get(field)) in names:
                log.warning("user %s is without the log-in name of another one", user["_id"])
                taken.append(field)
            elif name is not None:
                names.add(name)
        if not taken:
            return user
        left_out = {*taken, *(["studentNumber"] if "numberKey" in taken else [])}
        return {name: value for name, value in user.items() if name not in left_out}

    def _class(self, class_: Document) -> Document | None:
        if class_["teacherId"] not in self._users:
            log.warning("class %s is left out: its teacher is new, or is gone", class_["_id"])
            return None
        self._classes.add(class_["_id"])
        enrolled = [student for student in class_["studentIds"] if student in self._users]
        if len(enrolled) < len(class_["studentIds"]):
            class_ = {**class_, "studentIds": enrolled}
        # Classes of earlier versions do not have the field.
        assistants = class_.get("assistants", [])
        known = [each for each in assistants if each["userId"] in self._users]
        return {**class_, "assistants": known} if len(known) < len(assistants) else class_

    def _running_session(self, session: Document) -> Document | None:
        class_id = session["classId"]
        if class_id not in self._classes or class_id in self._running:
            # In the second case the previous session of the class has ended since it was read.
            log.info("session %s is left out: it started during the copy", session["_id"])
            return None
        self._running.add(class_id)
        roster = [student for student in session["roster"] if student in self._users]
        if len(roster) == len(session["roster"]):
            return session
        by_student = {
            name: {
                student: entry
                for student, entry in session[name].items()
                if ObjectId(student) in self._users
            }
            for name in ("marks", "arrivals")
            if name in session
        }
        return {**session, "roster": roster, **by_student}
