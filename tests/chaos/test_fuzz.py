"""A few scripts of the fuzzer. `python -m tests.chaos.fuzz` plays thousands.

A script that fails is printed as it is; the same command with its seed finds a shorter one.
"""

import os
from pathlib import Path

import pytest

from tests.chaos.fuzz.bench import Bench, fuzz
from tests.support.mongo import Mongod

SCRIPTS, WITH_LONG = 6, 15
SEED = "FUZZ_SEED"
"""The environment variable for a seed, to play other scripts than the default ones."""


@pytest.mark.parametrize("discreet", [False, True], ids=["marks shared", "own marks"])
def test_no_input_harms_other_sockets_or_reveals_another_class(
    mongod: Mongod, tmp_path: Path, pytestconfig: pytest.Config, discreet: bool
) -> None:
    seed = int(os.environ.get(SEED) or 1)
    scripts = WITH_LONG if pytestconfig.getoption("--long") else SCRIPTS
    print(f"{SEED}={seed}")
    with Bench(tmp_path, mongod.uri, discreet=discreet) as bench:
        fuzz(bench, seed, scripts, shrink=False)
    assert bench.count["scripts"] >= scripts
    assert bench.count["ATTENDANCE_MARKED received"]
    assert bool(bench.count["SESSION_COUNTS received"]) is discreet
