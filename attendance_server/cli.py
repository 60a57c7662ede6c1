"""The command line: serve, check, create-teacher, create-admin, reset-password, release-email,
backup, restore.
"""

import argparse
import asyncio
import getpass
import resource
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeAlias

import orjson
from attrs import evolve

from . import __version__
from .accounts.accounts import Accounts
from .accounts.attempts import Attempts
from .accounts.claim_codes import CodeTerm
from .accounts.devices import Devices
from .accounts.known_students import KnownStudents
from .accounts.memberships import StoredMemberships
from .accounts.password_logins import PasswordLogins
from .accounts.passwords import Passwords
from .accounts.resets import ResetCodes
from .accounts.signup_policy import SignupPolicy
from .accounts.tokens import Tokens
from .audit import OK, STARTED, Action, Audit, Event
from .data_dir import stored_secret
from .database import backup
from .database.connection import DatabaseConnection
from .database.saving import STANDARD_STREAM, Backup
from .errors.accounts import UserNotFound
from .errors.requests import InvalidSchema
from .exit_errors import BackupError
from .http.connections import SPARE_FILES
from .models import ResetWay, Role, is_id, iso_time, utc_now
from .open_files import allow_many_files
from .problems import FieldError, Problem, ProblemCode
from .serve import OPEN_TO_ALL, run_to_end, serve
from .settings import Settings
from .settings.choices import PasswordLogIn, TeacherSignup
from .wire.codec import parse_body
from .wire.fields import Email, converter
from .wire.password_rules import rules_of
from .wire.requests import Signup

Command: TypeAlias = Callable[[Settings, argparse.Namespace], Coroutine[Any, Any, None]]

ABOUT = """\
Takes attendance live. Without a command it runs the server until SIGTERM or SIGINT.
Settings come from the environment, and from .env in the working directory."""

