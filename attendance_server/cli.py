"""The command line: serve, check, create-teacher, release-email, backup, restore."""

import argparse
import asyncio
import faulthandler
import gc
import getpass
import logging
import resource
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

import orjson
import uvloop

from . import __version__, logs
from .accounts.passwords import Passwords
from .data_dir import stored_secret
from .database import backup
from .database.connection import DatabaseConnection
from .errors import AttendanceError, InvalidSchema, Problem, TeacherHasClasses, UserNotFound
from .exit_errors import BackupError, CommandError
from .http.connections import SPARE_FILES
from .models import Role, is_id, iso_time
from .server import serving
from .settings import Settings, TeacherSignup
from .supervision import Supervisor
from .wire.codec import parse_body
from .wire.fields import Email, converter
from .wire.password_rules import rules_of
from .wire.requests import Signup

log = logging.getLogger(__name__)

LONGEST_STOP = 60.0
"""Seconds beyond `SHUTDOWN_TIMEOUT` that a server in which something has failed may take to end."""

MACOS_OPEN_MAX = 10_240

Command: TypeAlias = Callable[[Settings, argparse.Namespace], Coroutine[Any, Any, None]]

ABOUT = """\
Takes attendance live. Without a command it serves, until SIGTERM or SIGINT.
Settings come from the environment, and from .env in the working directory."""

