"""The server, put together: its services, the application that they are reached through, its life.

Each step is a module of `assembly/`.
"""

from typing import TYPE_CHECKING

from aiohttp import web

from .accounts.signup_policy import signup_policy
from .accounts.tokens import Tokens
from .assembly.accounts import AccountServices
from .assembly.application import add_metrics, add_routes, application
from .assembly.clocks import ServerClocks
from .assembly.handlers import (
    give_accounts,
    give_joining,
    give_queues,
    give_rosters,
    give_sessions,
)
from .assembly.history import HistoryServices
from .assembly.joining import JoiningServices
from .assembly.life_cycle import LifeCycle
from .assembly.rosters import RosterServices
from .assembly.sessions import SessionServices
from .assembly.several import SeveralServers
from .assembly.sockets import SocketServices
from .audit import Audit
from .data_dir import stored_secret
from .database.connection import DatabaseConnection
from .database.private_mongod import PrivateMongod
from .http.audited import AUDIT
from .http.now import NOW
from .http.origins import Origins
from .live.expiry import seconds_counted
from .models import utc_now
from .routes.app_keys import STORE, SUPERVISOR
from .routes.socketio import PATH as SOCKETIO_PATH
from .settings import Settings
from .shared_settings import Agreement
from .store.clock_trust import boot_id
from .supervision import Supervisor

if TYPE_CHECKING:
    from .siblings.siblings import Siblings


def create_app(
    settings: Settings,
    supervisor: Supervisor | None = None,
    siblings: "Siblings | None" = None,
    mongod: PrivateMongod | None = None,
) -> web.Application:
    """The server as an aiohttp application, which connects to nothing until it is started.

    `supervisor` notices if a part of it ends before the whole. `siblings`: given to one of several
    workers. `mongod`: the private one, if it was made before. Raises `SettingsError`.
    """
    # First, so that a choice which the operator has to make is reported before anything is done.
    policy = signup_policy(settings)
    supervisor = supervisor or Supervisor()
    database = DatabaseConnection(settings, supervisor, replica_set=False, mongod=mongod)
    store = database.store
    secret = settings.jwt_secret or stored_secret(settings.data_dir)
    clocks = ServerClocks(utc_now, seconds_counted, boot_id())
    tokens = Tokens(store, secret, settings.jwt_ttl, clocks.shared.seconds)
    audit = Audit(store.audit if settings.keep_audit else None)
    origins = Origins(settings.allowed_origins, credentialed=SOCKETIO_PATH)

    sessions = SessionServices(settings, store, clocks, tokens)
    history = HistoryServices(settings, store, clocks, sessions)
    accounts = AccountServices(settings, store, clocks, tokens, policy, audit, sessions)
    rosters = RosterServices(store, clocks, sessions, history, accounts)
    joining = JoiningServices(settings, store, clocks, secret, sessions)
    sockets = SocketServices(settings, tokens, origins, sessions, joining, siblings)

    app = application(settings, audit, tokens, origins, accounts)
    app[STORE] = store
    app[NOW] = clocks.now
    app[AUDIT] = audit
    app[SUPERVISOR] = supervisor
    give_sessions(app, sessions, history)
    give_accounts(app, accounts)
    give_rosters(app, rosters)
    give_joining(app, joining)
    give_queues(app)
    add_metrics(app, clocks, audit, sessions, accounts, siblings)
    add_routes(app, settings, sockets)

    several = SeveralServers(
        store,
        clocks,
        settings.commit_timeout,
        Agreement.of(settings, secret),
        sessions,
        accounts,
        joining,
        sockets,
    )
    life_cycle = LifeCycle(
        settings,
        database,
        supervisor,
        audit,
        sessions,
        history,
        accounts,
        rosters,
        joining,
        several,
    )
    life_cycle.attach(app)
    return app
