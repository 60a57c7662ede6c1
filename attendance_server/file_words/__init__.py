"""The words in files for people: headings, statuses and names of files, per language.

A language is a module by its code, with `WORDS`.
"""

from datetime import date
from importlib import import_module

from .words import FileWords, at

__all__ = ["FileWords", "at", "period_in", "words_in"]


def words_in(language: str) -> FileWords:
    """The words of one of `languages.LANGUAGES`, which are loaded when they are first needed."""
    words: FileWords = import_module(f".{language}", __name__).WORDS
    return words


def period_in(words: FileWords, first: date | None, last: date | None) -> str:
    """The days from `first` to `last`, both included, as a text; empty if there is no bound."""
    if first and last:
        return words.from_to.format(first=first, last=last) if first != last else str(first)
    if first:
        return words.from_on.format(first=first)
    return words.up_to.format(last=last) if last else ""
