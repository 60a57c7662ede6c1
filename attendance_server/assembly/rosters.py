"""The services of rosters: lists of students in, and the codes that those in them need."""

from ..rosters.codes import ClaimCodes
from ..rosters.enrolment import Enrolments
from ..rosters.files import RosterFiles
from ..rosters.imports import RosterImporter
from ..rosters.invitations import Invitations
from ..rosters.mapping import MappedFiles
from ..rosters.meeting_imports import MeetingImports
from ..rosters.sync import RosterSync
from ..rosters.undo import RecentImports
from ..store import Store
from .accounts import AccountServices
from .clocks import ServerClocks
from .history import HistoryServices
from .sessions import SessionServices


class RosterServices:
    """Lists of students and meeting reports in, and codes and invitations for those in them."""

    def __init__(
        self,
        store: Store,
        clocks: ServerClocks,
        sessions: SessionServices,
        history: HistoryServices,
        accounts: AccountServices,
    ) -> None:
        now, classes, known = clocks.now, sessions.classes, accounts.known_students
        self.imports = RosterImporter(
            store, classes, known, sessions.quotas, accounts.code_term, now
        )
        self.recent_imports = RecentImports(store, classes, self.imports, now)
        self.sync = RosterSync(store, self.imports)
        self.files = RosterFiles()
        self.mapped_files = MappedFiles(self.files, store, now)
        self.meetings = MeetingImports(store, history.past)
        self.claim_codes = ClaimCodes(store, accounts.code_term, known, classes)
        self.enrolments = Enrolments(store, classes, known, now)
        self.invitations = Invitations(store, accounts.attempts, classes)
