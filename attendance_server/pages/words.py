"""The language of the pages: whose words they are joined with, and what their first file says."""

import json
from collections.abc import Collection, Mapping
from html import escape
from string import Template

from ..languages import DEFAULT, LANGUAGES, RIGHT_TO_LEFT

FOLDER = "/language/{language}/"

FIRST = f"{FOLDER}page.json"
"""The words of the page itself, which it has before any script."""


def offered_in(files: Collection[str]) -> list[str]:
    """The languages in which the pages are, by the addresses of their files."""
    complete = {each for each in LANGUAGES if FIRST.format(language=each) in files}
    return [each for each in LANGUAGES if each in complete | {DEFAULT}]


def in_language(texts: Mapping[str, str], language: str) -> dict[str, str]:
    """The modules, which import the words of this language in place of those of English.

    Modules name the words that they need in English, so that their types are known.
    """
    english, own = (f'"{FOLDER.format(language=each)}' for each in (DEFAULT, language))
    return {url: text.replace(english, own) for url, text in texts.items()}


def page_in(page: str, files: Mapping[str, bytes], language: str) -> str:
    """The page with its language, its direction, and the words that it has in this language."""
    words = json.loads(files.get(FIRST.format(language=language), b"{}"))
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    values = {name: escape(text) for name, text in words.items()}
    values |= {"language": language, "direction": direction}
    return Template(page).safe_substitute(values, languages=" ".join(offered_in(files)))
