"""The services by which students come in themselves: into a class, and to its sessions."""

from ..checkin.arrivals import Arrivals
from ..checkin.check_ins import CheckIns
from ..checkin.devices import Browsers
from ..checkin.networks import NetworkHashes
from ..checkin.past import EarlierCheckIns
from ..checkin.tries import Tries
from ..joining.class_codes import ClassCodes
from ..joining.join_requests import JoinRequests
from ..settings import Settings
from ..store import Store
from .clocks import ServerClocks
from .sessions import SessionServices


class JoiningServices:
    """How students join a class themselves, and check in to its sessions."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clocks: ServerClocks,
        secret: str,
        sessions: SessionServices,
    ) -> None:
        """`secret`: that of the server, from which these make keys of their own."""
        now, running, display = clocks.now, sessions.running, sessions.display
        self.join_requests = JoinRequests(store, sessions.classes, running, sessions.messenger, now)
        self.code_tries = Tries(clocks.counted, "class codes")
        self.class_codes = ClassCodes(
            store,
            sessions.classes,
            self.join_requests,
            self.code_tries,
            settings.public_url or "",
        )
        earlier = EarlierCheckIns(store)
        self.arrivals = Arrivals(running, display, earlier, sessions.messenger, now)
        self.check_in_tries = Tries(clocks.counted, "check-in")
        self.check_ins = CheckIns(
            running,
            display,
            earlier,
            clocks.steps,
            self.check_in_tries,
            self.join_requests.ask,
            now,
        )
        self.browsers = Browsers(secret)
        self.networks = NetworkHashes(secret)
