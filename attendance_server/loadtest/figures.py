"""The figures of a run, as a table for people and as JSON for programs."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any

import attrs
from attrs import Factory, define

from .check_in import CheckedIn
from .stray import Faults


@define(kw_only=True)
class Figures:
    """The figures of one run of the load test; `None` for what the run did not get to.

    `checked_in`: of a run in which students check in, instead of being marked.

    Times are in seconds, and rates are per second; the names in the JSON include the units.
    """

    url: str
    students: int
    marks: int
    rate: float
    started_at: str
    sockets: int = 0
    ceiling: float | None = None
    connecting_ceiling: float | None = None
    sign_up_seconds: float | None = None
    waits: int = 0
    connections: int = 0
    connecting_seconds: float | None = None
    burst_deliveries: int = 0
    burst_expected: int = 0
    burst_seconds: float | None = None
    latencies: Sequence[float | None] = ()
    latest_send: float = 0.0
    checked_in: CheckedIn | None = None
    results: int = 0
    faults: Faults = Factory(Faults)
    errors: Mapping[str, int] = Factory(dict)
    complete: bool = False

    @property
    def passed(self) -> bool:
        """Whether the run was completed and every socket received everything, in order, intact."""
        right = self.checked_in is None or self.checked_in.all_right
        return self.complete and right and not self.faults and not self.errors

    @property
    def burst_rate(self) -> float | None:
        return self.burst_deliveries / self.burst_seconds if self.burst_seconds else None

    @property
    def connecting_rate(self) -> float | None:
        return self.connections / self.connecting_seconds if self.connecting_seconds else None

    @property
    def paced(self) -> dict[str, float]:
        """p50, p95, p99 and max of the latencies in seconds; empty if none was measured."""
        return summary([latency for latency in self.latencies if latency is not None])

    def to_json(self) -> dict[str, Any]:
        """All figures, including every single latency."""
        return {
            "url": self.url,
            "startedAt": self.started_at,
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "students": self.students,
            "sockets": self.sockets,
            "marks": self.marks,
            "rate": self.rate,
            "passed": self.passed,
            "ceiling": {
                "deliveriesPerSecond": self.ceiling,
                "connectionsPerSecond": self.connecting_ceiling,
            },
            "signUp": {"seconds": self.sign_up_seconds, "waits": self.waits},
            "connections": {
                "count": self.connections,
                "seconds": self.connecting_seconds,
                "perSecond": self.connecting_rate,
            },
            **(
                {} if self.checked_in is None else {"checkIn": self._check_in_json(self.checked_in)}
            ),
            "burst": {
                "deliveries": self.burst_deliveries,
                "expected": self.burst_expected,
                "seconds": self.burst_seconds,
                "deliveriesPerSecond": self.burst_rate,
            },
            "paced": {
                "latencyMs": {name: _ms(seconds) for name, seconds in self.paced.items()},
                "latestSendMs": _ms(self.latest_send),
                "latenciesMs": [
                    None if latency is None else _ms(latency) for latency in self.latencies
                ],
            },
            "sessionEnded": {"expected": self.sockets, "received": self.results},
            "faults": attrs.asdict(self.faults),
            "errors": dict(self.errors),
        }

    def _check_in_json(self, checked_in: CheckedIn) -> dict[str, Any]:
        return {
            "students": len(checked_in.latencies),
            "marked": len(checked_in.measured),
            "latencyMs": {
                name: _ms(seconds) for name, seconds in summary(checked_in.measured).items()
            },
            "latestStartMs": _ms(checked_in.late),
            "refused": dict(checked_in.refused),
            "wrongCodesAccepted": checked_in.accepted,
            "flagged": checked_in.flagged,
        }

    def table(self) -> str:
        """The figures, one per line, and what went wrong."""
        rows = [*self._rows(), *self._wrong()]
        width = max(len(name) for name, _ in rows)
        return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)

    def _rows(self) -> Iterator[tuple[str, str]]:
        yield "this client's ceiling here", _rate(self.ceiling, "deliveries/s")
        yield "", _rate(self.connecting_ceiling, "connections/s")
        yield "connections", f"{self.connections:,} at {_rate(self.connecting_rate, 'a second')}"
        if self.checked_in:
            yield from self._check_in_rows(self.checked_in)
        else:
            yield from self._mark_rows()
        yield "results (SESSION_ENDED)", f"{self.results:,} of {self.sockets:,}"
        if self.waits:
            yield "asked to retry later", f"{self.waits:,} times while signing up"

    def _check_in_rows(self, checked_in: CheckedIn) -> Iterator[tuple[str, str]]:
        marked, students = len(checked_in.measured), len(checked_in.latencies)
        yield "students who checked in", f"{marked:,} of {students:,}"
        yield "opening the link to last delivery", _times(checked_in.measured)

    def _mark_rows(self) -> Iterator[tuple[str, str]]:
        yield f"burst of {self.marks:,} marks", _rate(self.burst_rate, "deliveries/s")
        yield (
            "",
            f"{self.burst_deliveries:,} of {self.burst_expected:,} deliveries"
            + ("" if self.burst_seconds is None else f" in {self.burst_seconds:.3f} s"),
        )
        yield (
            f"one mark at {self.rate:g}/s: send to last delivery",
            _times([latency for latency in self.latencies if latency is not None]),
        )

    def _wrong(self) -> Iterator[tuple[str, str]]:
        for name, count in attrs.asdict(self.faults).items():
            if count:
                yield f"WRONG: {_FAULTS[name]}", f"{count:,}"
        if self.checked_in:
            yield from self._wrong_check_ins(self.checked_in)
        for text, count in self.errors.items():
            yield "ERROR", f"{count:,} times: {text}"
        verdict = "every socket got everything, in order and intact" if self.passed else "FAILED"
        yield "verdict", verdict if self.complete else "the run was not completed"

    def _wrong_check_ins(self, checked_in: CheckedIn) -> Iterator[tuple[str, str]]:
        if checked_in.accepted:
            yield "WRONG: wrong codes that were accepted", f"{checked_in.accepted:,}"
        for code, count in checked_in.refused.items():
            yield "WRONG: check-ins that were refused", f"{count:,} times: {code}"


_FAULTS = {
    "missing": "deliveries that never arrived",
    "twice": "deliveries that arrived twice",
    "disordered": "deliveries out of order",
    "corrupt": "deliveries that were not intact",
    "unended": "sockets without a result",
}


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile of sorted values, which is always one of them."""
    return values[max(0, ceil(len(values) * percent / 100) - 1)]


def summary(values: Sequence[float]) -> dict[str, float]:
    """p50, p95, p99 and max; empty if there are no values."""
    if not values:
        return {}
    ordered = sorted(values)
    named = {f"p{percent}": percentile(ordered, percent) for percent in (50, 95, 99)}
    return {**named, "max": ordered[-1]}


def _times(seconds: Sequence[float]) -> str:
    times = [f"{name} {_ms(value):.1f} ms" for name, value in summary(seconds).items()]
    return "  ".join(times) or "not measured"


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


def _rate(rate: float | None, unit: str) -> str:
    return "not measured" if rate is None else f"{rate:,.0f} {unit}"
