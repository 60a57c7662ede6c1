"""Which language a request prefers."""

import pytest

from attendance_server.languages import preferred

OFFERED = ("en", "de", "zh")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("de", "de"),
        ("DE-at", "de"),
        ("sv, de;q=0.5, en;q=0.9", "en"),
        ("zh-Hant-TW,zh;q=0.9,en;q=0.8", "zh"),
        ("fr-CH, de;q=0", "en"),
        ("*, de;q=0.5", "en"),
        ("de;q=high, zh;q=0.1", "zh"),
        ("; ,,q", "en"),
    ],
)
def test_the_most_preferred_language_that_is_offered(accepted: str | None, language: str) -> None:
    assert preferred(accepted, OFFERED) == language
