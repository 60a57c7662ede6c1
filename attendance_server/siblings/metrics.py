"""The metrics of all workers in one answer, each sample with the number of its worker.

`/metrics` on the common port reaches any of them, which asks the others.
"""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import orjson
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from .line import ask_for_metrics
from .place import Place, line_of

log = logging.getLogger(__name__)

LABEL = "worker"

ANSWER_TIMEOUT = 1.0
"""Seconds that a sibling has to answer; then the metrics are without it."""

Families: TypeAlias = list[dict[str, Any]]
"""Metrics as one worker sends them to another."""


class MetricsOfAll:
    """Asks all workers for their metrics."""

    def __init__(self, place: Place, own: CollectorRegistry) -> None:
        """`place`, `own`: those of this worker."""
        self._place = place
        self._own = own

    def own(self) -> bytes:
        """The metrics of this worker, for a sibling."""
        return orjson.dumps(_families(self._own.collect()))

    async def render(self) -> bytes:
        """The metrics of all workers in the text format of Prometheus."""
        numbers = self._place.others()
        paths = (line_of(self._place.folder, number) for number in numbers)
        answers = await asyncio.gather(*map(_ask, paths))
        told = zip(numbers, answers, strict=True)
        of_all = {number: families for number, families in told if families}
        of_all[self._place.number] = _families(self._own.collect())
        registry = CollectorRegistry()
        registry.register(_Merged(self._place.count, dict(sorted(of_all.items()))))
        return generate_latest(registry)


class _Merged(Collector):
    def __init__(self, wanted: int, of_all: dict[int, Families]) -> None:
        self._wanted = wanted
        self._of_all = of_all

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("attendance_workers", "Workers as set.", self._wanted)
        yield GaugeMetricFamily(
            "attendance_workers_up", "Workers whose metrics these are.", len(self._of_all)
        )
        merged: dict[str, Metric] = {}
        for number, families in self._of_all.items():
            for family in families:
                name = family["name"]
                if name not in merged:
                    merged[name] = Metric(name, family["help"], family["type"])
                for sample, labels, value in family["samples"]:
                    merged[name].add_sample(sample, {**labels, LABEL: str(number)}, value)
        yield from merged.values()


def _families(metrics: Iterable[Metric]) -> Families:
    return [
        {
            "name": metric.name,
            "help": metric.documentation,
            "type": metric.type,
            "samples": [(sample.name, sample.labels, sample.value) for sample in metric.samples],
        }
        for metric in metrics
    ]


async def _ask(path: Path) -> Families | None:
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT):
            families: Families = orjson.loads(await ask_for_metrics(path))
    except (OSError, TimeoutError, orjson.JSONDecodeError) as error:
        log.warning("a worker does not tell its metrics: %s", error or type(error).__name__)
        return None
    return families
