"""Rounds of faults with several servers on a replica set of three members.

    python -m tests.chaos.rounds --rounds 1000 --seed 1

A round is a session or two, whose clients are at all servers, a storm of commands, and one to three
faults in it. After it, all that clients were told is compared with what was saved, commit by
commit, and with what clients and servers say now. The first difference ends the run: its seed is
printed, with what went wrong when; `--rounds 1 --seed N` plays that round again, as far as the
operating system allows.

Each server and each member has a cable of its own, in a network that only this program sees, where
the machine allows that; otherwise all are on loopback, and no cable is cut.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import aiohttp
from attrs import Factory, define

from attendance_server.event_loop import EventLoop
from tests.chaos.rounds.bench import Bench
from tests.chaos.rounds.play import Round
from tests.support.network import Network, allowed, own_network
from tests.support.witness import Violation

INSIDE = "ROUNDS_IN_OWN_NETWORK"


@define
class Tally:
    """What happened in all rounds."""

    rounds: int = 0
    faults: Counter[str] = Factory(Counter)
    counts: Counter[str] = Factory(Counter)
    gaps: list[float] = Factory(list)
    longest_wait: float = 0.0

    def add(self, played: Round) -> None:
        self.rounds += 1
        self.faults.update(played.faults)
        self.counts.update(played.counts)
        self.gaps += played.gaps()
        self.longest_wait = max(self.longest_wait, played.longest_wait())

    def __str__(self) -> str:
        lines = [f"{self.rounds} rounds, none violated"]
        lines += [f"    {name}: {count}" for name, count in sorted(self.faults.items())]
        lines += [", ".join(f"{count} {name}" for name, count in sorted(self.counts.items()))]
        if len(self.gaps) > 1:
            cuts = statistics.quantiles(self.gaps, n=100)
            lines += [
                f"seconds without a connection: p50 {cuts[49]:.2f}, p99 {cuts[98]:.2f},"
                f" longest {max(self.gaps):.2f}"
            ]
        lines += [f"longest wait for an answer: {self.longest_wait:.1f} s"]
        return "\n".join(lines)


async def play(options: argparse.Namespace, network: Network | None) -> Tally:
    """Play rounds with seeds from `--seed` on. Raises `Violation`."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="rounds-", dir=options.folder) as name:
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as http:
            bench = Bench(Path(name), http, network, options.servers, options.wrong_by)
            try:
                began = time.monotonic()
                await bench.open()
                print(f"everything runs after {time.monotonic() - began:.1f} s", flush=True)
                for seed in range(options.seed, options.seed + options.rounds):
                    tally.add(await play_one(bench, seed, options))
            finally:
                bench.close()
    return tally


async def play_one(bench: Bench, seed: int, options: argparse.Namespace) -> Round:
    began = time.monotonic()
    played = Round(bench, seed, long=not options.short)
    try:
        await played.play()
    except Violation:
        for server in bench.servers:
            print(f"--- {server.name}\n{server.log()}", flush=True)
        raise
    took = time.monotonic() - began
    told, commands = played.counts["told"], played.counts["commands"]
    faults = ", ".join(played.faults)
    print(f"seed {seed:<7} {took:5.1f} s {commands:5} sent {told:6} told  {faults}", flush=True)
    if options.timeline:
        print("\n".join(played.timeline), flush=True)
    return played


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.chaos.rounds",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--servers", type=int, default=3)
    parser.add_argument(
        "--wrong-by", type=float, default=3600, help="seconds by which clocks are wrong"
    )
    parser.add_argument("--short", action="store_true", help="one fault each, of a few seconds")
    parser.add_argument("--timeline", action="store_true", help="of all rounds")
    parser.add_argument("--folder", type=Path, help="where data and logs are kept meanwhile")
    options = parser.parse_args()
    inside = os.environ.get(INSIDE)
    if not inside and allowed():
        os.environ[INSIDE] = "1"
        os.execvp("unshare", own_network("-m", "tests.chaos.rounds", *sys.argv[1:]))
    network = Network() if inside else None
    print(f"seed {options.seed}{'' if network else ', without cables'}", flush=True)
    try:
        with asyncio.Runner(loop_factory=EventLoop) as runner:
            tally = runner.run(play(options, network))
    except Violation as violation:
        sys.exit(f"VIOLATED: {violation}")
    print(tally)


if __name__ == "__main__":
    main()
