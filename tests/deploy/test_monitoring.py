"""`deploy/monitoring/`: Prometheus accepts the alerts, which fire when they should."""

import json
import re
import subprocess
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from tests.support.process import ROOT
from tests.support.programs import needed

MONITORING = ROOT / "deploy" / "monitoring"
ALERTS = MONITORING / "alerts.yaml"
PROMETHEUS = MONITORING / "prometheus.yaml"
DASHBOARD = MONITORING / "dashboard.json"
CASES = Path(__file__).with_name("alerts.test.yaml")
OPERATING = ROOT / "docs" / "operating.md"

METRIC = re.compile(r"\b(?:attendance|process)_\w+")


def promtool(*arguments: str | Path) -> None:
    checked = subprocess.run(
        [needed("promtool"), *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load(ALERTS.read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(DASHBOARD.read_text())["panels"]
    return found


def queries() -> list[str]:
    """The queries of the dashboard, with its variables filled in."""
    return [
        target["expr"].replace("$__rate_interval", "1m").replace("$instance", ".*")
        for panel in panels()
        for target in panel.get("targets", ())
    ]


def metrics_used() -> set[str]:
    """The names of all metrics in the alerts and in the dashboard."""
    expressions = [*(alert["expr"] for alert in alerts()), *queries()]
    return {name for expression in expressions for name in METRIC.findall(expression)}


def test_prometheus_accepts_the_alerts_and_its_configuration() -> None:
    promtool("check", "rules", ALERTS)
    promtool("check", "config", "--syntax-only", PROMETHEUS)


def test_each_alert_fires_when_it_should_and_not_on_a_usual_day() -> None:
    promtool("test", "rules", CASES)
    tested = set(re.findall(r'alertname="(\w+)"', CASES.read_text()))
    assert tested == {alert["alert"] for alert in alerts()}


def test_each_alert_says_how_urgent_it_is_and_what_to_do() -> None:
    page = OPERATING.read_text()
    described = re.findall(r"^\| `(Attendance\w+)`", page, re.MULTILINE)
    assert sorted(described) == sorted(alert["alert"] for alert in alerts())
    for alert in alerts():
        assert alert["labels"]["severity"] in ("page", "ticket")
        assert alert["annotations"]["summary"]


def test_prometheus_accepts_the_queries_of_the_dashboard(tmp_path: Path) -> None:
    rules = [{"record": f"query:{number}", "expr": expr} for number, expr in enumerate(queries())]
    file = tmp_path / "rules.yaml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    promtool("check", "rules", file)


def test_the_panels_of_the_dashboard_do_not_overlap() -> None:
    assert len({panel["id"] for panel in panels()}) == len(panels())
    for one, other in combinations((panel["gridPos"] for panel in panels()), 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        below = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or below, (one, other)


def test_every_panel_has_a_title_a_query_and_the_chosen_data_source() -> None:
    for panel in panels():
        assert panel["title"]
        if panel["type"] != "row":
            assert panel["targets"]
            assert panel["datasource"]["uid"] == "${datasource}"
