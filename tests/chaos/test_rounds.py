"""A few rounds of faults with three servers and three members, each of another kind.

`python -m tests.chaos.rounds` plays hundreds, with several faults each.
"""

import os
import random
import subprocess
import sys

import pytest

from tests.support.process import ROOT

ROUNDS = 10
SEED = "ROUNDS_SEED"
"""The environment variable that takes a printed seed, to play the same rounds again."""

PATIENCE = 550
"""Seconds for all of them, even on a slow machine."""


def test_what_clients_are_told_holds_whatever_fails(
    capsys: pytest.CaptureFixture[str], pytestconfig: pytest.Config
) -> None:
    seed = os.environ.get(SEED) or str(random.randrange(1_000_000))
    kinds = () if pytestconfig.getoption("--long") else ("--short",)
    with capsys.disabled():
        print(f"\n{SEED}={seed}")
    played = subprocess.run(
        [
            *(sys.executable, "-m", "tests.chaos.rounds"),
            *("--rounds", str(ROUNDS), "--seed", seed, *kinds),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert played.returncode == 0, played.stdout + played.stderr
