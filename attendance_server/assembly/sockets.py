"""The two doors for sockets, `/ws` and `/socket.io/`, and what is behind both."""

from typing import TYPE_CHECKING

from ..accounts.tokens import Tokens
from ..checkin.events import EVENTS
from ..http.check_in_cookies import source_of
from ..http.origins import Origins
from ..live.limits import SocketLimits
from ..live.socket import SocketEndpoint
from ..live.sockets import Sockets
from ..routes.socket import identifier
from ..routes.socketio import SocketIODoor
from ..settings import Settings
from .joining import JoiningServices
from .sessions import SessionServices

if TYPE_CHECKING:
    from ..siblings.siblings import Siblings


class SocketServices:
    """Accepts sockets, and handles the events of their frames."""

    def __init__(
        self,
        settings: Settings,
        tokens: Tokens,
        origins: Origins,
        sessions: SessionServices,
        joining: JoiningServices,
        siblings: "Siblings | None",
    ) -> None:
        lease = sessions.lease
        limits = SocketLimits(
            frames=settings.frames_per_socket,
            sockets=settings.max_sockets,
            sockets_per_user=settings.max_sockets_per_user,
        )
        self.sockets = Sockets(
            sessions.running,
            sessions.token_watch,
            limits,
            EVENTS,
            (sessions.marking, joining.check_ins, joining.arrivals),
            source_of,
            may_serve=lambda: lease.held,
        )
        self.endpoint = SocketEndpoint(self.sockets, identifier(tokens), origins.check)
        self.door = SocketIODoor(self.sockets, tokens.identify, origins.check, siblings)
