"""What handlers find in the application."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Protocol

from aiohttp import web

from ..acquaintance import Acquaintance
from ..attempts import Attempts
from ..auth import Admission, Auth
from ..codes import CodeTerm
from ..docs import Documents
from ..errors import AttendanceError
from ..models import (
    Class,
    ClassChange,
    Identity,
    Mark,
    Role,
    Session,
    SessionSummary,
    Status,
    User,
)
from ..rosters.files import RosterFiles
from ..rosters.imports import Imports
from ..schemas import SessionEnded, StartedSession, StudentMark, Watching
from ..store import Store
from ..supervision import Supervisor
from ..tables import Workbooks
from ..turns import Turns


class OpenSockets(Protocol):
    """What handlers need of the open sockets."""

    def turn_out(self, user_id: str, ended: Callable[[Identity], bool] = ...) -> None:
        """Close the sockets of a user: all of them, or those whose token has `ended`."""
        ...


class RunningSessions(Protocol):
    """What handlers need of the running sessions."""

    async def start(self, class_id: str) -> StartedSession:
        """The running session of a class; a new one where there is none."""
        ...

    async def make_class(self, teacher_id: str, class_name: str, late_after: int | None) -> Class:
        """A new class of a teacher's."""
        ...

    async def enrol(self, class_id: str, student_id: str) -> Class:
        """Put a student into a class, and on the roster of its running session."""
        ...

    async def accept(self, class_id: str, student_id: str, code_hash: bytes) -> Class:
        """Put a student who was invited into a class, as `enrol`."""
        ...

    async def unenrol(self, class_id: str, student_id: str) -> Class:
        """Take a student out of a class, and off the roster of its running session."""
        ...

    async def change(self, class_id: str, change: ClassChange) -> Class:
        """Change a class without a running session."""
        ...

    async def delete(self, class_id: str, class_name: str | None) -> Class:
        """Delete a class without a running session; one that has had some by its name only."""
        ...

    async def withdraw(self, user: User) -> None:
        """Take a user out of all classes; with a teacher go theirs, where none of them runs."""
        ...

    async def mark_all(
        self, class_id: str, session_id: str | None, marks: Iterable[StudentMark]
    ) -> list[Mark | AttendanceError]:
        """Mark students of the running session: what each then is, or why that was not saved."""
        ...

    async def end_now(self, class_id: str, session_id: str | None) -> SessionEnded:
        """End the running session of a class, and return its result."""
        ...

    def watching(self, user_id: str, role: Role) -> Watching:
        """What runs now of what a user teaches or attends."""
        ...

    def status_of(self, class_id: str, student_id: str) -> tuple[bool, Status | None]:
        """Whether the class has a running session, and what the student is in it."""
        ...

    def running(self, class_id: str) -> Session | None:
        """The running session of a class, with what is saved of it."""
        ...


class SavedSessions(Protocol):
    """How handlers read sessions, those that run too, with what is saved of them."""

    async def one(self, class_id: str, session_id: str) -> Session | None:
        """The session of the class with this id; `None` also for what is no id."""
        ...

    async def one_of_student(
        self, class_id: str, session_id: str, student_id: str
    ) -> Session | None:
        """As `one`, where the student is on its roster."""
        ...

    async def page(self, class_id: str, limit: int, after: str | None) -> list[SessionSummary]:
        """Up to `limit` sessions of a class, newest first, from behind the id `after`."""
        ...

    async def one_discarded(self, class_id: str, session_id: str) -> Session | None:
        """The discarded session of the class with this id."""
        ...

    async def page_of_discarded(
        self, class_id: str, limit: int, after: str | None
    ) -> list[SessionSummary]:
        """Up to `limit` discarded sessions of a class, as `page`."""
        ...

    async def page_of_student(
        self, class_id: str, student_id: str, limit: int, after: str | None
    ) -> list[Session]:
        """Up to `limit` sessions with the student on their roster, as `page`."""
        ...


class EndedSessions(Protocol):
    """What handlers can do to ended sessions, and to those that were a mistake."""

    async def correct(
        self, class_id: str, session_id: str, student_id: str, to: Status, reason: str, by: str
    ) -> Session:
        """Change a student's mark, with a reason; `by` is the user who does it."""
        ...

    async def discard(self, class_id: str, session_id: str, reason: str, by: str) -> Session:
        """Have a session count nowhere, with a reason; `by` is the user who does it."""
        ...

    async def restore(self, class_id: str, session_id: str) -> Session:
        """Have a discarded session count again."""
        ...

    async def reopen(self, class_id: str, session_id: str, by: str) -> StartedSession:
        """Have a session that ended a short while ago run again; `by` is the user who does it."""
        ...


CODE_TERM = web.AppKey("code_term", CodeTerm)
ADMISSION = web.AppKey("admission", Admission)
ATTEMPTS = web.AppKey("attempts", Attempts)
ACQUAINTANCE = web.AppKey("acquaintance", Acquaintance)
AUTH = web.AppKey("auth", Auth)
STORE = web.AppKey("store", Store)
STOPPING = web.AppKey("stopping", asyncio.Event)
"""Set once the server takes no new connections."""

SUPERVISOR = web.AppKey("supervisor", Supervisor)
WORKBOOKS = web.AppKey("workbooks", Workbooks)
COUNTS = web.AppKey("counts", Turns)
"""Turns in having MongoDB count. What else it has to do, above all save marks, must not stand in
line behind a school that wants all of its reports at once."""

LARGE_ANSWERS = web.AppKey("large_answers", Turns)
"""Turns in making answers that hold much at once."""

IMPORTS = web.AppKey("imports", Imports)
ROSTER_FILES = web.AppKey("roster_files", RosterFiles)
DOCUMENTS = web.AppKey("documents", Documents)

METRICS: web.AppKey[Callable[[], bytes]] = web.AppKey("metrics")
ENDED: web.AppKey[EndedSessions] = web.AppKey("ended")
RUNNING: web.AppKey[RunningSessions] = web.AppKey("running")
SAVED: web.AppKey[SavedSessions] = web.AppKey("saved")
OPEN_SOCKETS: web.AppKey[OpenSockets] = web.AppKey("open_sockets")
