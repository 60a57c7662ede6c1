"""The real server as a process that tests can start, kill and stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.support.preloaded import Forked, run_preloaded

START_TIMEOUT = 60.0
STOP_TIMEOUT = 60.0
POLL = 0.01

ROOT = Path(__file__).parents[2]
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "MONGOD")
"""The variables that the server inherits from the tests: no settings of a developer's shell."""

SECRET = "a secret that only these tests know, 32 bytes or more"


COMMAND = [sys.executable, "-m", "attendance_server"]


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The complete environment of a server process."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    own = {"PYTHONPATH": str(ROOT), "PORT": "0", "BCRYPT_ROUNDS": "4"}
    return {**inherited, **own, **settings}


class Server:
    """A server that runs in `folder`, where the files `out` and `err` hold its output.

    Every start uses a new port. The process leads a process group, as in a terminal.
    """

    def __init__(self, folder: Path, **settings: str) -> None:
        """`settings`: the server's environment; an empty value overrides an inherited one.

        Set `command` before starting it to run another program.
        """
        self.folder = folder
        self.settings = settings
        self.command: Sequence[str] | None = None
        self.url = ""
        self.process: Forked | subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def start(self) -> "Server":
        """Start it and wait until it accepts requests."""
        self.launch()
        deadline = time.monotonic() + START_TIMEOUT
        while not (line := self._listening()):
            if self.exit_code is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"the server did not start:\n{self.err}")
            time.sleep(POLL)
        self.url = line.split()[-1]
        return self

    def launch(self) -> None:
        """Start it without waiting for it."""
        stdout, stderr = self.folder / "out", self.folder / "err"
        with stdout.open("wb") as out, stderr.open("ab") as err:
            if self.command is None:
                self.process = Forked(
                    (),
                    self.folder,
                    environment(self.settings),
                    stdin=Path(os.devnull),
                    stdout=stdout,
                    stderr=stderr,
                )
                return
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=environment(self.settings),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """Its exit code, negative for a signal; `None` while it runs."""
        return self.process.poll() if self.process else None

    @property
    def err(self) -> str:
        """All that this and earlier servers in the folder wrote to standard error."""
        return (self.folder / "err").read_text(errors="replace")

    def kill(self) -> None:
        """Like a power cut: SIGKILL."""
        self.signal(signal.SIGKILL)
        self.wait()

    def stop(self) -> int:
        """Like its operator: SIGTERM. Returns the exit code."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def interrupt(self) -> int:
        """Like Ctrl-C in a terminal: SIGINT to the process group. Returns the exit code."""
        if self.process and self.running:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.wait()

    def signal(self, number: int) -> None:
        """Send it a signal if it is still running."""
        if self.process and self.running:
            self.process.send_signal(number)

    def wait(self) -> int:
        """Wait until it has ended, and return the exit code."""
        assert self.process
        return self.process.wait(STOP_TIMEOUT)

    def _listening(self) -> str:
        out = (self.folder / "out").read_text()
        return next((line for line in out.splitlines(True) if _complete(line)), "")


def _complete(line: str) -> bool:
    return line.startswith("listening on") and line.endswith("\n")


def runs(pid: int) -> bool:
    """Whether the process exists and is not a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return pid != 0 and not (state.exists() and ") Z " in state.read_text())


def children(pid: int) -> set[int]:
    """The running child processes started by the main thread of a process."""
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def wait_until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(POLL)


def run_to_end(folder: Path, **settings: str) -> Server:
    """Run a server that is expected to end by itself, and return it once it has."""
    server = Server(folder, **settings)
    server.launch()
    try:
        server.wait()
    finally:
        server.kill()
    return server


def run_command(
    folder: Path, *arguments: str | bytes, stdin: bytes = b"", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the server in `folder` until it exits."""
    new_interpreter = "LC_ALL" in settings or any(isinstance(each, bytes) for each in arguments)
    if new_interpreter:
        # The text encoding is decided when the interpreter starts.
        ended = subprocess.run(
            [*COMMAND, *arguments],
            cwd=folder,
            env=environment(settings),
            input=stdin,
            capture_output=True,
            timeout=STOP_TIMEOUT,
            check=False,
        )
        out, err = ended.stdout.decode(), ended.stderr.decode()
        return subprocess.CompletedProcess(ended.args, ended.returncode, out, err)
    return run_preloaded(
        [str(each) for each in arguments], folder, environment(settings), stdin, STOP_TIMEOUT
    )