TEACHERS = {
    TeacherSignup.OPEN: OPEN_TO_ALL,
    TeacherSignup.CODE: "anyone who knows TEACHER_CODE can become a teacher",
    TeacherSignup.CLOSED: "no one can sign up as a teacher; create-teacher creates their accounts",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; `arguments` are those of the process by default.

    Exits with 2 if a setting, an option or input is missing or wrong, with 70 if a part of the
    server ended while it ran, with 1 if a command fails otherwise, and with 130 or 143 if it is
    interrupted by SIGINT or SIGTERM.
    """
    options = _parser().parse_args(arguments)
    run_to_end(lambda settings: options.command(settings, options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="attendance-server",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"attendance-server {__version__}")
    parser.set_defaults(command=lambda settings, _: serve(settings))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, command: Command, about: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=about, allow_abbrev=False)
        added.set_defaults(command=command)
        return added

    add("check", check, "Check the settings and the database: whether a server could start.")
    teacher = add(
        "create-teacher",
        create_account,
        "Create a teacher's account and print its id. At a terminal the password is asked for"
        " twice; otherwise it is read as one line from standard input.",
    )
    teacher.set_defaults(role=Role.TEACHER)
    admin = add(
        "create-admin",
        create_account,
        "Create an administrator's account, for the school office, and print its id. The password"
        " is asked for as by create-teacher.",
    )
    admin.set_defaults(role=Role.ADMIN)
    for account in (teacher, admin):
        account.add_argument("--name", required=True)
        account.add_argument("--email", required=True)
    add(
        "reset-password",
        reset_password,
        "Print a code by which the owner of an account, given by its e-mail address or student"
        " number, can choose a new password, within 24 hours, where accounts are claimed. Until"
        " then the old password stays valid. The owner sees afterwards that the code came from this"
        " command.",
    ).add_argument("login_name", metavar="EMAIL|NUMBER")
    add(
        "release-email",
        release_email,
        "Delete the account of EMAIL, so that the owner of the address can create one: for an"
        " address that someone else has signed up with, or that an import has reserved. The account"
        " is removed from all classes; ended sessions keep its id and marks. A teacher's account is"
        " deleted only if it has no classes; imported accounts without a class that only this"
        " teacher could hand out are deleted with it.",
    ).add_argument("email", metavar="EMAIL")
    add(
        "backup",
        save,
        "Save all users, classes and sessions to FILE, which must not exist yet; the server may"
        " keep running. A FILE of - is standard output.",
    ).add_argument("file", metavar="FILE")
    restoring = add(
        "restore",
        restore,
        "Load a backup into an empty database that no server is using. A FILE of - is standard"
        " input.",
    )
    restoring.add_argument("file", metavar="FILE")
    restoring.add_argument(
        "--replace",
        action="store_true",
        help="replace what is in the database, which is deleted once FILE has been loaded",
    )
    restoring.add_argument(
        "--without",
        metavar="IDS",
        help="a file with the ids, one per line, of accounts that were deleted after FILE was made;"
        " deletions that the database knows of are repeated in any case",
    )
    return parser


async def check(settings: Settings, _: argparse.Namespace) -> None:
    """Print what a server would find when it starts, one finding per line.

    Raises the `StartupError` that would keep it from starting.
    """
    _report("settings", "complete")
    _report("teachers", TEACHERS[settings.teachers])
    _check_files(settings.max_sockets)
    database = DatabaseConnection(settings)
    if database.mongod:
        program, folder = database.mongod.program, settings.data_dir.absolute()
        _report("database", f"a private MongoDB, {program}, on {folder}")
    else:
        _report("database", "the one at MONGO_URI")
    if settings.jwt_secret:
        _report("tokens", "signed with JWT_SECRET")
    else:
        stored_secret(settings.data_dir)
        _report("tokens", f"signed with the secret stored in {settings.data_dir.absolute()}")
    async with database.opened():
        _report("database", "answers, and has its indexes")


def _check_files(sockets: int) -> None:
    """Warn if the system does not grant enough file descriptors for so many sockets."""
    files = allow_many_files()
    if files != resource.RLIM_INFINITY and files < sockets + SPARE_FILES:
        _report(
            "sockets",
            f"warning: MAX_SOCKETS is {sockets}, and the limit of open files (ulimit -Hn) is"
            f" {files}: raise it, or set MAX_SOCKETS to {max(1, files - SPARE_FILES)}",
        )


def _report(about: str, finding: str) -> None:
    print(f"{about}: {finding}", flush=True)


def create_account(settings: Settings, options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    """Read the password, and return the work that creates the account. Raises `InvalidSchema`."""
    # Before the event loop runs, as Ctrl-C at the prompt would not interrupt it.
    account = _account(settings, options.name, options.email, _read_password())
    return _add(settings, account, options.role)


async def _add(settings: Settings, account: Signup, role: Role) -> None:
    """Create an account of this role and print its id.

    Raises `EmailTaken`, `StorageUnavailable`, and `StartupError` if the database cannot be used.
    """
    async with _accounts(settings) as accounts:
        user = await accounts.create(account.name, account.email, role, account.password)
        print(user.id, flush=True)


async def reset_password(settings: Settings, options: argparse.Namespace) -> None:
    """Issue a code for a new password to an account, and print it.

    Raises `UserNotFound`, `AccountDisabled`, `PasswordsOff`, `InvalidSchema`, `StorageUnavailable`,
    and `StartupError` if the database cannot be used.
    """
    login_name = options.login_name
    # A student number has no @.
    email = _email(login_name) if "@" in login_name else None
    async with DatabaseConnection(settings).opened(beside_server=True) as store:
        users = store.users
        user = await (users.by_email(email) if email else users.by_number(login_name))
        if user is None:
            raise UserNotFound
        audit = Audit(store.audit if settings.keep_audit else None)
        targets = {"userId": user.id, "way": ResetWay.COMMAND.value}
        event = Event(at=utc_now(), action=Action.RESET_CODE, outcome=STARTED, targets=targets)
        key = await audit.begin(event)
        known_students = KnownStudents(store, settings.student_directory, utc_now)
        password_logins = PasswordLogins(settings.passwords is PasswordLogIn.OFF)
        resets = ResetCodes(store, known_students, utc_now, password_logins=password_logins)
        issued = await resets.issue(user, ResetWay.COMMAND)
        await audit.finish(key, evolve(event, outcome=OK))
        print(issued.code, flush=True)


async def release_email(settings: Settings, options: argparse.Namespace) -> None:
    """Delete the account of an address, and print its id.

    Raises `UserNotFound`, `TeacherHasClasses`, `InvalidSchema`, `StorageUnavailable`, and
    `StartupError` if the database cannot be used.
    """
    email = _email(options.email)
    async with _accounts(settings) as accounts:
        user = await accounts.by_email(email)
        if user is None:
            raise UserNotFound
        await accounts.delete(user)
        print(user.id, flush=True)


def _email(text: str) -> Email:
    """An address as it is stored. Raises `InvalidSchema`."""
    try:
        return converter.structure(text, Email)
    except FieldError as exc:
        raise InvalidSchema([exc.at("email")]) from None


@asynccontextmanager
async def _accounts(settings: Settings) -> AsyncIterator[Accounts]:
    """The accounts in the database of the settings, for a command.

    No one signs up or logs in here, so that no limit, code or token is needed. Raises
    `StartupError` if the database cannot be used.
    """
    database = DatabaseConnection(settings)
    passwords = Passwords(settings.bcrypt_rounds, limit=1)

    def close_sockets(*_: object) -> None:
        """Nothing: there are none in this process."""

    try:
        async with database.opened(beside_server=True) as store:
            known_students = KnownStudents(store, settings.student_directory, utc_now)
            tokens = Tokens(store, secrets.token_hex(), settings.jwt_ttl)
            attempts = Attempts()
            yield Accounts(
                store,
                passwords,
                tokens,
                attempts,
                SignupPolicy(),
                CodeTerm(settings.code_ttl, utc_now),
                ResetCodes(store, known_students, utc_now),
                StoredMemberships(store),
                Devices(store, tokens, attempts, close_sockets, settings.remember_for, utc_now),
                close_sockets,
            )
    finally:
        await passwords.close()


def _account(settings: Settings, name: str, email: str, password: str) -> Signup:
    """A sign-up, validated like one over HTTP. Raises `InvalidSchema`.

    Its role is one that a sign-up may have.
    """
    fields = {"name": name, "email": email, "password": password, "role": Role.TEACHER}
    try:
        body = orjson.dumps(fields)
    except orjson.JSONEncodeError:
        raise InvalidSchema([Problem("", "expected UTF-8", ProblemCode.NOT_TEXT)]) from None
    return parse_body(body, Signup, rules_of(settings.password_rules))


def _read_password() -> str:
    """Ask for the password twice at a terminal, without showing it, or else read one line of input.

    Raises `InvalidSchema` if the terminal provides none, or if the two differ.
    """
    if not sys.stdin.isatty():
        # UTF-8 as over HTTP, whatever the locale; anything else is refused by the validation.
        line = sys.stdin.buffer.readline().decode(errors="surrogateescape")
        return line.removesuffix("\n").removesuffix("\r")
    try:
        password = getpass.getpass("Password: ")
        again = getpass.getpass("Password again: ")
    except (EOFError, UnicodeDecodeError):
        raise InvalidSchema([Problem("password", "cannot be read", ProblemCode.REQUIRED)]) from None
    if password != again:
        problem = Problem("password", "the two entries do not match", ProblemCode.CONFLICTING)
        raise InvalidSchema([problem])
    return password


async def save(settings: Settings, options: argparse.Namespace) -> None:
    """Save a backup. Raises what `backup.save` does."""
    _clean_up_on_sigterm()
    saved = await backup.save(settings, options.file)
    how = "all as it was at one moment" if saved.header.one_moment else "read one after another"
    # If the backup itself goes to standard output, nothing else does.
    out = sys.stderr if options.file == STANDARD_STREAM else sys.stdout
    print(f"saved: {_counts(saved)}; {how}", file=out, flush=True)


async def restore(settings: Settings, options: argparse.Namespace) -> None:
    """Restore a backup. Raises what `backup.restore` does."""
    _clean_up_on_sigterm()
    without = _ids(Path(options.without)) if options.without else ()
    restored = await backup.restore(
        settings, options.file, replace=options.replace, without=without
    )
    began = iso_time(restored.header.started_at)
    left_out = f"; left out as deleted since: users {restored.without}" if restored.without else ""
    print(f"restored: {_counts(restored)}; saved at {began}{left_out}", flush=True)


def _ids(file: Path) -> list[str]:
    """The ids in a file, one per line. Raises `BackupError`."""
    try:
        ids = file.read_text("ascii").split()
    except (OSError, UnicodeDecodeError) as exc:
        raise BackupError(f"{file}: {exc}") from exc
    for each in ids:
        if not is_id(each):
            raise BackupError(f"{file}: expected the id of an account on each line, not {each!r}")
    return ids


def _clean_up_on_sigterm() -> None:
    """Let SIGTERM cancel the command, so that it cleans up."""
    task = asyncio.current_task()
    assert task
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _counts(made: Backup) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in made.contents.counts.items())
