"""The words of mail, per language: a module by the code of the language, with `WORDS`."""

from importlib import import_module

from .words import MailWords

__all__ = ["MailWords", "words_in"]


def words_in(language: str) -> MailWords:
    """The words of one of `languages.LANGUAGES`, which are loaded when they are first needed."""
    words: MailWords = import_module(f".{language}", __name__).WORDS
    return words
