"""A few rounds of the fault harness: one of every kind. `python -m tests.faults` plays hundreds."""

import os
import random

import pytest

from .faults import KINDS, play

SEED = "FAULTS_SEED"
"""The environment variable that takes a printed seed, to play the same rounds again."""


async def test_no_acknowledged_mark_is_ever_lost(capsys: pytest.CaptureFixture[str]) -> None:
    seed = int(os.environ.get(SEED) or random.randrange(1_000_000))
    with capsys.disabled():
        print(f"\n{SEED}={seed}")
    report = await play(len(KINDS), seed)
    assert report.rounds.keys() == {kind.name for kind in KINDS}, "every kind had its round"
