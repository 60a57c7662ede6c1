"""Load-test a server: `python -m attendance_server.loadtest URL`."""

import argparse
import asyncio
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from ..event_loop import EventLoop
from . import plot
from .check_in import CheckInPace
from .figures import Figures
from .progress import Progress
from .run import Run, RunOptions
from .target import Target, TestRefused

N = TypeVar("N", int, float)

PASSED, WRONG, REFUSED, INTERRUPTED = 0, 1, 2, 130

SPARE_FILES = 100
"""Open files of this process besides its sockets, with a margin."""

EPILOG = """\
What it does: it measures how much this client can receive (the ceiling, which limits how fast a
server can appear), signs up a teacher and the students, creates a class with them, starts its
session, and connects everyone. Then the teacher sends --marks marks at once, and --marks more at
--rate per second, and finally ends the session with DONE. Every delivery at every socket is
checked: all sockets must receive exactly the same frames, in the order of the marks, intact and
complete, without duplicates, followed by SESSION_ENDED with the right result.

With --check-in the students scan the code instead: the teacher opens check-in, and each student
opens the link that is shown at the moment over a connection of its own, and checks in with the
ticket. Every tenth sends a wrong code first, which must be refused. The marks must reach every
socket once, in one order.

What it leaves behind: the accounts and the class. Use a database that you can drop. The addresses
of the accounts start with `loadtest-`.

Signing up takes two password hashes per student: at the server's default cost, minutes for a
thousand students. If the server answers 503 or 429, the test waits for as long as the server asks,
but it gives up if a rate limit for its address would take minutes. There are no such limits on the
server's own machine.

Exit status: 0 all deliveries were right; 1 something was lost, out of order or wrong; 2 the test
could not be run; 130 interrupted with Ctrl-C (the session is ended and the sockets are closed).
To trust your own certificate, set SSL_CERT_FILE.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the load test, and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        target = Target.parse(options.url)
        target.check_owner(options.i_own_this_server)
        _check_outputs(options)
        _raise_file_limit(options.students + 1)
        run = Run(
            RunOptions(
                target=target,
                students=options.students,
                marks=options.marks,
                rate=options.rate,
                patience=options.patience,
                teacher_code=options.teacher_code,
                check_in=(
                    CheckInPace(options.check_in_seconds, options.check_in_peak)
                    if options.check_in
                    else None
                ),
            ),
            Progress(),
        )
        status = _go(run)
    except TestRefused as refused:
        print(f"load test: {refused}", file=sys.stderr)
        return REFUSED
    _report(run.figures, options)
    return status


def _go(run: Run) -> int:
    async def run_until_cancelled() -> None:
        task = asyncio.current_task()
        if task:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        await run.go()

    try:
        with asyncio.Runner(loop_factory=EventLoop) as runner:
            runner.run(run_until_cancelled())
    except (KeyboardInterrupt, asyncio.CancelledError):
        return INTERRUPTED
    return PASSED if run.figures.passed else WRONG


def _report(figures: Figures, options: argparse.Namespace) -> None:
    print(figures.table())
    if options.json:
        options.json.write_text(json.dumps(figures.to_json(), indent=2) + "\n")
    if options.plot and figures.paced:
        plot.write(options.plot, figures)


def _check_outputs(options: argparse.Namespace) -> None:
    """Raises `TestRefused` before the run if its figures could not be written after it."""
    for path in (options.json, options.plot):
        if path and not path.absolute().parent.is_dir():
            raise TestRefused(f"{path}: there is no such folder")
    if options.plot:
        plot.library()


def _raise_file_limit(sockets: int) -> None:
    needed = sockets + SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= needed or soft == resource.RLIM_INFINITY:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    except ValueError:
        # macOS may name no limit and have one nevertheless.
        limit = "lower" if hard == resource.RLIM_INFINITY else str(hard)
        raise TestRefused(
            f"{sockets} sockets need {needed} open files, and the limit is {limit}: raise it"
            " (ulimit -Hn), or test with fewer students"
        ) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m attendance_server.loadtest",
        description="Load-test an attendance server: a class, its session, and every delivery"
        " checked.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("url", metavar="URL", help="the server, such as http://127.0.0.1:3000")
    add(
        "--students",
        type=_from_to(int, 1, 50_000),
        default=1000,
        metavar="N",
        help="number of students, each with a listening socket (default: %(default)s)",
    )
    add(
        "--marks",
        type=_from_to(int, 1, 100_000),
        default=500,
        metavar="N",
        help="number of marks in the burst, and again in the paced run (default: %(default)s)",
    )
    add(
        "--rate",
        type=_from_to(float, 0.1, 10_000),
        default=50.0,
        metavar="N",
        help="marks per second in the paced run (default: %(default)g)",
    )
    add(
        "--check-in",
        action="store_true",
        help="let the students check themselves in, instead of marking them",
    )
    add(
        "--check-in-seconds",
        type=_from_to(float, 1, 3600),
        default=60.0,
        metavar="SECONDS",
        help="time in which all students check in (default: %(default)g)",
    )
    add(
        "--check-in-peak",
        type=_from_to(float, 0.1, 10_000),
        default=100.0,
        metavar="N",
        help="check-ins per second in the rush, in which two fifths of them come"
        " (default: %(default)g)",
    )
    add(
        "--patience",
        type=_from_to(float, 0.1, 3600),
        default=20.0,
        metavar="SECONDS",
        help="stop waiting when nothing is delivered for this long (default: %(default)g)",
    )
    add(
        "--teacher-code",
        default=os.environ.get("TEACHER_CODE"),
        metavar="CODE",
        help="the code for a server with TEACHER_SIGNUP=code"
        " (default: TEACHER_CODE in the environment)",
    )
    add("--json", type=Path, metavar="FILE", help="write all figures as JSON")
    add(
        "--plot",
        type=Path,
        metavar="FILE",
        help="write a plot of the latencies in the paced run, as PNG",
    )
    add(
        "--i-own-this-server", action="store_true", help="test a server that is not on this machine"
    )
    return parser


def _from_to(number: Callable[[str], N], low: N, high: N) -> Callable[[str], N]:
    def parse(text: str) -> N:
        try:
            value = number(text)
        except ValueError:
            value = None
        if value is None or not low <= value <= high:
            raise argparse.ArgumentTypeError(f"expected a number from {low} to {high}")
        return value

    return parse


if __name__ == "__main__":
    sys.exit(main())
