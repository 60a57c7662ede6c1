"""Where the parts of the server are wired together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from .absence.excusals import Excusals
from .absence.notes import AbsenceNotes
from .accounts.accounts import Accounts
from .accounts.api_keys import ApiKeys
from .accounts.attempts import Attempts
from .accounts.claim_codes import CodeTerm
from .accounts.devices import Devices
from .accounts.forgotten import ForgottenPasswords
from .accounts.known_browsers import KnownBrowsers
from .accounts.known_students import KnownStudents
from .accounts.password_logins import PasswordLogins
from .accounts.passwords import Passwords, equalize
from .accounts.resets import ResetCodes
from .accounts.sign_ons import SignOns
from .accounts.signup_policy import signup_policy
from .accounts.tokens import Tokens
from .administration.merging import AccountMerger
from .administration.people import People
from .api_docs import Documents
from .audit import Audit
from .checkin.arrivals import Arrivals
from .checkin.check_ins import CheckIns
from .checkin.clock import StepClock
from .checkin.devices import Browsers
from .checkin.display import CodeDisplay
from .checkin.events import EVENTS
from .checkin.networks import NetworkHashes
from .checkin.past import EarlierCheckIns
from .checkin.tries import Tries
from .data_dir import stored_secret
from .database.connection import DatabaseConnection
from .database.private_mongod import PrivateMongod
from .database.retention import Clocks, Retention
from .errors import StorageUnavailable, TooManyReports, TooManyRequests
from .http.answer_form import FORM
from .http.audited import AUDIT, audited
from .http.auth import authenticate, count_writes
from .http.check_in_cookies import BROWSERS, NETWORKS, source_of
from .http.client import TRUSTED_PROXIES
from .http.connections import Connections, most
from .http.cookies import KNOWN_BROWSERS
from .http.envelope import BODY_TIMEOUT, PASSWORD_RULES, answers_in, patient
from .http.headers import close_once, protect
from .http.now import NOW
from .http.origins import Origins
from .http.request_log import identify_request, show_request_id
from .http.sign_on_cookies import PUBLIC_URL
from .joining.class_codes import ClassCodes
from .joining.join_requests import JoinRequests
from .live.audience import Audience, DiscreetAudience
from .live.backlog import Backlog
from .live.classes import Classes
from .live.ended import EndedSessions
from .live.expiry import Expiry, seconds_counted
from .live.feed import Feed
from .live.following import Following
from .live.heartbeat import Heartbeat
from .live.journal import Journal
from .live.lease import Lease
from .live.limits import SocketLimits
from .live.marking import Marking
from .live.messenger import Messenger
from .live.outcomes import Outcomes
from .live.own_lessons import OwnLessons
from .live.past import PastSessions
from .live.quotas import Quotas
from .live.registry import SessionRegistry
from .live.results import ResultNews
from .live.revocation import TokenWatch
from .live.rooms import Rooms
from .live.saved import SavedSessions
from .live.sessions import RunningSessions
from .live.shared_clock import SharedClock
from .live.socket import SocketEndpoint
from .live.sockets import Sockets
from .mail.delivery import deliver
from .mail.letters import Letters
from .mail.outbox import Outbox
from .metrics import Metrics, Traffic
from .models import utc_now
from .rosters.codes import ClaimCodes
from .rosters.enrolment import Enrolments
from .rosters.files import RosterFiles
from .rosters.imports import RosterImporter
from .rosters.invitations import Invitations
from .rosters.mapping import MappedFiles
from .rosters.meeting_imports import MeetingImports
from .rosters.sync import RosterSync
from .rosters.undo import RecentImports
from .routes import (
    absence_notes,
    absences,
    api_docs,
    api_keys,
    attendance,
    check_in,
    class_codes,
    classes,
    devices,
    ended,
    export,
    health,
    history,
    invitations,
    join_requests,
    meetings,
    pages,
    presets,
    records,
    reports,
    rosters,
    students,
    sync,
    teachers,
    users,
)
from .routes import accounts as account_routes
from .routes import arrivals as arrival_routes
from .routes import (
    audit as audit_routes,
)
from .routes import imports as import_routes
from .routes import resets as reset_routes
from .routes import sign_on as sign_on_routes
from .routes.app_keys import (
    ABSENCE_NOTES,
    ACCOUNTS,
    API_KEYS,
    ARRIVALS,
    CHECK_INS,
    CLAIM_CODES,
    CLASS_CODES,
    CLASSES,
    DEVICES,
    DOCUMENTS,
    ENDED,
    ENROLMENTS,
    FORGOTTEN,
    IMPORTS,
    INVITATIONS,
    JOIN_REQUESTS,
    KNOWN_STUDENTS,
    LARGE_ANSWERS,
    LEASE,
    MAPPED_FILES,
    MARKING,
    MEETINGS,
    MERGER,
    METRICS,
    OWN_LESSONS,
    PEOPLE,
    RECENT_IMPORTS,
    REPORTS,
    RESET_CODES,
    ROSTER_FILES,
    RUNNING,
    SAVED,
    SIGN_ON,
    SIGN_ONS,
    STOPPING,
    STORE,
    SUPERVISOR,
    SYNC,
    WORKBOOKS,
)
from .routes.formats import show_zone
from .routes.pages import WayIn
from .routes.socket import PATH, identifier, socket_handler
from .routes.socketio import PATH as SOCKETIO_PATH
from .routes.socketio import SocketIODoor
from .settings import PasswordLogIn, Settings, ShareMarks
from .sign_on.sign_on import sign_on_of
from .store.clock_trust import boot_id
from .store.migrations import migrate
from .supervision import LongLived, Supervisor, Work
from .tables import Workbooks
from .wire.password_rules import rules_of
from .workers import BoundedQueue

if TYPE_CHECKING:
    from .siblings.siblings import Siblings

MAX_BODY = 64 * 1024

REPORTS_AT_ONCE = 4
LARGE_AT_ONCE = 4
"""Reports that are counted and read at once, and large answers that are made at once."""

REPORTS_WAITING = 500
LARGE_WAITING = 200
"""Those that may run or wait: a whole year of students may request their own reports at once."""

REPORT_SECONDS = 1.0
LARGE_SECONDS = 0.5
"""How long one takes: for a class of 1,000 students with 200 sessions, and for one of 10,000."""

SOCKETS = web.AppKey("sockets", Sockets)
DOOR = web.AppKey("door", SocketIODoor)
CONNECTIONS = web.AppKey("connections", Connections)


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
    passwords = Passwords(settings.bcrypt_rounds, settings.max_waiting_logins)
    rules = rules_of(settings.password_rules)
    clock = SharedClock(utc_now, seconds_counted)
    tokens = Tokens(store, secret, settings.jwt_ttl, clock.seconds)
    registry = SessionRegistry()
    rooms = Rooms()
    discreet = settings.share_marks is ShareMarks.OWN
    step_clock = StepClock(clock.steady, seconds_counted, boot_id())
    display = CodeDisplay(rooms, step_clock, settings.public_url or "")
    audience = DiscreetAudience if discreet else Audience
    outcomes = Outcomes(rooms, audience(rooms, display.changed))
    backlog = Backlog(registry, timeout=settings.commit_timeout, limit=settings.max_waiting_marks)
    following = Following(registry, backlog, store.sessions, outcomes)
    lease = Lease(store.servers, seconds_counted)
    journal = Journal(backlog, store.sessions, outcomes, following, lambda: lease.held)
    expiry = Expiry(settings.session_max, clock.now, seconds_counted)
    quotas = Quotas(
        classes_per_teacher=settings.classes_per_teacher,
        students_per_class=settings.students_per_class,
        sessions_per_class=settings.sessions_per_class,
        unclaimed_per_teacher=settings.unclaimed_per_teacher,
    )
    token_watch = TokenWatch(rooms, tokens.identify, tokens.ended, tokens.forget, clock.seconds)
    sessions = RunningSessions(
        registry, rooms, journal, following, store, expiry, outcomes, quotas, token_watch, clock.now
    )
    messenger = Messenger(rooms, clock.now)
    marking = Marking(sessions, clock.now)
    feed = Feed(store.change_stream, store, sessions, following, clock.now)
    classes_ = Classes(sessions, store, quotas, messenger, clock.now)
    earlier = EarlierCheckIns(store)
    arrivals = Arrivals(sessions, display, earlier, messenger, clock.now)
    joining = JoinRequests(store, classes_, sessions, messenger, clock.now)
    tries = Tries(seconds_counted, "check-in")
    class_tries = Tries(seconds_counted, "class codes")
    check_ins = CheckIns(sessions, display, earlier, step_clock, tries, joining.ask, clock.now)
    code_term = CodeTerm(settings.code_ttl, clock.now)
    known_students = KnownStudents(store, settings.student_directory, clock.now)
    password_logins = PasswordLogins(settings.passwords is PasswordLogIn.OFF)
    resets = ResetCodes(store, known_students, clock.now, password_logins=password_logins)
    outbox = Outbox(partial(deliver, settings.smtp_url)) if settings.smtp_url else None
    imports = RosterImporter(store, classes_, known_students, quotas, code_term, clock.now)
    heartbeat = Heartbeat(rooms, settings.max_unsent_mb << 20)
    clocks = Clocks(store.clock, utc_now, seconds_counted)
    retention = Retention(
        store.sessions, settings.keep_sessions, clocks, store.absence_notes, store.takes
    )
    audit = Audit(store.audit if settings.keep_audit else None)
    traffic = Traffic()
    origins = Origins(settings.allowed_origins, credentialed=SOCKETIO_PATH)
    limits = SocketLimits(
        frames=settings.frames_per_socket,
        sockets=settings.max_sockets,
        sockets_per_user=settings.max_sockets_per_user,
    )

    sockets = Sockets(
        *(sessions, token_watch, limits, EVENTS, (marking, check_ins, arrivals), source_of),
        may_serve=lambda: lease.held,
    )
    lease.on_loss = sockets.send_away
    lease.on_return = feed.read_all
    lease.on_beat = clock.heard
    store.servers.jump = lambda: clock.jump
    feed.on_user = token_watch.check_user
    feed.on_message = messenger.receive
    feed.on_gap = token_watch.check_all
    endpoint = SocketEndpoint(sockets, identifier(tokens), origins.check)
    door = SocketIODoor(sockets, tokens.identify, origins.check, siblings)

    async def with_database(_: web.Application) -> AsyncIterator[None]:
        async with database.opened():
            if store.replicated:
                # First: codes that are read or issued from here on go by it.
                jump = timedelta(seconds=await store.servers.jump_of_most())
                asked_at = seconds_counted()
                clock.heard(await store.clock.now() - jump, asked_at, seconds_counted())
                for limited in (attempts, tries, class_tries):
                    limited.share(store.counts)
                if sign_on:
                    sign_on.share(store.used_once)
                messenger.share(store.messages)
            yield

    async def with_sessions(_: web.Application) -> AsyncIterator[None]:
        # Before the sessions, whose rosters then include the students that it enrols.
        await imports.restore()
        await store.claims.set_missing_expiry(code_term.end())
        if store.replicated:
            backlog.shared = following.streaming = True
            await lease.take()
            # Before the sessions are read, so that nothing is missed.
            await store.change_stream.open(settings.commit_timeout)
        else:
            await store.sessions.fence()
        await sessions.restore()
        works: dict[LongLived, Work] = {
            LongLived.CATCHING_UP: following.run,
            LongLived.TOKEN_WATCH: token_watch.run,
            LongLived.TOKEN_EXPIRY: token_watch.expire,
            LongLived.SESSION_LIMIT: sessions.expire,
            LongLived.SUBSTITUTES: sessions.end_terms,
            LongLived.HEARTBEAT: heartbeat.run,
            LongLived.CHECK_IN: check_ins.run,
            LongLived.IMPORTS: imports.run,
        }
        if store.replicated:
            works[LongLived.LEASE] = lease.run
            works[LongLived.FEED] = feed.run
            works[LongLived.MESSAGES] = messenger.run
        if settings.keep_audit:
            await store.audit.prepare(settings.keep_audit)
            works[LongLived.AUDIT] = audit.run
        if outbox:
            works[LongLived.MAIL] = outbox.run
        if settings.keep_sessions:
            works[LongLived.RETENTION] = retention.run
        # Without it, nothing could be saved when the server stops.
        supervisor.start(LongLived.JOURNAL, journal.run, again=True)
        for name, work in works.items():
            supervisor.start(name, work)
        await sessions.complete_rosters()
        await excusals.catch_up()
        migrated = asyncio.create_task(
            migrate({"search keys of users": store.users.add_search_keys})
        )
        equalized = asyncio.create_task(equalize(passwords, store.users))
        yield
        migrated.cancel()
        equalized.cancel()
        await supervisor.stop(LongLived.JOURNAL, *works)
        await messenger.close()
        if store.replicated:
            with suppress(StorageUnavailable):
                await store.servers.leave()
        await audit.close()
        await passwords.close()

    async def with_sign_on(_: web.Application) -> AsyncIterator[None]:
        yield
        if sign_on:
            await sign_on.close()

    attempts = Attempts(
        failures_per_email=settings.login_failures_per_email,
        failures_per_address=settings.login_failures_per_address,
        signups_per_address=settings.signups_per_address,
        mails_per_email=settings.mails_per_email,
        mails_per_address=settings.mails_per_address,
        writes_per_account=settings.writes_per_account,
    )
    keys = ApiKeys(store, attempts, clock.now)
    app = web.Application(
        middlewares=[
            identify_request,
            audited(audit),
            answers_in(settings.answers),
            patient(settings.commit_timeout),
            origins.answer_preflight,
            authenticate(tokens, keys),
            count_writes(attempts.count_write),
        ],
        client_max_size=MAX_BODY,
    )
    app[STORE] = store
    app[AUDIT] = audit
    app[NOW] = clock.now
    app[API_KEYS] = keys
    app[TRUSTED_PROXIES] = tuple(settings.trusted_proxies)
    app[DEVICES] = remembered = Devices(
        store, tokens, attempts, token_watch.close_sockets, settings.remember_for, clock.now
    )
    app[KNOWN_BROWSERS] = KnownBrowsers(secret)
    app[ACCOUNTS] = accounts = Accounts(
        store,
        passwords,
        tokens,
        attempts,
        policy,
        code_term,
        resets,
        classes_,
        remembered,
        token_watch.close_sockets,
        password_logins=password_logins,
    )
    app[SIGN_ONS] = SignOns(store, settings.oidc_domains, accounts.end_tokens)
    app[SIGN_ON] = sign_on = sign_on_of(settings, secret, clock.seconds)
    app[PUBLIC_URL] = settings.public_url or ""
    letters = Letters(settings.mail_sender, settings.public_url or "")
    app[RESET_CODES] = resets
    app[FORGOTTEN] = ForgottenPasswords(
        store, resets, attempts, audit, clock.now, (outbox, letters) if outbox else None
    )
    app[PEOPLE] = People(store, accounts, classes_, clock.now)
    app[MERGER] = AccountMerger(store, store.merging, accounts, classes_, registry)
    app[PASSWORD_RULES] = rules
    app[FORM] = settings.answers
    app[BODY_TIMEOUT] = settings.body_timeout
    app[CONNECTIONS] = connections = Connections(
        most(settings.max_sockets, settings.max_connections)
    )
    app[WORKBOOKS] = Workbooks()
    app[REPORTS] = _answers(REPORTS_AT_ONCE, REPORTS_WAITING, REPORT_SECONDS)
    app[LARGE_ANSWERS] = _answers(LARGE_AT_ONCE, LARGE_WAITING, LARGE_SECONDS)
    app[IMPORTS] = imports
    news = ResultNews(messenger, store)
    past = PastSessions(sessions, store, quotas, news, clock.now)
    app[MEETINGS] = MeetingImports(store, past)
    app[SYNC] = RosterSync(store, imports)
    app[RECENT_IMPORTS] = RecentImports(store, classes_, imports, clock.now)
    app[CLAIM_CODES] = ClaimCodes(store, code_term, known_students, classes_)
    app[ENROLMENTS] = Enrolments(store, classes_, known_students, clock.now)
    app[INVITATIONS] = Invitations(store, attempts, classes_)
    app[ROSTER_FILES] = roster_files = RosterFiles()
    app[MAPPED_FILES] = MappedFiles(roster_files, store, clock.now)
    app[KNOWN_STUDENTS] = known_students
    app[RUNNING] = sessions
    app[OWN_LESSONS] = OwnLessons(sessions, store, quotas, clock.now)
    app[MARKING] = marking
    app[CHECK_INS] = check_ins
    app[ARRIVALS] = arrivals
    app[JOIN_REQUESTS] = joining
    app[CLASS_CODES] = ClassCodes(store, classes_, joining, class_tries, settings.public_url or "")
    app[BROWSERS] = Browsers(secret)
    app[NETWORKS] = NetworkHashes(secret)
    app[CLASSES] = classes_
    app[SAVED] = saved = SavedSessions(sessions, store)
    app[ENDED] = ended_sessions = EndedSessions(sessions, saved, store, news, clock.now)
    excusals = Excusals(sessions, ended_sessions, store, clock.now)
    app[ABSENCE_NOTES] = AbsenceNotes(store, excusals, messenger, clock.now)
    app[SOCKETS] = sockets
    app[DOOR] = door
    app[LEASE] = lease
    app[STOPPING] = stopping = asyncio.Event()
    app[SUPERVISOR] = supervisor
    metrics = Metrics(
        sessions, accounts, remembered, traffic, connections, audit, lease, feed, clock
    )
    app[METRICS] = siblings.metrics_of_all(metrics.registry) if siblings else metrics.render
    app.on_response_prepare.extend(
        [
            show_request_id,
            protect,
            close_once(stopping),
            show_zone,
            origins.share,
            traffic.note,
        ]
    )
    for resource in (
        account_routes,
        sign_on_routes,
        devices,
        reset_routes,
        users,
        classes,
        teachers,
        invitations,
        students,
        attendance,
        check_in,
        arrival_routes,
        join_requests,
        class_codes,
        absence_notes,
        history,
        ended,
        records,
        presets,
        reports,
        absences,
        import_routes,
        rosters,
        sync,
        meetings,
        api_keys,
        export,
        audit_routes,
        health,
        api_docs,
    ):
        app.add_routes(resource.routes)
    serve_socket = socket_handler(endpoint)
    app.router.add_get(PATH, serve_socket, allow_head=False)
    app.router.add_route(hdrs.METH_ANY, SOCKETIO_PATH, door.handle)
    app.add_routes(pages.routes(serve_socket, passwords=rules, ways=ways_in(settings)))
    app[DOCUMENTS] = Documents(app.router.routes(), rules, settings.answers).read
    app.cleanup_ctx.extend([with_database, with_sessions, with_sign_on])
    return app


def _answers(at_once: int, waiting: int, seconds_each: float) -> BoundedQueue:
    """A queue for answers of which only a few are made at once."""
    return BoundedQueue(
        at_once=at_once,
        limit=at_once + waiting,
        seconds_each=seconds_each,
        full=TooManyReports,
        account_full=TooManyRequests,
    )


def ways_in(settings: Settings) -> frozenset[WayIn]:
    """The ways in that the pages offer."""
    offered = {
        WayIn.PASSWORD: settings.passwords is PasswordLogIn.ON,
        WayIn.SIGN_ON: settings.oidc_issuer is not None,
        WayIn.MAIL: settings.smtp_url is not None,
    }
    return frozenset(way for way, is_offered in offered.items() if is_offered)
