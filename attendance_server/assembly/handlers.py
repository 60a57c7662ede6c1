"""What handlers find in the application: the services, each under its key."""

from aiohttp import web

from ..http.check_in_cookies import BROWSERS, NETWORKS
from ..http.cookies import KNOWN_BROWSERS
from ..routes import app_keys as keys
from ..tables import Workbooks
from .accounts import AccountServices
from .history import HistoryServices
from .joining import JoiningServices
from .queues import queue_of_large_answers, queue_of_reports
from .rosters import RosterServices
from .sessions import SessionServices


def give_sessions(
    app: web.Application, sessions: SessionServices, history: HistoryServices
) -> None:
    """Running sessions and those that have ended, and the classes that they are of."""
    app[keys.RUNNING] = sessions.running
    app[keys.MARKING] = sessions.marking
    app[keys.OWN_LESSONS] = sessions.own_lessons
    app[keys.CLASSES] = sessions.classes
    app[keys.LEASE] = sessions.lease
    app[keys.SAVED] = history.saved
    app[keys.ENDED] = history.ended
    app[keys.ABSENCE_NOTES] = history.absence_notes


def give_accounts(app: web.Application, accounts: AccountServices) -> None:
    """Accounts, the ways to log in, and their administration."""
    app[keys.ACCOUNTS] = accounts.accounts
    app[keys.API_KEYS] = accounts.api_keys
    app[keys.DEVICES] = accounts.devices
    app[keys.FORGOTTEN] = accounts.forgotten
    app[keys.KNOWN_STUDENTS] = accounts.known_students
    app[keys.MERGER] = accounts.merger
    app[keys.PEOPLE] = accounts.people
    app[keys.RESET_CODES] = accounts.reset_codes
    app[keys.SIGN_ON] = accounts.sign_on
    app[keys.SIGN_ONS] = accounts.sign_ons
    app[KNOWN_BROWSERS] = accounts.known_browsers


def give_rosters(app: web.Application, rosters: RosterServices) -> None:
    """Lists of students in, codes and invitations."""
    app[keys.CLAIM_CODES] = rosters.claim_codes
    app[keys.ENROLMENTS] = rosters.enrolments
    app[keys.IMPORTS] = rosters.imports
    app[keys.INVITATIONS] = rosters.invitations
    app[keys.MAPPED_FILES] = rosters.mapped_files
    app[keys.MEETINGS] = rosters.meetings
    app[keys.RECENT_IMPORTS] = rosters.recent_imports
    app[keys.ROSTER_FILES] = rosters.files
    app[keys.SYNC] = rosters.sync


def give_joining(app: web.Application, joining: JoiningServices) -> None:
    """Ways in for students: the code of a class, and check-in."""
    app[keys.ARRIVALS] = joining.arrivals
    app[keys.CHECK_INS] = joining.check_ins
    app[keys.CLASS_CODES] = joining.class_codes
    app[keys.JOIN_REQUESTS] = joining.join_requests
    app[BROWSERS] = joining.browsers
    app[NETWORKS] = joining.networks


def give_queues(app: web.Application) -> None:
    """What makes answers that take long or hold much."""
    app[keys.WORKBOOKS] = Workbooks()
    app[keys.REPORTS] = queue_of_reports()
    app[keys.LARGE_ANSWERS] = queue_of_large_answers()
