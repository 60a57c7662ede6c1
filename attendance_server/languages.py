"""The languages of pages, files and mail, and the one that a request prefers. No I/O."""

from collections.abc import Collection, Iterator

DEFAULT = "en"

LANGUAGES = ("en", "de", "fr", "es", "pt", "ar", "hi", "zh")
"""Their codes (BCP 47), as a choice offers them."""

RIGHT_TO_LEFT = frozenset({"ar"})

EVERY = "*"


def preferred(accepted: str | None, offered: Collection[str] = LANGUAGES) -> str:
    """The one of the languages `offered` that a client prefers.

    `accepted`: its `Accept-Language` (RFC 9110, section 12.5.4), of whose ranges only the language
    counts: `de-AT` and `de` are the same here. It is `DEFAULT` if it names none that is offered.
    """
    for language in _by_weight(accepted or ""):
        if language in offered:
            return language
        if language == EVERY:
            break
    return DEFAULT


def _by_weight(accepted: str) -> Iterator[str]:
    """The languages, the most preferred first; those that a client does not want are left out."""
    weighed = []
    for each in accepted.lower().replace(" ", "").split(","):
        tag, *parameters = each.split(";")
        if weight := _weight(parameters):
            weighed.append((-weight, tag.partition("-")[0]))
    return (language for _, language in sorted(weighed, key=lambda pair: pair[0]))


def _weight(parameters: Collection[str]) -> float:
    """From 0 to 1; 0 if it is malformed."""
    weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    try:
        return min(1.0, max(0.0, float(weight)))
    except ValueError:
        return 0.0
