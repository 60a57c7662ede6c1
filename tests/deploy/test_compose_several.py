"""`deploy/compose.several.yaml`: what can be said of it without Docker."""

import ipaddress
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from dockerfile_parse import DockerfileParser

from attendance_server.settings.texts import duration
from tests.deploy.test_deploy import DOCKERFILE
from tests.support.nginx import SEVERAL_SERVERS
from tests.support.process import ROOT
from tests.support.programs import needed

DEPLOY = ROOT / "deploy"
ONE = DEPLOY / "compose.yaml"
SEVERAL = DEPLOY / "compose.several.yaml"
SERVERS = ("server1", "server2", "server3")
MEMBERS = ("mongo1", "mongo2", "mongo3")


def services(path: Path = SEVERAL) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text())["services"]
    return found


@pytest.mark.parametrize("path", [ONE, SEVERAL], ids=lambda path: path.name)
def test_it_is_a_compose_file(path: Path) -> None:
    check = subprocess.run(
        [needed("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout


def test_servers_and_members_differ_in_their_ports_and_volumes_only() -> None:
    for names, own in ((SERVERS, "ports"), (MEMBERS, "volumes")):
        first, *others = (dict(services()[name]) for name in names)
        used = {str(each.pop(own)) for each in (first, *others)}
        assert len(used) == len(names)
        assert all(other == first for other in others)


def test_a_server_is_set_up_like_a_single_one() -> None:
    single, several = services(ONE)["server"], services()["server1"]
    changed = {
        name for name in single.keys() | several.keys() if single.get(name) != several.get(name)
    }
    assert changed == {"environment", "ports", "depends_on", "healthcheck"}
    # The secrets of all of them, and where the database is, are in the file of settings.
    assert single["environment"].keys() - several["environment"].keys() == {"MONGO_URI"}


def test_servers_start_once_the_replica_set_is_ready() -> None:
    made = services()["replica-set"]
    assert services()["server1"]["depends_on"] == {
        "replica-set": {"condition": "service_completed_successfully"}
    }
    assert made["depends_on"] == {name: {"condition": "service_healthy"} for name in MEMBERS}
    # The first user of a database may be created over loopback only.
    assert made["network_mode"] == f"service:{MEMBERS[0]}"
    script, _, _ = made["volumes"][0].partition(":")
    assert (DEPLOY / script).exists()
    assert made["restart"] == "on-failure"


def test_the_members_demand_a_key_and_a_password() -> None:
    for name in MEMBERS:
        member = services()[name]
        assert "--keyFile=/run/secrets/mongo_key" in member["command"]
        assert member["secrets"] == ["mongo_key"]
        assert "ports" not in member


def test_the_proxies_find_the_servers_where_they_are() -> None:
    published = {services()[name]["ports"][0].rpartition(":")[0] for name in SERVERS}
    for site in (SEVERAL_SERVERS, DEPLOY / "Caddyfile.several"):
        assert set(re.findall(r"127\.0\.0\.1:\d+", site.read_text())) == published
    for name in ("nginx", "caddy"):
        proxy = services()[name]
        # In the network of the machine: it sees the addresses of clients.
        assert proxy["network_mode"] == "host"
        assert proxy["profiles"] == [name]
        for volume in proxy["volumes"]:
            source, _, _ = volume.partition(":")
            assert not source.startswith("./") or (DEPLOY / source).exists()


def test_only_the_proxy_is_trusted() -> None:
    trusted = services()["server1"]["environment"]["TRUSTED_PROXIES"]
    (network,) = yaml.safe_load(SEVERAL.read_text())["networks"]["default"]["ipam"]["config"]
    assert trusted == network["gateway"]
    assert ipaddress.ip_address(trusted) in ipaddress.ip_network(network["subnet"])


def test_a_server_that_is_restarted_counts_once_it_is_ready() -> None:
    check = services()["server1"]["healthcheck"]
    assert "/readyz" in check["test"][-1]
    assert duration(check["start_interval"]) <= 1


def test_images_have_a_version() -> None:
    for name, service in services().items():
        if "build" in service:
            build = service["build"]
            path = DEPLOY / build["context"] / build["dockerfile"]
            assert path.resolve() == DOCKERFILE
            assert DockerfileParser(str(path)).parent_images
        else:
            assert re.fullmatch(r"\w+:[\d.]+", service["image"]), name


def test_everything_is_restarted_and_has_time_to_stop() -> None:
    for name, service in services().items():
        assert service["restart"] in ("unless-stopped", "on-failure"), name
        if name in (*SERVERS, *MEMBERS):
            single = services(ONE)["mongo" if name in MEMBERS else "server"]
            assert service["stop_grace_period"] == single["stop_grace_period"]
