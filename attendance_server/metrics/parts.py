"""The parts of the server that count what happens, and so make the metrics."""

from collections import Counter

from aiohttp import hdrs, web
from attrs import frozen

from ..accounts.accounts import Accounts
from ..accounts.devices import Devices
from ..audit import Audit
from ..http.connections import Connections
from ..http.envelope import REFUSAL
from ..live.feed import Feed
from ..live.lease import Lease
from ..live.sessions import RunningSessions
from ..live.shared_clock import SharedClock

NO_ROUTE = "none"
"""The route of every unknown path, since clients can make up any number of them."""

OTHER_METHOD = "OTHER"


class Traffic:
    """Counts HTTP answers by method, route and status, and the refusals among them by kind."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str, str]] = Counter()
        self.refusals: Counter[str] = Counter()

    async def note(self, request: web.Request, response: web.StreamResponse) -> None:
        """A signal handler that counts an answer before it is sent."""
        method = request.method if request.method in hdrs.METH_ALL else OTHER_METHOD
        resource = request.match_info.route.resource
        route = resource.canonical if resource else NO_ROUTE
        self.requests[method, route, str(response.status)] += 1
        refusal = response.get(REFUSAL)
        if refusal:
            self.refusals[refusal] += 1


@frozen(eq=False)
class Parts:
    """All that the metrics of one server are read from."""

    sessions: RunningSessions
    accounts: Accounts
    devices: Devices
    traffic: Traffic
    connections: Connections
    audit: Audit
    lease: Lease
    feed: Feed
    clock: SharedClock
