"""The colours and directions of the style sheets: what can be read, told apart, and mirrored."""

import itertools
import math
import re

import pytest

from attendance_server.routes.pages import FOLDER

STYLES = FOLDER / "styles"

STATUSES = ("present", "late", "absent", "excused")

TEXT, GRAPHICS = 7.0, 3.0
"""The least contrasts of WCAG 2.2 (1.4.6 and 1.4.11)."""

APART = 15.0
"""The least distance of two statuses in a chart; 2.3 is what can just be noticed."""

Colour = tuple[float, float, float]

SIGHT = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""How colours look to colour-blind people, in linear RGB (Machado, Oliveira and Fernandes 2009)."""

DIRECTIONS = re.compile(
    r"^\s*(?:(?:margin|padding|border|inset)-(?:left|right)[a-z-]*|left|right)\s*:"
    r"|(?:text-align|float|clear):\s*(?:left|right)",
    re.MULTILINE,
)
"""Declarations that stay on their side in Arabic; logical ones mirror."""


def palette(scheme: str) -> dict[str, Colour]:
    """The colours of the tokens as linear RGB; those of the dark scheme replace the light ones."""
    light, dark, _ = re.split(r"^@media", (STYLES / "tokens.css").read_text(), flags=re.MULTILINE)
    named = dict(re.findall(r"--([a-z-]+): #([0-9a-f]{3,6});", light))
    if scheme == "dark":
        named |= re.findall(r"--([a-z-]+): #([0-9a-f]{3,6});", dark)
    return {name: linear(digits) for name, digits in named.items()}


def linear(digits: str) -> Colour:
    long = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    parts = [int(long[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (one, other)
    )
    return (high + 0.05) / (low + 0.05)


def lab(colour: Colour) -> Colour:
    red, green, blue = colour
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: Colour, other: Colour, sight: str) -> float:
    """How far apart two colours are seen (CIE76)."""
    seen = (lab(as_seen(colour, sight)) for colour in (one, other))
    return math.dist(*seen)


def as_seen(colour: Colour, sight: str) -> Colour:
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, colour, strict=True))))
        for row in SIGHT[sight]
    )
    return red, green, blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_graphics_have_enough_contrast(scheme: str) -> None:
    colours = palette(scheme)
    text = [
        *itertools.product(("ink", "quiet", "accent", *STATUSES), ("ground", "surface", "sunken")),
        *(
            pair
            for status in STATUSES
            for pair in ((status, f"{status}-tint"), ("ink", f"{status}-tint"))
        ),
        *((f"on-{status}-full", f"{status}-full") for status in (*STATUSES, "waiting")),
        *(("on-brand", "brand"), ("on-brand-quiet", "brand"), ("spark", "brand")),
        *(("on-accent", "accent"), ("on-accent", "accent-strong"), ("on-absent", "absent")),
        *((name, "tint") for name in ("ink", "quiet", "accent")),
    ]
    graphics = itertools.product(
        ("edge", *(f"{status}-line" for status in STATUSES)), ("ground", "surface", "sunken")
    )
    low = [(*pair, contrast(*(colours[name] for name in pair))) for pair in text]
    assert [each for each in low if each[2] < TEXT] == []
    low = [(*pair, contrast(*(colours[name] for name in pair))) for pair in graphics]
    assert [each for each in low if each[2] < GRAPHICS] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_colour_blind_people_tell_statuses_apart(scheme: str, sight: str) -> None:
    colours = palette(scheme)
    for one, other in itertools.combinations([f"{status}-line" for status in STATUSES], 2):
        assert distance(colours[one], colours[other], sight) > APART, (one, other)


def test_the_layout_mirrors_in_arabic() -> None:
    assert {
        path.name: DIRECTIONS.findall(path.read_text())
        for path in STYLES.glob("*.css")
        if DIRECTIONS.search(path.read_text())
    } == {}
