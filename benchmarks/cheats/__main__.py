"""Simulate with other assumptions: `python -m benchmarks.cheats --set mobile_data=0.4`."""

import argparse
import sys
from collections.abc import Iterable

from ..assumed import with_changes
from . import SEED, rows_of
from .assumptions import Assumptions, markdown
from .term import simulate

TERMS = 12


def main() -> int:
    """Print the figures."""
    options = _parser().parse_args()
    if options.assumptions:
        print(markdown())
        return 0
    try:
        assumptions = changed(options.set)
    except ValueError as error:
        print(f"cheats: {error}", file=sys.stderr)
        return 2
    tally = simulate(range(options.seed, options.seed + options.terms), assumptions)
    for row in rows_of(tally):
        print(f"{row.figure}: {row.measured}".replace("**", ""))
    return 0


def changed(texts: Iterable[str]) -> Assumptions:
    """The assumptions with changes in the form `name=value`. Raises `ValueError`."""
    return with_changes(Assumptions, texts)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cheats", description=__doc__)
    add = parser.add_argument
    add("--seed", type=int, default=SEED, help="of the first term (default: %(default)s)")
    add("--terms", type=int, default=TERMS, metavar="N", help="terms (default: %(default)s)")
    add(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="change an assumption; a delay is MEDIAN/SPREAD, such as noticing=1.2/1.5",
    )
    add("--assumptions", action="store_true", help="print all of them as a Markdown table")
    return parser


if __name__ == "__main__":
    sys.exit(main())
