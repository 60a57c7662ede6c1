"""The order of names, by MongoDB's own collation: ICU's rules for the language, numbers as numbers.

So nothing is loaded into the server for it. Names without parts are split for sorting only: the
last word is taken for the family name, and the words before it for the given name. A name that
begins with Chinese, Japanese or Korean characters is not split, since it begins with the family
name.
"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ..models import NameOrder

_LANGUAGES = """
af am ar as az be bg bn bo bs ca chr cs cy de dsb dz ee el en eo es et fa fi fil fo fr ga gl gu ha
haw he hi hr hsb hu hy id ig is it ja ka kk kl km kn ko kok ky lb lkt ln lo lt lv mk ml mn mr ms my
nb ne nl nn om or pa pl ps pt ro ru se si sk sl smn sq sr sv sw ta te th to tr uk ur vi wae yi yo zh
zu
"""
LANGUAGES = frozenset(_LANGUAGES.split())
"""The languages whose rules MongoDB 6 knows."""

VARIANTS = frozenset({"bs_Cyrl", "de_AT", "fa_AF", "fr_CA", "sr_Latn", "zh_Hant"})
SAME_RULES = {"da": "nb", "no": "nb", "tl": "fil", "iw": "he"}
"""Languages under the code of another one that sorts alike; MongoDB 6 refuses `da`."""

TRADITIONAL = frozenset({"TW", "HK", "MO"})
"""Where Chinese is written in traditional characters."""

ROOT = "en"
"""English has the rules that most languages share."""


@frozen
class Sorting:
    """How a list of people is sorted. `locale`: a language tag, such as `sv` or `de-AT`."""

    order: NameOrder = NameOrder.NAME
    locale: str = ROOT


def collation(locale: str) -> Mapping[str, Any]:
    """The collation for names: accents matter, letter case does not, `A 9` precedes `A 10`."""
    return {"locale": _known(locale), "strength": 2, "numericOrdering": True}


def _known(locale: str) -> str:
    """The closest locale that MongoDB knows."""
    language, *subtags = locale.replace("_", "-").split("-")
    language = SAME_RULES.get(language.lower(), language.lower())
    if language == "zh" and TRADITIONAL.intersection(tag.upper() for tag in subtags):
        return "zh_Hant"
    for tag in subtags:
        for variant in (f"{language}_{tag.upper()}", f"{language}_{tag.title()}"):
            if variant in VARIANTS:
                return variant
    return language if language in LANGUAGES else ROOT


NOTHING: Mapping[str, int] = {}

_SPLIT = {
    "$regexFind": {
        "input": {"$ifNull": ["$name", ""]},
        "regex": r"(*UCP)^(?![\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}])(.*\S)\s+(\S+)$",
    }
}


def _part(known: str, place: int) -> dict[str, Any]:
    """The part of the name, if it is known, or else the one at this place of the split name."""
    of_split = {
        "$let": {"vars": {"split": _SPLIT}, "in": {"$arrayElemAt": ["$$split.captures", place]}}
    }
    return {"$ifNull": [known, of_split, "$name"]}


def by_name(order: NameOrder, after: Mapping[str, int] = NOTHING) -> list[dict[str, Any]]:
    """Stages that sort documents of people: by the fields `after`, then by name, then by id."""
    if order is NameOrder.NAME:
        return [{"$sort": {**after, "name": 1, "_id": 1}}]
    given, family = _part("$givenName", 0), _part("$familyName", 1)
    first, second = (given, family) if order is NameOrder.GIVEN else (family, given)
    return [
        {"$set": {"sortKeys": {"first": first, "second": second}}},
        {"$sort": {**after, "sortKeys.first": 1, "sortKeys.second": 1, "_id": 1}},
    ]
