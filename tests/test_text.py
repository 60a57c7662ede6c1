"""The one form of names, addresses, passwords and searches."""

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
    ("written", "kept"),
    [
        ("Zoe\u0308", "Zo\u00eb"),
        ("\u200b\ufeff Ada\u200b \u200e", "Ada"),
        ("A\u00add\u200da\u200c L\ufe0f\u2060", "Ada L"),
        ("Ada\U000e0041\U000e007f", "Ada"),
        # A Persian, a Malayalam and a Sinhala name, which are other words without their joiners.
        *[(name, name) for name in ("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",)],
        *[(name, name) for name in ("\u0d05\u0d28\u0d4d\u200d", "\u0dc1\u0dca\u200d\u0dbb\u0dd3")],
        ("\u200d\u0639\u0644\u06cc\u200c", "\u0639\u0644\u06cc"),
        # Emoji of several, one in colours, and a variant of a Japanese name.
        *[(name, name) for name in ("\U0001f469\U0001f3fd\u200d\U0001f4bb", "Ada \u2764\ufe0f")],
        *[(name, name) for name in ("\U0001f3f3\ufe0f\u200d\U0001f308", "\u845b\U000e0100")],
        ("\u5c71\u7530\u3000\u592a\u90ce", "\u5c71\u7530\u3000\u592a\u90ce"),
    ],
)
def test_a_name_is_kept_in_one_form(written: str, kept: str) -> None:
    assert name_of(written) == kept
    assert name_of(kept) == kept


@pytest.mark.parametrize("kind", [Name, Reason])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "must not be empty"),
        (" \u3000", "must not be empty"),
        *[(text, "visible") for text in ("\u200b", "\u200d \u2060", "\u3164", "\u2800\ufe0f")],
        *[(text, "direction of writing") for text in ("Ada\u202enimda", "\u2067Ada\u2069")],
    ],
)
def test_a_text_that_shows_nothing_or_another_text_is_refused(
    kind: Any, text: str, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
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
def test_a_name_that_was_taken_is_taken_as_it_is(text: str) -> None:
    try:
        name = name_of(text)
    except ValueError:
        return
    assert unicodedata.is_normalized("NFC", name)
    if len(name) <= MAX_NAME:
        assert name_of(name) == name


@pytest.mark.parametrize(("written", "address"), ADDRESSES)
def test_an_address_is_cleaned_of_what_is_around_it(written: str, address: str) -> None:
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
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected an e-mail address"):
        converter.structure(text, Email)


@pytest.mark.parametrize(("written", "folded"), SEARCH["folded"])
def test_what_is_looked_for_is_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def finds(typed: str, name: str) -> bool:
    keys = search_keys(name, SEARCH["email"])
    asked = search_words(typed)
    begun = all(any(key.startswith(word) for key in keys) for word in asked)
    return begun if asked else not typed.strip()


@pytest.mark.parametrize(("typed", "name", "found"), SEARCH["people"])
def test_somebody_is_found_however_they_are_written(typed: str, name: str, found: bool) -> None:
    assert finds(typed, name) is found


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


def test_an_ordinary_password_is_tried_once_and_another_form_of_it_twice() -> None:
    assert password_forms("correct horse") == ("correct horse",)
    assert password_forms("caf\u00e9") == ("caf\u00e9",)
    assert password_forms("cafe\u0301") == ("caf\u00e9", "cafe\u0301")
    # The normal form of what is so long takes too much time, and is too long itself.
    assert len(password_forms("e\u0301" * 30_000)) == 1


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=2 * LONGEST_PASSWORD))
@example("\u01d6" * (PASSWORD_BYTES[1] // 2))
def test_no_password_that_fits_is_too_long_for_its_normal_form(text: str) -> None:
    normal = normal_password(text)
    if len(normal.encode()) <= PASSWORD_BYTES[1]:
        assert len(unicodedata.normalize("NFD", normal)) <= LONGEST_PASSWORD
        assert password_forms(normal) == (normal,)


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("e\u0301" * 3, True),
        ("e\u0301" * 36, True),
        ("e\u0301" * 2, False),
        ("\u3000" * 3, False),
        ("e\u0301" * 37, False),
    ],
)
def test_the_bytes_of_a_password_are_those_of_its_normal_form(password: str, taken: bool) -> None:
    fields = {"name": "Ada", "email": "ada@school.test", "role": "student", "password": password}
    try:
        assert converter.structure(fields, Signup).password == normal_password(password)
        assert taken
    except ClassValidationError:
        assert not taken


@pytest.mark.parametrize("kind", [Name, Reason, Email, Password])
@pytest.mark.parametrize("end", ["", "@school.test"])
def test_no_text_is_composed_that_is_too_long_anyway(
    kind: Any, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """32,000 accents take seconds, in which everyone waits."""
    lengths = [0]
    normalize = unicodedata.normalize

    def noted(form: Any, text: str) -> str:
        lengths.append(len(text))
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", noted)
    with pytest.raises(ValueError, match=r"longer|bytes|address"):
        converter.structure("a" + "\u0301\u0323" * 16_000 + end, kind)
    assert max(lengths) <= MAX_ADDRESS
