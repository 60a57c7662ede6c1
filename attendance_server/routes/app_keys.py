"""What handlers find in the application."""

import asyncio
from collections.abc import Awaitable, Callable

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
from ..workers import BoundedQueue

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
REPORTS = web.AppKey("reports", BoundedQueue)
"""Reports that MongoDB counts and the server reads. Everything else, above all saving marks, must
not wait for a school that wants all of its reports at once."""

LARGE_ANSWERS = web.AppKey("large_answers", BoundedQueue)
"""Answers that hold much at once."""

IMPORTS = web.AppKey("imports", RosterImporter)
ROSTER_FILES = web.AppKey("roster_files", RosterFiles)
DOCUMENTS: web.AppKey[Callable[[str], Awaitable[bytes]]] = web.AppKey("documents")
"""Reads a file of the API description by its path: two documents, a page, and its style sheet."""

METRICS: web.AppKey[Callable[[], bytes]] = web.AppKey("metrics")
ENDED = web.AppKey("ended", EndedSessions)
RUNNING = web.AppKey("running", Sessions)
SAVED = web.AppKey("saved", SavedSessions)
REVOCATION = web.AppKey("revocation", RollCall)
