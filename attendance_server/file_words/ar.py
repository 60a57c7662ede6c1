"""Arabic."""

from .en import WORDS

__all__ = ["WORDS"]
