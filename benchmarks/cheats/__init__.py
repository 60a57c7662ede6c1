"""A term of lessons with honest students and cheats, judged by the product's own rules.

`python -m benchmarks.cheats --help` shows how to change what is assumed.
"""

from collections.abc import Iterator

from ..harness import Harness, Row
from . import old_codes
from .assumptions import Assumptions
from .people import Kind
from .term import Tally, simulate

SEED = 17

NAMES = {
    Kind.PHOTO: "a photo of the code, or its link, in a chat",
    Kind.LETTERS: "the letters in a chat",
    Kind.SHARED_DEVICE: "a second student on one device",
    Kind.SECOND_PHONE: "a second phone or browser",
    Kind.VIDEO_CALL: "a live video call",
}

CAUGHT = {Kind.PHOTO: 0.98, Kind.SHARED_DEVICE: 0.99}
ALL_CAUGHT = 0.9
MOST_DOUBTED = 0.005
FIRST_TRIES = 0.95


async def measure(harness: Harness) -> list[Row]:
    """How many attempts of each kind are caught, and how many honest students are doubted.

    An attempt is one lesson in which an absent student is to be checked in. It is caught if the
    student is not counted as present at the end: the code was refused, the check-in was held, or
    the teacher looked up for a flag or the call-out and found the student absent.
    """
    sizes = harness.sizes
    tally = simulate(range(SEED, SEED + sizes.terms), Assumptions())
    tried, accepted = old_codes.tries(SEED, sizes.old_codes)
    return [
        *rows_of(tally),
        Row(
            f"Check-in: {tried.total():,} codes that are too old, or of another session or day",
            "none is accepted",
            f"**{accepted.total()}** accepted",
            not accepted.total(),
        ),
    ]


def rows_of(tally: Tally) -> list[Row]:
    """The figures of the simulation."""
    return [*_caught(tally), *_honest(tally)]


def _caught(tally: Tally) -> Iterator[Row]:
    for kind, name in NAMES.items():
        target = CAUGHT.get(kind)
        share = tally.share(kind)
        reasons = ", ".join(
            f"{count / tally.attempts[kind]:.0%} by the {reason}"
            for reason, count in sorted(tally.reasons_of(kind).items())
        )
        yield Row(
            f"Check-in: cheats with {name}",
            f"at least {target:.0%} caught" if target else "",
            f"**{share:.1%}** of {tally.attempts[kind]:,} caught: {reasons}",
            share >= target if target else None,
        )
    yield Row(
        "Check-in: all kinds of cheats together",
        f"at least {ALL_CAUGHT:.0%} caught, call-out included",
        f"**{tally.share_of_all:.1%}** of {tally.attempts.total():,}",
        tally.share_of_all >= ALL_CAUGHT,
    )


def _honest(tally: Tally) -> Iterator[Row]:
    doubted = tally.doubted / tally.honest
    flags = ", ".join(
        f"{flag} {count / tally.honest:.2%}" for flag, count in tally.flagged.most_common()
    )
    yield Row(
        "Check-in: honest students with a flag",
        f"at most {MOST_DOUBTED:.1%} of their check-ins",
        f"**{doubted:.2%}** of {tally.honest:,} ({flags})",
        doubted <= MOST_DOUBTED,
    )
    first, second = tally.first / tally.honest, tally.second / max(1, tally.seconds)
    yield Row(
        "Check-in: first tries of honest students",
        f"at least {FIRST_TRIES:.0%} succeed",
        f"**{first:.1%}** of {tally.honest:,}",
        first >= FIRST_TRIES,
    )
    yield Row(
        "Check-in: second tries of honest students",
        "all succeed",
        f"**{second:.2%}** of {tally.seconds:,}; {tally.missed[True]:,} typed another wrong or old"
        f" code, {tally.missed[False]:,} scanned one",
        tally.second == tally.seconds,
    )
