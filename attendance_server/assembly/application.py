"""The server as an aiohttp application: what requests pass through, and where they end."""

import asyncio
from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from ..accounts.tokens import Tokens
from ..api_docs import Documents
from ..audit import Audit
from ..http.answer_form import FORM
from ..http.audited import audited
from ..http.auth import authenticate, count_writes
from ..http.client import TRUSTED_PROXIES
from ..http.connections import Connections, most
from ..http.envelope import BODY_TIMEOUT, PASSWORD_RULES, answers_in, patient
from ..http.headers import close_once, protect
from ..http.origins import Origins
from ..http.request_log import identify_request, show_request_id
from ..http.sign_on_cookies import PUBLIC_URL
from ..live.sockets import Sockets
from ..metrics import Metrics, Traffic
from ..routes import pages
from ..routes.app_keys import DOCUMENTS, METRICS, STOPPING
from ..routes.formats import show_zone
from ..routes.pages import WayIn
from ..routes.resources import ROUTES
from ..routes.socket import PATH, socket_handler
from ..routes.socketio import PATH as SOCKETIO_PATH
from ..routes.socketio import SocketIODoor
from ..settings import Settings
from ..settings.choices import PasswordLogIn
from ..wire.password_rules import rules_of
from .accounts import AccountServices
from .clocks import ServerClocks
from .sessions import SessionServices
from .sockets import SocketServices

if TYPE_CHECKING:
    from ..siblings.siblings import Siblings

MAX_BODY = 64 * 1024

SOCKETS = web.AppKey("sockets", Sockets)
DOOR = web.AppKey("door", SocketIODoor)
CONNECTIONS = web.AppKey("connections", Connections)


def application(
    settings: Settings, audit: Audit, tokens: Tokens, origins: Origins, accounts: AccountServices
) -> web.Application:
    """An application without routes, and what every request passes through."""
    app = web.Application(
        middlewares=[
            identify_request,
            audited(audit),
            answers_in(settings.answers),
            patient(settings.commit_timeout),
            origins.answer_preflight,
            authenticate(tokens, accounts.api_keys),
            count_writes(accounts.attempts.count_write),
        ],
        client_max_size=MAX_BODY,
    )
    app[TRUSTED_PROXIES] = tuple(settings.trusted_proxies)
    app[PUBLIC_URL] = settings.public_url or ""
    app[PASSWORD_RULES] = rules_of(settings.password_rules)
    app[FORM] = settings.answers
    app[BODY_TIMEOUT] = settings.body_timeout
    app[CONNECTIONS] = Connections(most(settings.max_sockets, settings.max_connections))
    app[STOPPING] = stopping = asyncio.Event()
    app.on_response_prepare.extend(
        [show_request_id, protect, close_once(stopping), show_zone, origins.share]
    )
    return app


def add_metrics(
    app: web.Application,
    clocks: ServerClocks,
    audit: Audit,
    sessions: SessionServices,
    accounts: AccountServices,
    siblings: "Siblings | None",
) -> None:
    """Count what the application answers, and show that with what its parts count."""
    traffic = Traffic()
    app.on_response_prepare.append(traffic.note)
    metrics = Metrics(
        sessions.running,
        accounts.accounts,
        accounts.devices,
        traffic,
        app[CONNECTIONS],
        audit,
        sessions.lease,
        sessions.feed,
        clocks.shared,
    )
    app[METRICS] = siblings.metrics_of_all(metrics.registry) if siblings else metrics.render


def add_routes(app: web.Application, settings: Settings, sockets: SocketServices) -> None:
    """Add all resources, the doors for sockets, the pages, and the description of all these."""
    app[SOCKETS] = sockets.sockets
    app[DOOR] = sockets.door
    for routes in ROUTES:
        app.add_routes(routes)
    rules = app[PASSWORD_RULES]
    serve_socket = socket_handler(sockets.endpoint)
    app.router.add_get(PATH, serve_socket, allow_head=False)
    app.router.add_route(hdrs.METH_ANY, SOCKETIO_PATH, sockets.door.handle)
    app.add_routes(pages.routes(serve_socket, passwords=rules, ways=ways_in(settings)))
    app[DOCUMENTS] = Documents(app.router.routes(), rules, settings.answers).read


def ways_in(settings: Settings) -> frozenset[WayIn]:
    """The ways in that the pages offer."""
    offered = {
        WayIn.PASSWORD: settings.passwords is PasswordLogIn.ON,
        WayIn.SIGN_ON: settings.oidc_issuer is not None,
        WayIn.MAIL: settings.smtp_url is not None,
    }
    return frozenset(way for way, is_offered in offered.items() if is_offered)
