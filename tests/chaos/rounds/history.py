"""The history of sessions as the database saw it, commit by commit, from a change stream.

It is independent of what servers do and tell, and so what all of that is judged by.
"""

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

import pymongo
from attrs import Factory, define
from pymongo.errors import PyMongoError

Told: TypeAlias = tuple[str, str, bool]
"""A mark as frames tell it: status, `markedAt`, and whether it was taken back."""

View: TypeAlias = dict[str, Told]
"""The last mark of each student."""

NUMBERED = "marks."


@define(eq=False)
class Change:
    """A mark that was saved. `before`: the student's mark until then, as it was saved.

    That may be one of the same commit, which has many after an outage.
    """

    commit: int
    student: str
    mark: Told
    before: Mapping[str, Any] | None

    def __str__(self) -> str:
        return f"commit {self.commit}: {self.student} {self.mark}, before {self.before}"


@define(eq=False)
class History:
    """One session. `views`: the marks before each change, and after the last.

    `places`: the numbers of the changes by student and mark.

    `vague`: students who got a mark in a commit that does not say all that is told of it, as the
    end of a session does not: of several that they got in it, only the last is known.
    """

    document: dict[str, Any]
    commits: list[int] = Factory(list)
    changes: list[Change] = Factory(list)
    views: list[View] = Factory(lambda: [{}])
    places: dict[tuple[str, Told], list[int]] = Factory(dict)
    vague: set[str] = Factory(set)
    ends: int = 0

    def apply(self, updated: Mapping[str, Any], removed: list[str]) -> None:
        """Take over an update of the document."""
        old: dict[str, Any] = self.document["marks"]
        marks = dict(updated["marks"]) if "marks" in updated else dict(old)
        for name, value in updated.items():
            if name.startswith(NUMBERED):
                _set(marks, name.removeprefix(NUMBERED).split("."), value)
        for name in removed:
            if name.startswith(NUMBERED):
                _unset(marks, name.removeprefix(NUMBERED).split("."))
        if "commit" in updated:
            self.commits.append(updated["commit"])
        if updated.get("endedAt"):
            self.ends += 1
        self.views[-1] = {each: mark for each, mark in self.views[-1].items() if each in marks}
        held = dict(old)
        last = updated.get("last")
        if last and "events" in last:
            for event in last["events"]:
                if student := event.get("of"):
                    mark = event.get("mark") or marks[student]
                    self._add(student, mark, held.get(student))
                    held[student] = mark
        else:
            self.vague.update(each for each in marks if marks[each] != old.get(each))
        for student, mark in sorted(marks.items(), key=lambda item: item[1]["seq"]):
            self._add(student, mark, held.get(student))
        self.document["marks"] = marks

    def _add(self, student: str, mark: Mapping[str, Any], before: Mapping[str, Any] | None) -> None:
        view, told = self.views[-1], told_of(mark)
        if view.get(student) != told:
            number = self.commits[-1] if self.commits else 0
            self.places.setdefault((student, told), []).append(len(self.changes))
            self.changes.append(Change(number, student, told, before))
            self.views.append({**view, student: told})


def _set(marks: dict[str, Any], path: list[str], value: Any) -> None:
    if len(path) == 1:
        marks[path[0]] = value
    else:
        marks[path[0]] = {**marks[path[0]], path[1]: value}


def _unset(marks: dict[str, Any], path: list[str]) -> None:
    if len(path) == 1:
        marks.pop(path[0], None)
    else:
        marks[path[0]] = {key: value for key, value in marks[path[0]].items() if key != path[1]}


def told_of(mark: Mapping[str, Any]) -> Told:
    """A saved mark as frames tell it."""
    return mark["status"], wire_time(mark["markedAt"]), mark.get("withdrawn", False)


def wire_time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Historian:
    """Follows all sessions of a database, in a thread."""

    def __init__(self, uri: str, database: str) -> None:
        self.sessions: dict[str, History] = {}
        self.breaks = 0
        self._client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(uri, tz_aware=True)
        self._database = database
        self._ready = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait(30)

    def stop(self) -> None:
        self._stopped = True
        self._thread.join(10)
        self._client.close()

    def _follow(self) -> None:
        token = None
        while not self._stopped:
            try:
                sessions = self._client[self._database].sessions
                with sessions.watch(resume_after=token, max_await_time_ms=200) as stream:
                    self._ready.set()
                    while not self._stopped:
                        change = stream.try_next()
                        if change:
                            self._take(change)
                        token = stream.resume_token
            except PyMongoError as error:
                if error.has_error_label("NonResumableChangeStreamError") or _lost(error):
                    self.breaks += 1
                    self.sessions.clear()
                    token = None

    def _take(self, change: Mapping[str, Any]) -> None:
        session_id = str(change["documentKey"]["_id"])
        if change["operationType"] == "insert":
            self.sessions[session_id] = History(dict(change["fullDocument"]))
        elif change["operationType"] == "update" and session_id in self.sessions:
            update = change["updateDescription"]
            self.sessions[session_id].apply(update["updatedFields"], update["removedFields"])


def _lost(error: PyMongoError) -> bool:
    return getattr(error, "code", None) in (280, 286)
