"""The services of running sessions: from a mark to those who hear of it."""

from ..accounts.tokens import Tokens
from ..checkin.display import CodeDisplay
from ..live.audience import Audience, DiscreetAudience
from ..live.backlog import Backlog
from ..live.classes import Classes
from ..live.expiry import Expiry
from ..live.feed import Feed
from ..live.following import Following
from ..live.heartbeat import Heartbeat
from ..live.journal import Journal
from ..live.lease import Lease
from ..live.marking import Marking
from ..live.messenger import Messenger
from ..live.outcomes import Outcomes
from ..live.own_lessons import OwnLessons
from ..live.quotas import Quotas
from ..live.registry import SessionRegistry
from ..live.revocation import TokenWatch
from ..live.rooms import Rooms
from ..live.sessions import RunningSessions
from ..settings import Settings
from ..settings.choices import ShareMarks
from ..store import Store
from .clocks import ServerClocks


class SessionServices:
    """Running sessions, their rooms, and how what is saved of them is heard."""

    def __init__(
        self, settings: Settings, store: Store, clocks: ServerClocks, tokens: Tokens
    ) -> None:
        now = clocks.now
        self.registry = SessionRegistry()
        self.rooms = Rooms()
        self.display = CodeDisplay(self.rooms, clocks.steps, settings.public_url or "")
        audience = DiscreetAudience if settings.share_marks is ShareMarks.OWN else Audience
        outcomes = Outcomes(self.rooms, audience(self.rooms, self.display.changed))
        self.backlog = Backlog(
            self.registry, timeout=settings.commit_timeout, limit=settings.max_waiting_marks
        )
        self.following = Following(self.registry, self.backlog, store.sessions, outcomes)
        self.lease = lease = Lease(store.servers, clocks.counted)
        self.journal = Journal(
            self.backlog, store.sessions, outcomes, self.following, lambda: lease.held
        )
        self.quotas = Quotas(
            classes_per_teacher=settings.classes_per_teacher,
            students_per_class=settings.students_per_class,
            sessions_per_class=settings.sessions_per_class,
            unclaimed_per_teacher=settings.unclaimed_per_teacher,
        )
        self.token_watch = TokenWatch(
            self.rooms, tokens.identify, tokens.ended, tokens.forget, clocks.shared.seconds
        )
        self.running = RunningSessions(
            self.registry,
            self.rooms,
            self.journal,
            self.following,
            store,
            Expiry(settings.session_max, now, clocks.counted),
            outcomes,
            self.quotas,
            self.token_watch,
            now,
        )
        self.marking = Marking(self.running, now)
        self.own_lessons = OwnLessons(self.running, store, self.quotas, now)
        self.messenger = Messenger(self.rooms, now)
        self.classes = Classes(self.running, store, self.quotas, self.messenger, now)
        self.feed = Feed(store.change_stream, store, self.running, self.following, now)
        self.heartbeat = Heartbeat(self.rooms, settings.max_unsent_mb << 20)
