"""The services of accounts: how users prove who they are, and what the school office changes."""

from functools import partial

from ..accounts.accounts import Accounts
from ..accounts.api_keys import ApiKeys
from ..accounts.attempts import Attempts
from ..accounts.claim_codes import CodeTerm
from ..accounts.devices import Devices
from ..accounts.forgotten import ForgottenPasswords
from ..accounts.known_browsers import KnownBrowsers
from ..accounts.known_students import KnownStudents
from ..accounts.password_logins import PasswordLogins
from ..accounts.passwords import Passwords
from ..accounts.resets import ResetCodes
from ..accounts.sign_ons import SignOns
from ..accounts.signup_policy import SignupPolicy
from ..accounts.tokens import Tokens
from ..administration.merging import AccountMerger
from ..administration.people import People
from ..audit import Audit
from ..mail.delivery import deliver
from ..mail.letters import Letters
from ..mail.outbox import Outbox
from ..settings import Settings
from ..settings.choices import PasswordLogIn
from ..sign_on.sign_on import sign_on_of
from ..store import Store
from .clocks import ServerClocks
from .sessions import SessionServices


class AccountServices:
    """Accounts, every way to log in to them, and their administration.

    `outbox` and `sign_on` are `None` on a server without mail and without single sign-on.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clocks: ServerClocks,
        tokens: Tokens,
        policy: SignupPolicy,
        audit: Audit,
        sessions: SessionServices,
    ) -> None:
        now, classes = clocks.now, sessions.classes
        close_sockets = sessions.token_watch.close_sockets
        self.attempts = Attempts(
            failures_per_email=settings.login_failures_per_email,
            failures_per_address=settings.login_failures_per_address,
            signups_per_address=settings.signups_per_address,
            mails_per_email=settings.mails_per_email,
            mails_per_address=settings.mails_per_address,
            writes_per_account=settings.writes_per_account,
        )
        self.passwords = Passwords(settings.bcrypt_rounds, settings.max_waiting_logins)
        self.code_term = CodeTerm(settings.code_ttl, now)
        self.known_students = KnownStudents(store, settings.student_directory, now)
        password_logins = PasswordLogins(settings.passwords is PasswordLogIn.OFF)
        self.reset_codes = ResetCodes(
            store, self.known_students, now, password_logins=password_logins
        )
        self.devices = Devices(
            store, tokens, self.attempts, close_sockets, settings.remember_for, now
        )
        self.known_browsers = KnownBrowsers(tokens.secret)
        self.accounts = Accounts(
            store,
            self.passwords,
            tokens,
            self.attempts,
            policy,
            self.code_term,
            self.reset_codes,
            classes,
            self.devices,
            close_sockets,
            password_logins=password_logins,
        )
        self.api_keys = ApiKeys(store, self.attempts, now)
        self.sign_on = sign_on_of(settings, tokens.secret, clocks.shared.seconds)
        self.sign_ons = SignOns(store, settings.oidc_domains, self.accounts.end_tokens)
        self.outbox = Outbox(partial(deliver, settings.smtp_url)) if settings.smtp_url else None
        letters = Letters(settings.mail_sender, settings.public_url or "")
        mail = (self.outbox, letters) if self.outbox else None
        self.forgotten = ForgottenPasswords(
            store, self.reset_codes, self.attempts, audit, now, mail
        )
        self.people = People(store, self.accounts, classes, now)
        self.merger = AccountMerger(store, store.merging, self.accounts, classes, sessions.registry)
