"""The metrics for Prometheus. The parts do the counting, and are read on each request.

The library of Prometheus is loaded by the first request: small schools have no Prometheus.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from .parts import Parts, Traffic

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

__all__ = ["Metrics", "Traffic"]


class Metrics(Parts):
    """Reads the parts of one server; each server has a `registry` of its own."""

    @cached_property
    def registry(self) -> "CollectorRegistry":
        from prometheus_client import CollectorRegistry, ProcessCollector

        from .collector import MetricsCollector

        registry = CollectorRegistry()
        registry.register(MetricsCollector(self))
        ProcessCollector(registry=registry)
        return registry

    async def render(self) -> bytes:
        """All metrics in the text format of Prometheus."""
        from prometheus_client import generate_latest

        return generate_latest(self.registry)
