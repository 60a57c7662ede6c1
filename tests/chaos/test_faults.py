"""A few rounds of the fault harness; with --long, every kind of fault has a round.

`python -m tests.chaos.faults` plays hundreds.
"""

import os
import random

import pytest

from tests.chaos.faults import KINDS, play

FEW = 3
SEED = "FAULTS_SEED"
"""The environment variable that takes a printed seed, to play the same rounds again."""


async def test_no_acknowledged_mark_is_ever_lost(
    capsys: pytest.CaptureFixture[str], pytestconfig: pytest.Config
) -> None:
    seed = int(os.environ.get(SEED) or random.randrange(1_000_000))
    rounds = len(KINDS) if pytestconfig.getoption("--long") else FEW
    with capsys.disabled():
        print(f"\n{SEED}={seed}")
    report = await play(rounds, seed)
    assert len(report.rounds) == rounds, "every kind comes once before any comes again"
