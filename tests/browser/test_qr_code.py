"""The QR codes of the projector, module by module against those of segno."""

import random

import segno

from tests.support.blank_page import blank_page
from tests.support.chromium import Chromium
from tests.support.client import Client

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
MOST = 154
"""Characters that version 6 holds at error correction M."""

QR_CODES = """({ qrCode }, texts) => texts.map((text) => {
    try {
        return qrCode(text).map((row) => row.map(Number));
    } catch (error) {
        return error.name;
    }
})"""


def texts() -> list[str]:
    """One text of every length, whose pad codewords segno places by the standard.

    Where the data end with a codeword, segno 1.6.6 adds another one of zeros (7.4.10 has none).
    """
    generator = random.Random(17)
    lengths = [each for each in range(1, MOST + 1) if (4 + 9 + (11 * each + 1) // 2 + 4) % 8]
    links = [f"HTTPS://ATTENDANCE.SCHOOL-{n}.EXAMPLE/C/{n:012}" for n in range(20)]
    return ["".join(generator.choices(ALPHANUMERIC, k=each)) for each in lengths] + links


async def test_symbols_equal_those_of_segno(school: Client, browser: Chromium) -> None:
    given = [*texts(), "A" * (MOST + 1), "https://school.example"]
    async with blank_page(browser, school.url) as run:
        *symbols, too_long, small_letters = await run("/qr.js", QR_CODES, given)
    assert (too_long, small_letters) == ("RangeError", "RangeError")
    for text, symbol in zip(texts(), symbols, strict=True):
        expected = segno.make(text, error="m", boost_error=False, micro=False, mode="alphanumeric")
        assert symbol == [list(row) for row in expected.matrix], text
    assert len(symbols[-1]) == 29
