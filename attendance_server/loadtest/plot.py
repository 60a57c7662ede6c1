"""Plots the latencies of the paced run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import extra
from .figures import Figures, summary

FAINT, STRONG = "#4878a8", "#c04040"


def library() -> Any:
    """The module matplotlib. Raises `TestRefused` if it is missing."""
    return extra.need("matplotlib", "--plot")


def write(path: Path, figures: Figures) -> None:
    """Write a PNG with the latency of every mark in the order of sending, and the distribution."""
    library().use("Agg")
    pyplot = extra.need("matplotlib.pyplot", "--plot")
    numbered = [(n, s * 1000) for n, s in enumerate(figures.latencies, 1) if s is not None]
    numbers, values = [n for n, _ in numbered], [ms for _, ms in numbered]
    figure, (over_time, spread) = pyplot.subplots(1, 2, figsize=(11, 4.2), sharey=True)
    over_time.plot(numbers, values, ".", markersize=3, color=FAINT)
    over_time.set(xlabel="mark", ylabel="send to last delivery, ms")
    spread.plot([100 * n / len(values) for n in range(1, len(values) + 1)], sorted(values))
    spread.set(xlabel="share of marks, %")
    _lines(over_time, values)
    _lines(spread, values)
    over_time.set_ylim(bottom=0)
    figure.suptitle(f"{figures.sockets:,} sockets, {figures.rate:g} marks per second")
    figure.tight_layout()
    figure.savefig(path, format="png", dpi=120)
    pyplot.close(figure)


def _lines(axes: Any, values: Sequence[float]) -> None:
    for name, value in summary(values).items():
        axes.axhline(value, color=STRONG, linewidth=0.6)
        axes.annotate(
            f"{name} {value:.1f}",
            (1, value),
            xycoords=("axes fraction", "data"),
            ha="right",
            va="bottom",
            fontsize=8,
            color=STRONG,
        )
