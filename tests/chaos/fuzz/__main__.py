"""`python -m tests.chaos.fuzz`: plays scripts for a given time."""

import argparse
import tempfile
import time
from pathlib import Path

from tests.support.mongo import Mongod

from .bench import Bench, fuzz

ROUND = 200
"""Scripts that are generated from one seed."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.fuzz")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1, help="of the first scripts")
    parser.add_argument("--discreet", action="store_true", help="with SHARE_MARKS=own")
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    seed = options.seed
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        mongod = Mongod(Path(folder)).start()
        try:
            with Bench(Path(folder) / "server", mongod.uri, discreet=options.discreet) as bench:
                while time.monotonic() < end:
                    print(f"seed {seed}", flush=True)
                    fuzz(bench, seed, ROUND, until=end)
                    seed += 1
            print(bench.report())
        finally:
            mongod.kill()


if __name__ == "__main__":
    main()
