"""What simulations assume: delays, and changes given on the command line."""

import math
from collections.abc import Iterable
from random import Random
from typing import Any, TypeVar

import attrs
from attrs import frozen

T = TypeVar("T", bound=attrs.AttrsInstance)


@frozen
class Delay:
    """Seconds that something takes, log-normally distributed.

    Half of the times are at most `median`, and 84 % at most `spread` times as long.
    """

    median: float
    spread: float

    def draw(self, rng: Random) -> float:
        return rng.lognormvariate(math.log(self.median), math.log(self.spread))

    def __str__(self) -> str:
        return f"{self.median:g} s (84 %: {self.median * self.spread:.3g} s)"


def with_changes(assumptions: type[T], texts: Iterable[str]) -> T:
    """The assumptions with changes in the form `name=value`. Raises `ValueError`."""
    kinds = {each.name: type(each.default) for each in attrs.fields(assumptions)}
    changes = dict[str, Any]()
    for text in texts:
        name, _, value = text.partition("=")
        if name not in kinds:
            raise ValueError(f"there is no assumption {name!r}")
        changes[name] = _read(kinds[name], value)
    return assumptions(**changes)


def _read(kind: type, text: str) -> Any:
    if kind is not Delay:
        return kind(text)
    median, _, spread = text.partition("/")
    return Delay(float(median), float(spread or "1.5"))
