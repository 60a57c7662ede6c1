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

import uvloop

from . import plot
from .figures import Figures
from .progress import Progress
from .run import Run, RunOptions
from .target import Target, TestRefused

N = TypeVar("N", int, float)

PASSED, WRONG, REFUSED, INTERRUPTED = 0, 1, 2, 130

SPARE_FILES = 100
"""Files that this process has open beside its sockets, with a margin."""

EPILOG = """\
What it does: it measures how much this client can take in (the ceiling that is printed: a server
cannot be seen to be faster), signs up one teacher and the students, makes a class of them, starts
its session, and connects everyone. Then the teacher marks: --marks marks all at once, and --marks
more at --rate a second. At the end the session is ended with DONE. Every delivery at every socket
is checked: all sockets have to get exactly the same frames, in the order of the marks, intact,
none missing and none twice, and at last SESSION_ENDED with the right result.

What it leaves behind: the accounts and the class, since the server has no call that removes them.
Use a database that you can drop. Their addresses begin with `loadtest-`.

Signing up takes two password hashes a student: at the server's default cost, minutes for a
thousand. A server that answers 503 or 429 is given the time it asks for. Where that is a limit on
what one address may do, and minutes, the test is not made; from the server's own machine there is
none.

Exit status: 0 all deliveries were right; 1 something was lost, out of order or wrong; 2 the test
could not be made; 130 broken off with Ctrl-C (the session is ended and the sockets are closed).
For a certificate of your own, set SSL_CERT_FILE.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the load test; its exit status."""
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
    async def until_told() -> None:
        task = asyncio.current_task()
        if task:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        await run.go()

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(until_told())
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
    """Find out before the run, not after it, that its figures cannot be written."""
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
        help="students, and so listening sockets (default: %(default)s)",
    )
    add(
        "--marks",
        type=_from_to(int, 1, 100_000),
        default=500,
        metavar="N",
        help="marks in the burst, and again at the pace (default: %(default)s)",
    )
    add(
        "--rate",
        type=_from_to(float, 0.1, 10_000),
        default=50.0,
        metavar="N",
        help="marks a second at the pace (default: %(default)g)",
    )
    add(
        "--patience",
        type=_from_to(float, 0.1, 3600),
        default=20.0,
        metavar="SECONDS",
        help="give deliveries up when none comes for so long (default: %(default)g)",
    )
    add(
        "--teacher-code",
        default=os.environ.get("TEACHER_CODE"),
        metavar="CODE",
        help="what a server with TEACHER_SIGNUP=code asks of the teacher"
        " (default: TEACHER_CODE in the environment)",
    )
    add("--json", type=Path, metavar="FILE", help="write all figures as JSON")
    add(
        "--plot",
        type=Path,
        metavar="FILE",
        help="write a picture of the latencies at the pace, as PNG",
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
