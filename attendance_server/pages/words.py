"""The language of the pages: whose words they are joined with, and what their first file says."""

import json
from collections.abc import Mapping
from html import escape
from string import Template

from ..languages import DEFAULT, LANGUAGES, RIGHT_TO_LEFT

FOLDER = "/language/{language}/"

FIRST = f"{FOLDER}page.json"
"""The words of the page itself, which it has before any script."""


def offered_in(files: Mapping[str, bytes]) -> list[str]:
    """The languages in which all words of the pages are: those with each file that English has.

    `files`: the contents of the files of the pages by their addresses.
    """
    return [each for each in LANGUAGES if each == DEFAULT or _is_complete(files, each)]


def _is_complete(files: Mapping[str, bytes], language: str) -> bool:
    english, own = (FOLDER.format(language=each) for each in (DEFAULT, language))
    needed = {own + url.removeprefix(english) for url in files if url.startswith(english)}
    if not needed <= files.keys():
        return False
    words = _first_words(files, language)
    return bool(words) and _first_words(files, DEFAULT).keys() <= words.keys()


def _first_words(files: Mapping[str, bytes], language: str) -> dict[str, str]:
    """The words of the page itself; none if they cannot be read."""
    try:
        words: dict[str, str] = json.loads(files.get(FIRST.format(language=language), b"{}"))
    except ValueError:
        return {}
    return words


def in_language(texts: Mapping[str, str], language: str) -> dict[str, str]:
    """The modules, which import the words of this language in place of those of English.

    Modules name the words that they need in English, so that their types are known.
    """
    english, own = (f'"{FOLDER.format(language=each)}' for each in (DEFAULT, language))
    return {url: text.replace(english, own) for url, text in texts.items()}


def page_in(page: str, files: Mapping[str, bytes], language: str) -> str:
    """The page with its language, its direction, and the words that it has in this language."""
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    values = {name: escape(text) for name, text in _first_words(files, language).items()}
    values |= {"language": language, "direction": direction}
    return Template(page).safe_substitute(values, languages=" ".join(offered_in(files)))
