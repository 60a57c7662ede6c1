"""Measure the figures of docs/speed.md: `python -m benchmarks`."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from attendance_server.event_loop import EventLoop

from . import (
    answers,
    burst,
    cheats,
    check_ins,
    code_flood,
    district,
    greedy,
    joining,
    logins,
    memory,
    paced,
    reconnecting,
    reports,
    scale,
    set_of_one,
    slow_readers,
    socketio_door,
    table,
)
from .harness import Harness, NotMeasured, Row, Sizes, harness
from .several import contention, costs, failover, followers, rolling, workers

FIGURES: dict[str, Callable[[Harness], Awaitable[list[Row]]]] = {
    "burst": burst.measure,
    "paced": paced.measure,
    "joining": joining.measure,
    "reconnecting": reconnecting.measure,
    "memory": memory.measure,
    "socketio": socketio_door.measure,
    "logins": logins.measure,
    "slow-readers": slow_readers.measure,
    "greedy": greedy.measure,
    "scale": scale.measure,
    "reports": reports.measure,
    "answers": answers.measure,
    "check-ins": check_ins.measure,
    "code-flood": code_flood.measure,
    "cheats": cheats.measure,
    "costs": costs.measure,
    "set-of-one": set_of_one.measure,
    "workers": workers.measure,
    "followers": followers.measure,
    "failover": failover.measure,
    "contention": contention.measure,
    "rolling": rolling.measure,
    "district": district.measure,
}


def main() -> int:
    """Measure and print the figures. Returns 0 if all could be measured, on target or not."""
    options = _parser().parse_args()
    names = options.only or list(FIGURES)
    sizes = Sizes.quick() if options.quick else Sizes()
    try:
        with asyncio.Runner(loop_factory=EventLoop) as runner:
            rows, mongod, failed = runner.run(_measure(names, sizes))
        text = table.markdown(rows, mongod)
        print(text)
        if options.write and not failed:
            table.write(options.write, text)
    except NotMeasured as exc:
        print(f"benchmarks: {exc}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return int(failed)


async def _measure(names: Sequence[str], sizes: Sizes) -> tuple[list[Row], str, bool]:
    rows, failed = list[Row](), False
    async with harness(sizes) as benchmark:
        with benchmark.database() as database:
            mongod = str(database.client.server_info()["version"])
        for name in names:
            print(f"{name} …", file=sys.stderr, flush=True)
            try:
                measured = await FIGURES[name](benchmark)
            except NotMeasured as exc:
                failed = True
                measured = [Row(name, "", f"not measured: {exc}")]
            for row in measured:
                print(f"  {row.figure}: {row.measured}", file=sys.stderr, flush=True)
            rows += measured
    return rows, mongod, failed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure the server next to simpler ones, on loopback, with a temporary MongoDB"
        " of its own. Ratios come from one run in which the servers take turns.",
    )
    add = parser.add_argument
    add(
        "--only",
        action="append",
        choices=FIGURES,
        metavar="NAME",
        help=f"one figure; repeat for more: {', '.join(FIGURES)}",
    )
    add(
        "--quick",
        action="store_true",
        help="small numbers, to check that it runs; the figures mean nothing",
    )
    add(
        "--write",
        type=Path,
        metavar="FILE",
        help=f"put the table between the two {table.MARKER} markers of FILE: docs/speed.md",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
