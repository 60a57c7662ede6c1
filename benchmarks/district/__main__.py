"""Simulate with other assumptions: `python -m benchmarks.district --set students=20000`."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from attendance_server.loadtest.figures import percentile

from .. import table
from ..assumed import with_changes
from . import SEED, needed, rows_of
from .assumptions import Assumptions, markdown
from .morning import BELL, Morning, Outcome
from .queues import WINDOW

MARKER = "<!-- district -->"
MINUTES = (-10, -2, 0, 1, 2, 3, 5, 10, 30, 45, 50, 51, 52, 55)
"""Minutes from the first bell that the timeline shows."""


def main() -> int:
    """Print the assumptions, the figures and the timeline."""
    options = _parser().parse_args()
    try:
        assumptions = changed(options.set)
    except ValueError as error:
        print(f"district: {error}", file=sys.stderr)
        return 2
    text = markdown(assumptions)
    if not options.assumptions:
        outcome = Morning(assumptions, options.seed).run()
        rows = [*rows_of(assumptions, outcome), *needed(assumptions, options.seed)]
        text += f"\n\n{timeline(assumptions, outcome)}\n\n{table.figures(rows)}"
    print(text)
    if options.write:
        table.write(options.write, f"{text}\n", MARKER)
    return 0


def timeline(assumptions: Assumptions, outcome: Outcome) -> str:
    """The morning by the minute: processor time, memory, and how long marks took."""
    uses = [server.loop.use() for server in outcome.installation.servers]
    lines = [
        "| time | cores of the servers, each: mean, most | memory of the fullest | marks per second"
        " | from a mark to its frame, p99 |",
        "|---|---|---|---|---|",
    ]
    for minute in MINUTES:
        first = int(BELL + minute * 60) // WINDOW
        windows = range(first, first + 60 // WINDOW)
        used = [max(use.get(window, 0.0) for window in windows) for use in uses]
        sockets = max(outcome.sockets.get(window, 0) for window in windows)
        took = [seconds for made, seconds in outcome.told if int(made) // WINDOW in windows]
        delay = f"{percentile(sorted(took), 99) * 1000:,.0f} ms" if took else ""
        hour, rest = divmod(8 * 60 + minute, 60)
        lines.append(
            f"| {hour}:{rest:02} | {sum(used) / len(used):.0%}, {max(used):.0%} |"
            f" {assumptions.base + sockets * assumptions.socket:,.0f} MB | {len(took) / 60:,.0f} |"
            f" {delay} |"
        )
    return "\n".join(lines)


def changed(texts: Iterable[str]) -> Assumptions:
    """The assumptions with changes in the form `name=value`. Raises `ValueError`."""
    return with_changes(Assumptions, texts)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.district", description=__doc__)
    add = parser.add_argument
    add("--seed", type=int, default=SEED, help="of the morning (default: %(default)s)")
    add(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="change an assumption; a delay is MEDIAN/SPREAD, such as checking_in=45/2",
    )
    add(
        "--write",
        type=Path,
        metavar="FILE",
        help=f"put it between the two {MARKER} markers of FILE: docs/scaling.md",
    )
    add("--assumptions", action="store_true", help="print only the assumptions")
    return parser


if __name__ == "__main__":
    sys.exit(main())
