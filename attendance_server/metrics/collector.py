"""The metrics in the form of Prometheus's library."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import TypeVar

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from .. import __version__
from ..histogram import Histogram
from ..live.connection import Kind
from .parts import Parts

K = TypeVar("K", bound=tuple[str, ...])


class MetricsCollector(Collector):
    """Makes the metrics of the parts of one server when Prometheus reads them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily(
            "attendance_build", "The version of the server.", {"version": __version__}
        )
        yield from self._live()
        yield from self._commits()
        if self._parts.lease.needed:
            yield from self._several()
        yield from self._logins()
        yield from self._answers()
        yield _counter(
            "attendance_audit_events",
            "Audit events that were saved, and those that are only in the log.",
            ["outcome"],
            {("saved",): self._parts.audit.saved, ("lost",): self._parts.audit.lost},
        )

    def _live(self) -> Iterator[Metric]:
        sessions = self._parts.sessions
        connections = self._parts.connections
        yield GaugeMetricFamily("attendance_connections", "Open connections.", connections.open)
        yield GaugeMetricFamily(
            "attendance_connections_limit",
            "The largest number of open connections.",
            connections.limit,
        )
        yield CounterMetricFamily(
            "attendance_connections_refused",
            "Connections that were refused for lack of room.",
            connections.refused,
        )
        yield GaugeMetricFamily("attendance_open_sockets", "Open sockets.", sessions.rooms.size)
        by_kind = GaugeMetricFamily(
            "attendance_open_sockets_by_kind",
            "Open sockets, by how frames reach their clients.",
            labels=["kind"],
        )
        kinds = Counter(connection.kind for connection in sessions.rooms.connections)
        for kind in Kind:
            by_kind.add_metric([kind], kinds[kind])
        yield by_kind
        yield GaugeMetricFamily(
            "attendance_running_sessions", "Running sessions.", len(sessions.registry)
        )
        yield _counter(
            "attendance_marks",
            "Marks that were saved, and those that could not be accepted or saved.",
            ["outcome"],
            {
                ("saved",): sessions.outcomes.marks_saved,
                ("refused",): sessions.outcomes.marks_refused,
            },
        )
        yield _histogram(
            "attendance_delivery_lag_seconds",
            "The time from submitting a mark to writing its frame.",
            sessions.outcomes.delivery_lag,
        )

    def _commits(self) -> Iterator[Metric]:
        journal = self._parts.sessions.journal
        yield _histogram(
            "attendance_commit_seconds", "How long commits took.", journal.commit_seconds
        )
        yield _histogram(
            "attendance_commit_changes", "How many changes commits held.", journal.commit_changes
        )
        yield CounterMetricFamily(
            "attendance_commits_failed",
            "Commits that failed and are tried again.",
            journal.commits_failed,
        )
        yield GaugeMetricFamily(
            "attendance_changes_waiting", "Changes that are not yet saved.", journal.waiting
        )

    def _several(self) -> Iterator[Metric]:
        """Of one of several servers."""
        following = self._parts.sessions.following
        yield GaugeMetricFamily(
            "attendance_lease_seconds",
            "Seconds since the database last acknowledged that this server lives.",
            self._parts.lease.age,
        )
        yield CounterMetricFamily(
            "attendance_leases_lost",
            "How often this server was out of contact, and sent its clients away.",
            self._parts.lease.losses,
        )
        yield GaugeMetricFamily(
            "attendance_follow_lag_seconds",
            "Seconds from the last write of another server, or of this one, until it was seen.",
            self._parts.feed.lag,
        )
        yield GaugeMetricFamily(
            "attendance_clock_ahead_seconds",
            "Seconds by which the clock of this machine is ahead of the time of all servers.",
            self._parts.clock.off(),
        )
        yield GaugeMetricFamily(
            "attendance_database_clock_jump_seconds",
            "Seconds by which the clock of the database has jumped ahead, which is ignored.",
            self._parts.clock.jump,
        )
        yield CounterMetricFamily(
            "attendance_commits_followed",
            "Commits of other servers that were taken over.",
            following.followed,
        )
        yield CounterMetricFamily(
            "attendance_sessions_read_again",
            "Sessions that were read as a whole, as a commit of another server was missed.",
            following.reads,
        )
        yield CounterMetricFamily(
            "attendance_commit_conflicts",
            "Commits that were made again, because another server was first.",
            self._parts.sessions.journal.conflicts,
        )

    def _logins(self) -> Iterator[Metric]:
        yield _counter(
            "attendance_logins",
            "Log-ins that succeeded, that were wrong, and that were turned away.",
            ["outcome"],
            {(outcome,): count for outcome, count in self._parts.accounts.logins.items()},
        )
        yield _counter(
            "attendance_refreshes",
            "Refreshes of remembered devices, by how they ended.",
            ["outcome"],
            {(outcome,): count for outcome, count in self._parts.devices.refreshes.items()},
        )
        yield GaugeMetricFamily(
            "attendance_hashes_waiting",
            "Passwords that are being hashed or wait for it.",
            self._parts.accounts.waiting_passwords,
        )

    def _answers(self) -> Iterator[Metric]:
        refusals = {("http", kind): count for kind, count in self._parts.traffic.refusals.items()}
        for kind, count in self._parts.sessions.rooms.refusals.items():
            refusals["socket", kind] = count
        yield _counter(
            "attendance_refusals", "Errors that were sent to clients.", ["over", "kind"], refusals
        )
        yield _counter(
            "attendance_http_requests",
            "HTTP requests that were answered; the handshakes of sockets count as 101.",
            ["method", "route", "status"],
            self._parts.traffic.requests,
        )


def _counter(name: str, help_text: str, labels: list[str], counts: Mapping[K, int]) -> Metric:
    family = CounterMetricFamily(name, help_text, labels=labels)
    for values, count in counts.items():
        family.add_metric(values, count)
    return family


def _histogram(name: str, help_text: str, histogram: Histogram) -> Metric:
    bounds = [*map(str, histogram.bounds), "+Inf"]
    buckets = list(zip(bounds, accumulate(histogram.counts), strict=True))
    return HistogramMetricFamily(name, help_text, buckets=buckets, sum_value=histogram.total)
