"""The keys under which handlers find the parts of the application."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from ..absence.notes import AbsenceNotes
from ..accounts.accounts import Accounts
from ..accounts.api_keys import ApiKeys
from ..accounts.devices import Devices
from ..accounts.forgotten import ForgottenPasswords
from ..accounts.known_students import KnownStudents
from ..accounts.resets import ResetCodes
from ..accounts.sign_ons import SignOns
from ..administration.merging import AccountMerger
from ..administration.people import People
from ..checkin.arrivals import Arrivals
from ..checkin.check_ins import CheckIns
from ..joining.class_codes import ClassCodes
from ..joining.join_requests import JoinRequests
from ..live.classes import Classes
from ..live.ended import EndedSessions
from ..live.lease import Lease
from ..live.marking import Marking
from ..live.own_lessons import OwnLessons
from ..live.saved import SavedSessions
from ..live.sessions import RunningSessions
from ..rosters.codes import ClaimCodes
from ..rosters.enrolment import Enrolments
from ..rosters.files import RosterFiles
from ..rosters.imports import RosterImporter
from ..rosters.invitations import Invitations
from ..rosters.mapping import MappedFiles
from ..rosters.meeting_imports import MeetingImports
from ..rosters.sync import RosterSync
from ..rosters.undo import RecentImports
from ..sign_on.sign_on import SignOn
from ..store import Store
from ..supervision import Supervisor
from ..tables import Workbooks
from ..workers import BoundedQueue

ACCOUNTS = web.AppKey("accounts", Accounts)
RESET_CODES = web.AppKey("reset_codes", ResetCodes)
FORGOTTEN = web.AppKey("forgotten", ForgottenPasswords)
API_KEYS = web.AppKey("api_keys", ApiKeys)
DEVICES = web.AppKey("devices", Devices)
PEOPLE = web.AppKey("people", People)
MERGER = web.AppKey("merger", AccountMerger)
CLAIM_CODES = web.AppKey("claim_codes", ClaimCodes)
SIGN_ON: web.AppKey[SignOn | None] = web.AppKey("sign_on")
"""Single sign-on, if the server has it."""

SIGN_ONS = web.AppKey("sign_ons", SignOns)
ENROLMENTS = web.AppKey("enrolments", Enrolments)
INVITATIONS = web.AppKey("invitations", Invitations)
KNOWN_STUDENTS = web.AppKey("known_students", KnownStudents)
LEASE = web.AppKey("lease", Lease)
STORE = web.AppKey("store", Store)
STOPPING = web.AppKey("stopping", asyncio.Event)
"""Set once the server accepts no new connections."""

SUPERVISOR = web.AppKey("supervisor", Supervisor)
WORKBOOKS = web.AppKey("workbooks", Workbooks)
REPORTS = web.AppKey("reports", BoundedQueue)
"""Reports that MongoDB counts and the server reads. Everything else, above all saving marks, must
not wait for a school that wants all of its reports at once."""

LARGE_ANSWERS = web.AppKey("large_answers", BoundedQueue)
"""Answers that hold much at once."""

IMPORTS = web.AppKey("imports", RosterImporter)
MEETINGS = web.AppKey("meetings", MeetingImports)
SYNC = web.AppKey("sync", RosterSync)
RECENT_IMPORTS = web.AppKey("recent_imports", RecentImports)
ROSTER_FILES = web.AppKey("roster_files", RosterFiles)
MARKING = web.AppKey("marking", Marking)
MAPPED_FILES = web.AppKey("mapped_files", MappedFiles)
DOCUMENTS: web.AppKey[Callable[[str], Awaitable[bytes]]] = web.AppKey("documents")
"""Reads a file of the API description by its path: two documents, a page, and its style sheet."""

METRICS: web.AppKey[Callable[[], Awaitable[bytes]]] = web.AppKey("metrics")
ENDED = web.AppKey("ended", EndedSessions)
RUNNING = web.AppKey("running", RunningSessions)
OWN_LESSONS = web.AppKey("own_lessons", OwnLessons)
ARRIVALS = web.AppKey("arrivals", Arrivals)
JOIN_REQUESTS = web.AppKey("join_requests", JoinRequests)
ABSENCE_NOTES = web.AppKey("absence_notes", AbsenceNotes)
CLASS_CODES = web.AppKey("class_codes", ClassCodes)
CHECK_INS = web.AppKey("check_ins", CheckIns)
CLASSES = web.AppKey("classes", Classes)
SAVED = web.AppKey("saved", SavedSessions)
