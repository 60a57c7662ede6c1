"""The normal form of names, addresses, passwords and searches."""

import unicodedata
from typing import Any

import pytest
from cattrs import ClassValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from attendance_server.text import (
    LONGEST_PASSWORD,
    fold,
    normal_password,
    password_forms,
    search_keys,
    search_words,
)
from attendance_server.wire.fields import (
    MAX_ADDRESS,
    MAX_NAME,
    PASSWORD_BYTES,
    Email,
    Name,
    Password,
    Reason,
    converter,
)
from attendance_server.wire.requests import Signup
from tests.support.cases import ADDRESSES, SEARCH


def name_of(text: str) -> str:
    return converter.structure(text, Name)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Zoe\u0308", "Zo\u00eb"),
        ("\u200b\ufeff Ada\u200b \u200e", "Ada"),
        ("A\u00add\u200da\u200c L\ufe0f\u2060", "Ada L"),
        ("Ada\U000e0041\U000e007f", "Ada"),
        # Persian, Malayalam and Sinhala names, which become other words without their joiners.
        *[(name, name) for name in ("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",)],
        *[(name, name) for name in ("\u0d05\u0d28\u0d4d\u200d", "\u0dc1\u0dca\u200d\u0dbb\u0dd3")],
        ("\u200d\u0639\u0644\u06cc\u200c", "\u0639\u0644\u06cc"),
        # Joined emoji, an emoji with a variation selector, and a variant of a Japanese character.
        *[(name, name) for name in ("\U0001f469\U0001f3fd\u200d\U0001f4bb", "Ada \u2764\ufe0f")],
        *[(name, name) for name in ("\U0001f3f3\ufe0f\u200d\U0001f308", "\u845b\U000e0100")],
        ("\u5c71\u7530\u3000\u592a\u90ce", "\u5c71\u7530\u3000\u592a\u90ce"),
    ],
)
def test_a_name_has_one_stored_form(written: str, stored: str) -> None:
    assert name_of(written) == stored
    assert name_of(stored) == stored


@pytest.mark.parametrize("kind", [Name, Reason])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "must not be empty"),
        (" \u3000", "must not be empty"),
        *[(text, "visible") for text in ("\u200b", "\u200d \u2060", "\u3164", "\u2800\ufe0f")],
        *[(text, "direction of writing") for text in ("Ada\u202enimda", "\u2067Ada\u2069")],
    ],
)
def test_invisible_or_reordering_text_is_refused(kind: Any, text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        converter.structure(text, kind)


@given(
    st.text(
        st.sampled_from(
            "Aa\u0301 \u0915\u094d\u0639\u200c\u200d\u200b\ufe0f\u2764\u2800\u1820\u180e"
        )
        | st.characters(exclude_categories=["Cs"]),
        max_size=MAX_NAME,
    )
)
def test_a_normalized_name_is_not_changed_again(text: str) -> None:
    try:
        name = name_of(text)
    except ValueError:
        return
    assert unicodedata.is_normalized("NFC", name)
    if len(name) <= MAX_NAME:
        assert name_of(name) == name


@pytest.mark.parametrize(("written", "address"), ADDRESSES)
def test_an_address_is_extracted_from_surrounding_text(written: str, address: str) -> None:
    assert converter.structure(written, Email) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ada",
        "ada@",
        "<ada>",
        "a@x.test b@x.test",
        "Ada <a@x.test> <b@x.test>",
        "mailto:",
        "a@b@x",
    ],
)
def test_text_without_one_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected an e-mail address"):
        converter.structure(text, Email)


@pytest.mark.parametrize(("written", "folded"), SEARCH["folded"])
def test_search_text_is_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def search_finds(typed: str, name: str) -> bool:
    keys = search_keys(name, SEARCH["email"], SEARCH["number"])
    searched = search_words(typed)
    matches = all(any(key.startswith(word) for key in keys) for word in searched)
    return matches if searched else not typed.strip()


@pytest.mark.parametrize(("typed", "name", "found"), SEARCH["people"])
def test_a_search_matches_any_spelling_of_a_name(typed: str, name: str, found: bool) -> None:
    assert search_finds(typed, name) is found


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("cafe\u0301", "caf\u00e9"),
        ("a\u00a0b\u3000c", "a b c"),
        ("\u212b", "\u00c5"),
        ("\uff21 \u2075", "\uff21 \u2075"),
        (" Pass word ", " Pass word "),
    ],
)
def test_a_password_has_one_normal_form(typed: str, normal: str) -> None:
    assert normal_password(typed) == normal


def test_a_password_is_tried_in_its_normal_form_and_as_typed() -> None:
    assert password_forms("correct horse") == ("correct horse",)
    assert password_forms("caf\u00e9") == ("caf\u00e9",)
    assert password_forms("cafe\u0301") == ("caf\u00e9", "cafe\u0301")
    # Normalizing such a long password takes too much time, and the result is too long anyway.
    assert len(password_forms("e\u0301" * 30_000)) == 1


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=2 * LONGEST_PASSWORD))
@example("\u01d6" * (PASSWORD_BYTES[1] // 2))
def test_every_password_that_fits_can_be_normalized(text: str) -> None:
    normal = normal_password(text)
    if len(normal.encode()) <= PASSWORD_BYTES[1]:
        assert len(unicodedata.normalize("NFD", normal)) <= LONGEST_PASSWORD
        assert password_forms(normal) == (normal,)


@pytest.mark.parametrize(
    ("password", "accepted"),
    [
        ("e\u0301" * 3, True),
        ("e\u0301" * 36, True),
        ("e\u0301" * 2, False),
        ("\u3000" * 3, False),
        ("e\u0301" * 37, False),
    ],
)
def test_the_length_of_a_password_is_that_of_its_normal_form(password: str, accepted: bool) -> None:
    fields = {"name": "Ada", "email": "ada@school.test", "role": "student", "password": password}
    try:
        assert converter.structure(fields, Signup).password == normal_password(password)
        assert accepted
    except ClassValidationError:
        assert not accepted


@pytest.mark.parametrize("kind", [Name, Reason, Email, Password])
@pytest.mark.parametrize("end", ["", "@school.test"])
def test_overlong_text_is_refused_before_it_is_normalized(
    kind: Any, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Normalizing 32,000 accents takes seconds, during which every client waits."""
    lengths = [0]
    normalize = unicodedata.normalize

    def recording_normalize(form: Any, text: str) -> str:
        lengths.append(len(text))
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", recording_normalize)
    with pytest.raises(ValueError, match=r"longer|bytes|address"):
        converter.structure("a" + "\u0301\u0323" * 16_000 + end, kind)
    assert max(lengths) <= MAX_ADDRESS
