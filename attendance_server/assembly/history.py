"""The services of sessions that have ended, and of absences in them."""

from ..absence.excusals import Excusals
from ..absence.notes import AbsenceNotes
from ..database.retention import Clocks, Retention
from ..live.ended import EndedSessions
from ..live.past import PastSessions
from ..live.results import ResultNews
from ..live.saved import SavedSessions
from ..settings import Settings
from ..store import Store
from .clocks import ServerClocks
from .sessions import SessionServices


class HistoryServices:
    """What is read of sessions later, corrected, entered afterwards, excused and removed."""

    def __init__(
        self, settings: Settings, store: Store, clocks: ServerClocks, sessions: SessionServices
    ) -> None:
        running, now = sessions.running, clocks.now
        news = ResultNews(sessions.messenger, store)
        self.past = PastSessions(running, store, sessions.quotas, news, now)
        self.saved = SavedSessions(running, store)
        self.ended = EndedSessions(running, self.saved, store, news, now)
        self.excusals = Excusals(running, self.ended, store, now)
        self.absence_notes = AbsenceNotes(store, self.excusals, sessions.messenger, now)
        self.retention = Retention(
            store.sessions,
            settings.keep_sessions,
            Clocks(store.clock, clocks.machine, clocks.counted),
            store.absence_notes,
            store.takes,
        )
