"""The simulation of a term with honest students and cheats, and codes that must not be accepted.

`python -m benchmarks --only cheats` runs both at full size.
"""

from pathlib import Path

import pytest

from benchmarks import cheats
from benchmarks.cheats import old_codes
from benchmarks.cheats.__main__ import changed
from benchmarks.cheats.assumptions import Assumptions, Delay, markdown
from benchmarks.cheats.people import Kind
from benchmarks.cheats.term import simulate

SMALL = Assumptions(classes=8, lectures=1, lessons=25)


def test_cheats_are_caught_and_honest_students_are_left_alone() -> None:
    tally = simulate([cheats.SEED], SMALL)
    assert min(tally.attempts[kind] for kind in Kind) >= 5
    assert tally.share(Kind.PHOTO) >= 0.98
    assert tally.share(Kind.SHARED_DEVICE) >= 0.99
    assert tally.share_of_all >= 0.9
    assert tally.doubted <= 0.005 * tally.honest
    assert tally.first >= 0.95 * tally.honest


def test_a_seed_gives_the_same_term_again() -> None:
    tiny = Assumptions(classes=1, lectures=0, lessons=10)
    assert simulate([1], tiny) == simulate([1], tiny) != simulate([2], tiny)


def test_the_simulation_notices_a_weaker_product() -> None:
    """With steps of a minute, as others have them, forwarded photos work."""
    tally = simulate([cheats.SEED], changed(["step=60", "classes=8", "lectures=0", "lessons=25"]))
    assert tally.share(Kind.PHOTO) < 0.5


def test_assumptions_can_be_changed() -> None:
    assert changed(["mobile_data=0.4", "noticing=2/1.7", "tries=1"]) == Assumptions(
        mobile_data=0.4, noticing=Delay(2, 1.7), tries=1
    )
    with pytest.raises(ValueError, match="no assumption 'luck'"):
        changed(["luck=1"])


def test_the_documentation_has_all_assumptions() -> None:
    text = (Path(__file__).parents[2] / "docs" / "check-in.md").read_text()
    assert markdown() in text


def test_codes_that_are_too_old_or_of_another_session_are_never_accepted() -> None:
    tried, accepted = old_codes.tries(cheats.SEED, 20_000)
    assert tried.total() >= 20_000
    assert accepted.total() == 0
