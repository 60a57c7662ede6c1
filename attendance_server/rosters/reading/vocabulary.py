"""Words of many languages, which files beside this one list by what they say."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from ...text import words


def word_key(text: str) -> str:
    """A text without letter case, accents, blanks and signs."""
    return "".join(words(unicodedata.normalize("NFKC", text)))


def vocabulary(file: str) -> Mapping[str, frozenset[str]]:
    """The keys of the words in a file, by its sections, which are in square brackets.

    A `|` separates words; lines that start with `#` are comments.
    """
    sections = defaultdict[str, set[str]](set)
    section = ""
    for line in Path(__file__).with_name(file).read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            sections[section] |= {key for word in line.split("|") if (key := word_key(word))}
    return {name: frozenset(keys) for name, keys in sections.items()}
