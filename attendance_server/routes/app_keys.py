"""What handlers find in the application."""

import asyncio
from collections.abc import Callable, Mapping

from aiohttp import web

from ..accounts.attempts import Attempts
from ..accounts.claim_codes import CodeTerm
from ..accounts.known_students import KnownStudents
from ..accounts.signup_policy import SignupPolicy
from ..accounts.tokens import Tokens
from ..live.ended import EndedSessions
from ..live.revocation import RollCall
from ..live.saved import SavedSessions
from ..live.sessions import Sessions
from ..rosters.files import RosterFiles
from ..rosters.imports import RosterImporter
from ..store import Store
from ..supervision import Supervisor
from ..tables import Workbooks
from ..turns import Turns

CODE_TERM = web.AppKey("code_term", CodeTerm)
SIGNUP_POLICY = web.AppKey("admission", SignupPolicy)
ATTEMPTS = web.AppKey("attempts", Attempts)
KNOWN_STUDENTS = web.AppKey("known_students", KnownStudents)
TOKENS = web.AppKey("tokens", Tokens)
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

IMPORTS = web.AppKey("imports", RosterImporter)
ROSTER_FILES = web.AppKey("roster_files", RosterFiles)
DOCUMENTS: web.AppKey[Mapping[str, bytes]] = web.AppKey("documents")
"""The API description, by path: two documents, a page, and its style sheet."""

METRICS: web.AppKey[Callable[[], bytes]] = web.AppKey("metrics")
ENDED = web.AppKey("ended", EndedSessions)
RUNNING = web.AppKey("running", Sessions)
SAVED = web.AppKey("saved", SavedSessions)
REVOCATION = web.AppKey("revocation", RollCall)
