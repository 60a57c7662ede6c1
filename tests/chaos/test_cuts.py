"""A short run of `cuts`; `python -m tests.chaos.cuts` makes hundreds."""

import random

from tests.chaos.cuts import CUTS_PER_LESSON, make_cuts


async def test_a_lesson_survives_cuts_of_the_network_the_browser_and_the_server() -> None:
    seed = random.randrange(1_000_000)
    print("seed", seed)
    assert sum((await make_cuts(CUTS_PER_LESSON, seed)).values()) == CUTS_PER_LESSON