OPEN_TO_ALL = (
    "TEACHER_SIGNUP is open: anyone who reaches this server can become a teacher, and a teacher"
    " can list the names and addresses of all students; TEACHER_SIGNUP=code or =closed ends that"
)
TEACHERS = {
    TeacherSignup.OPEN: OPEN_TO_ALL,
    TeacherSignup.CODE: "who knows TEACHER_CODE can become a teacher",
    TeacherSignup.CLOSED: "nobody can sign up as a teacher; create-teacher makes them",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; `arguments` are those of the process where none are given.

    Exits with 2 where a setting, an option or what was typed in is missing or wrong, with 70 where
    a part of the server ended while it ran, with 1 where a command fails otherwise, and with 130 or
    143 where it is interrupted by SIGINT or SIGTERM.
    """
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.load()
        logs.set_up(settings.log_format, settings.log_level)
        work = options.command(settings, options)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(work)
    except CommandError as error:
        _fail(error.exit_code, str(error))
    except InvalidSchema as error:
        _fail(2, *(": ".join(filter(None, (at.path, at.message))) for at in error.details))
    except AttendanceError as error:
        _fail(1, error.message)
    except KeyboardInterrupt:
        _fail(130, "interrupted")
    except asyncio.CancelledError:
        _fail(143, "terminated")


def _fail(code: int, *lines: str) -> NoReturn:
    for line in lines:
        print(f"attendance-server: {line}", file=sys.stderr)
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="attendance-server",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"attendance-server {__version__}")
    parser.set_defaults(command=serve)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, command: Command, about: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=about, allow_abbrev=False)
        added.set_defaults(command=command)
        return added

    add("check", check, "Say whether a server could start: its settings and its database.")
    teacher = add(
        "create-teacher",
        create_teacher,
        "Make a teacher's account, and print its id. The password is asked for twice at a"
        " terminal, and is else one line of standard input.",
    )
    teacher.add_argument("--name", required=True)
    teacher.add_argument("--email", required=True)
    add(
        "release-email",
        release_email,
        "Delete the account of EMAIL, so that the owner of the address can have one: for an address"
        " that somebody else has signed up with, or that an import has reserved. The account is"
        " gone from all classes; ended sessions keep its id and marks. A teacher's account is"
        " deleted only where it has no classes.",
    ).add_argument("email", metavar="EMAIL")
    add(
        "backup",
        save,
        "Save all users, classes and sessions as FILE, which must not be there yet; the server may"
        " run meanwhile. A FILE of - is standard output.",
    ).add_argument("file", metavar="FILE")
    back = add(
        "restore",
        restore,
        "Put what a backup holds into an empty database, while no server runs on it. A FILE of -"
        " is standard input.",
    )
    back.add_argument("file", metavar="FILE")
    back.add_argument(
        "--replace",
        action="store_true",
        help="the database need not be empty: what is in it is gone once FILE is loaded",
    )
    back.add_argument(
        "--without",
        metavar="IDS",
        help="a file with the ids of accounts, one a line, that were deleted since FILE was made;"
        " those that the database knows of are left out in any case",
    )
    return parser


async def serve(settings: Settings, _: argparse.Namespace) -> None:
    """Serve until the process is told to stop, or a part of the server ends by itself.

    Raises `StartupError`, and `ServerFailed` for the latter.
    """
    _allow_many_sockets()
    stopped = asyncio.Event()
    supervisor = Supervisor(stopped.set)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with serving(settings, supervisor) as url:
        if settings.teacher_signup is TeacherSignup.OPEN:
            log.warning(OPEN_TO_ALL)
        print(f"listening on {url}", flush=True)
        # What is there now stays: the collector, which stops everything, need not look at it again.
        gc.freeze()
        await stopped.wait()
        if supervisor.failed:
            # Nothing but the process itself is there to end one that hangs on its way out.
            faulthandler.dump_traceback_later(settings.shutdown_timeout + LONGEST_STOP, exit=True)
    faulthandler.cancel_dump_traceback_later()
    supervisor.check()


def _allow_many_sockets() -> int:
    """Take all the file descriptors that the system grants: the usual 1024 are one lecture hall.

    Returns how many that are, or `RLIM_INFINITY`.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    except ValueError:
        # macOS may name no hard limit, and grants no more than OPEN_MAX (setrlimit(2)).
        resource.setrlimit(resource.RLIMIT_NOFILE, (MACOS_OPEN_MAX, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft


async def check(settings: Settings, _: argparse.Namespace) -> None:
    """Print what a server would find at its start, a line a finding.

    Raises the `StartupError` that would keep it from starting.
    """
    _found("settings", "complete")
    _found("teachers", TEACHERS[settings.teachers])
    _check_files(settings.max_sockets)
    database = DatabaseConnection(settings)
    if database.mongod:
        program, folder = database.mongod.program, settings.data_dir.absolute()
        _found("database", f"a private MongoDB, {program}, on {folder}")
    else:
        _found("database", "the one of MONGO_URI")
    if settings.jwt_secret:
        _found("tokens", "signed with JWT_SECRET")
    else:
        stored_secret(settings.data_dir)
        _found("tokens", f"signed with the secret kept in {settings.data_dir.absolute()}")
    async with database.opened():
        _found("database", "answers, and has its indexes")


def _check_files(sockets: int) -> None:
    """Warn where the system does not grant the file descriptors for so many sockets."""
    files = _allow_many_sockets()
    if files != resource.RLIM_INFINITY and files < sockets + SPARE_FILES:
        _found(
            "sockets",
            f"warning: MAX_SOCKETS is {sockets}, and the limit of open files (ulimit -Hn) is"
            f" {files}: raise it, or set MAX_SOCKETS to {max(1, files - SPARE_FILES)}",
        )


def _found(about: str, finding: str) -> None:
    print(f"{about}: {finding}", flush=True)


def create_teacher(settings: Settings, options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    """Read the password; what comes back makes the teacher's account. Raises `InvalidSchema`."""
    # Not in the loop, which a Ctrl-C at the prompt would only ask to end.
    account = _account(settings, options.name, options.email, _read_password())
    return _add(settings, account)


async def _add(settings: Settings, account: Signup) -> None:
    """Make an account and print its id.

    Raises `EmailTaken`, `StorageUnavailable`, and `StartupError` where the database cannot be used.
    """
    database = DatabaseConnection(settings)
    passwords = Passwords(settings.bcrypt_rounds, limit=1)
    try:
        password_hash = await passwords.hash(account.password)
    finally:
        await passwords.close()
    async with database.opened(beside_server=True) as store:
        user = await store.users.add(account.name, account.email, account.role, password_hash)
        print(user.id, flush=True)


async def release_email(settings: Settings, options: argparse.Namespace) -> None:
    """Delete the account of an address, and print its id.

    Raises `UserNotFound`, `TeacherHasClasses`, `InvalidSchema`, `StorageUnavailable`, and
    `StartupError` where the database cannot be used.
    """
    try:
        email = converter.structure(options.email, Email)
    except ValueError as exc:
        raise InvalidSchema([Problem("email", str(exc))]) from None
    async with DatabaseConnection(settings).opened(beside_server=True) as store:
        user = await store.users.by_email(email)
        if user is None:
            raise UserNotFound
        if user.role is Role.TEACHER and await store.classes.of_user(user.id):
            raise TeacherHasClasses
        # The account last: until then it can be asked for again.
        await store.classes.unenrol_all(user.id)
        await store.classes.decline_all(user.id)
        await store.users.delete(user.id)
        # Until it was gone, somebody could enrol it.
        await store.classes.unenrol_all(user.id)
        print(user.id, flush=True)


def _account(settings: Settings, name: str, email: str, password: str) -> Signup:
    """What a sign-up over HTTP would be, checked in the same way. Raises `InvalidSchema`."""
    fields = {"name": name, "email": email, "password": password, "role": Role.TEACHER}
    try:
        body = orjson.dumps(fields)
    except orjson.JSONEncodeError:
        raise InvalidSchema([Problem("", "expected UTF-8")]) from None
    return parse_body(body, Signup, rules_of(settings.password_rules))


def _read_password() -> str:
    """Asked for twice at a terminal and not shown, else one line of standard input.

    Raises `InvalidSchema` where a terminal gives none, and where the two differ.
    """
    if not sys.stdin.isatty():
        # UTF-8 as over HTTP, whatever the locale; what is none is found where it is checked.
        line = sys.stdin.buffer.readline().decode(errors="surrogateescape")
        return line.removesuffix("\n").removesuffix("\r")
    try:
        password = getpass.getpass("Password: ")
        again = getpass.getpass("Password again: ")
    except (EOFError, UnicodeDecodeError):
        raise InvalidSchema([Problem("password", "cannot be read")]) from None
    if password != again:
        raise InvalidSchema([Problem("password", "the two entries do not match")])
    return password


async def save(settings: Settings, options: argparse.Namespace) -> None:
    """Make a backup. Raises what `backup.save` does."""
    _end_in_order()
    saved = await backup.save(settings, options.file)
    how = "all as it was at one moment" if saved.header.one_moment else "read one after another"
    # With the backup itself on standard output, that is for nothing else.
    out = sys.stderr if options.file == backup.STANDARD_STREAM else sys.stdout
    print(f"saved: {_counts(saved)}; {how}", file=out, flush=True)


async def restore(settings: Settings, options: argparse.Namespace) -> None:
    """Restore a backup. Raises what `backup.restore` does."""
    _end_in_order()
    without = _ids(Path(options.without)) if options.without else ()
    restored = await backup.restore(
        settings, options.file, replace=options.replace, without=without
    )
    began = iso_time(restored.header.started_at)
    left_out = f"; left out as deleted since: users {restored.without}" if restored.without else ""
    print(f"restored: {_counts(restored)}; saved at {began}{left_out}", flush=True)


def _ids(file: Path) -> list[str]:
    """The ids in a file, one a line. Raises `BackupError`."""
    try:
        ids = file.read_text("ascii").split()
    except (OSError, UnicodeDecodeError) as exc:
        raise BackupError(f"{file}: {exc}") from exc
    for each in ids:
        if not is_id(each):
            raise BackupError(f"{file}: expected the id of an account on each line, not {each!r}")
    return ids


def _end_in_order() -> None:
    """SIGTERM too ends a command by way of its clean-up."""
    task = asyncio.current_task()
    assert task
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _counts(kept: backup.Backup) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in kept.contents.counts.items())
