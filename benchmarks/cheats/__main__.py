"""Simulate with other assumptions: `python -m benchmarks.cheats --set mobile_data=0.4`."""

import argparse
import sys
from collections.abc import Iterable
from typing import Any

import attrs

from . import SEED, rows_of
from .assumptions import Assumptions, Delay, markdown
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
    kinds = {each.name: type(each.default) for each in attrs.fields(Assumptions)}
    changes = dict[str, Any]()
    for text in texts:
        name, _, value = text.partition("=")
        if name not in kinds:
            raise ValueError(f"there is no assumption {name!r}")
        changes[name] = _read(kinds[name], value)
    return Assumptions(**changes)


def _read(kind: type, text: str) -> Any:
    if kind is not Delay:
        return kind(text)
    median, _, spread = text.partition("/")
    return Delay(float(median), float(spread or "1.5"))


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
