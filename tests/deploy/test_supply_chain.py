"""The packages that a deployment installs, and the audit of them."""

import configparser
import importlib.metadata
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.process import ROOT

DEPLOY = ROOT / "deploy"
LOCK = DEPLOY / "requirements.lock"
EMBEDDED_LOCK = DEPLOY / "embedded.lock"
SSO_LOCK = DEPLOY / "sso.lock"

Pins = dict[str, str]

LINUX = {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"}
MACOS = {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "x86_64"}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def requirements(text: str) -> list[Requirement]:
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [Requirement(line) for line in lines if line]


def applies(requirement: Requirement, python: str, machine: Pins = LINUX) -> bool:
    environment = {**machine, "python_version": python, "python_full_version": f"{python}.1"}
    return not requirement.marker or requirement.marker.evaluate({**environment, "extra": ""})


def locked(path: Path, python: str, machine: Pins = LINUX) -> Pins:
    """The version of each package in a lock file, for one version of Python."""
    entries = path.read_text().replace("\\\n", " ")
    pins = {}
    for requirement in requirements(re.sub(r"--hash=\S+", "", entries)):
        if applies(requirement, python, machine):
            name = canonicalize_name(requirement.name)
            assert name not in pins, requirement
            (pin,) = requirement.specifier
            assert pin.operator == "==", requirement
            pins[name] = pin.version
    return pins


def declared(extra: str | None = None) -> list[Requirement]:
    """The requirements in setup.cfg, or those of an extra, if given."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    if extra:
        return requirements(config["options.extras_require"][extra])
    return requirements(config["options"]["install_requires"]) + requirements(
        (DEPLOY / "requirements.in").read_text()
    )


def needed_by(requirement: Requirement, python: str) -> Iterator[Requirement]:
    """The requirements of an installed package and of its requested extras."""
    for text in importlib.metadata.requires(requirement.name) or ():
        needed = Requirement(text)
        environment = {**LINUX, "python_version": python, "python_full_version": f"{python}.1"}
        extras = requirement.extras or {""}
        if not needed.marker or any(
            needed.marker.evaluate({**environment, "extra": extra}) for extra in extras
        ):
            yield needed


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(("lock", "extra"), [(LOCK, None), (SSO_LOCK, "sso")])
def test_a_lock_file_contains_exactly_what_is_needed(
    lock: Path, extra: str | None, python: str
) -> None:
    pins = locked(lock, python)
    waiting, visited = declared(extra), set[str]()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if not applies(requirement, python):
            continue
        assert name in pins, f"{lock.name} lacks {requirement}: make it again"
        assert requirement.specifier.contains(pins[name]), f"{requirement}, locked: {pins[name]}"
        if name not in visited:
            visited.add(name)
            waiting += needed_by(requirement, python)
    assert set(pins) == visited


@pytest.mark.parametrize("system", [LINUX, MACOS], ids=["Linux", "macOS"])
@pytest.mark.parametrize("processor", ["x86_64", "ARM"])
def test_the_locked_private_mongodb_satisfies_setup_cfg(system: Pins, processor: str) -> None:
    arm = "aarch64" if system is LINUX else "arm64"
    machine = {**system, "platform_machine": arm if processor == "ARM" else processor}
    (requirement,) = (each for each in declared("embedded") if applies(each, PYTHONS[0], machine))
    (pinned,) = locked(EMBEDDED_LOCK, PYTHONS[0], machine).items()
    assert pinned[0] == canonicalize_name(requirement.name)
    assert requirement.specifier.contains(pinned[1])


def test_without_a_wheel_no_private_mongodb_is_required() -> None:
    for machine in ({**LINUX, "platform_machine": "riscv64"}, {**LINUX, "sys_platform": "win32"}):
        assert not any(applies(each, PYTHONS[0], machine) for each in declared("embedded"))
        assert not locked(EMBEDDED_LOCK, PYTHONS[0], machine)


@pytest.mark.parametrize("lock", [LOCK, EMBEDDED_LOCK, SSO_LOCK], ids=lambda path: path.name)
def test_every_package_has_hashes_and_no_fixed_index(lock: Path) -> None:
    entries = lock.read_text().replace("\\\n", " ").splitlines()
    packages = [line for line in entries if line and not line.lstrip().startswith("#")]
    assert packages
    for line in packages:
        assert re.fullmatch(r"[\w.-]+==\S+( ; [^-]+)?( +--hash=sha256:[0-9a-f]{64})+ *", line), line
    assert not re.search(r"://|--(extra-)?index-url|--find-links", lock.read_text())


@pytest.mark.parametrize("name", ["deploy/README.md", "deploy/Dockerfile", ".ci/run"])
def test_deployments_install_from_the_lock_files(name: str) -> None:
    commands = re.sub(r"\s*\\\n\s*", " ", (ROOT / name).read_text())
    installs = [
        {word for word in line.split() if word not in ("-q", "--no-cache-dir")}
        for line in re.findall(r"(?<=pip)\"? install ([^\n&]*)", commands)
        # Tools that check a change are installed differently.
        if "pip-audit" not in line and "-e" not in line
    ]
    assert installs
    locked_packages = {"--require-hashes", "--only-binary", ":all:", "-r"}
    for packages, server in zip(installs[::2], installs[1::2], strict=True):
        files = packages - locked_packages
        assert packages > locked_packages
        assert LOCK.name in {Path(file).name for file in files}
        assert {Path(file).suffix for file in files} == {".lock"}
        # A checkout, or a wheel built from one.
        assert server in (
            {"--no-deps", "--no-build-isolation", "."},
            {"--no-deps", '"$work"/attendance_server-*.whl'},
        )


CLEAN = {"name": "yarl", "version": "1", "vulns": []}
VULNERABLE = {
    "name": "aiohttp",
    "version": "1",
    "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}],
}
SKIPPED = {"name": "attrs", "skip_reason": "not found"}
OWN = {"name": "attendance-server", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "output"),
    [
        ([CLEAN, OWN], 0, r"^advisories: 1 packages audited\n$"),
        ([CLEAN, SKIPPED], 0, "^!+\nNOT AUDITED: 1 OF 2 PACKAGES. "),
        ([SKIPPED, OWN], 0, "^!+\nNOT AUDITED: ALL PACKAGES. THEIR ADVISORIES COULD NOT"),
        ([VULNERABLE, CLEAN], 1, "^aiohttp 1: CVE-1, fixed in 2\nadvisories: 2"),
        ([VULNERABLE, SKIPPED], 1, "^aiohttp 1: CVE-1, fixed in 2\n!+\nNOT AUDITED: 1 OF 2"),
        (None, 0, "^!+\nNOT AUDITED: ALL PACKAGES"),
    ],
)
def test_unaudited_packages_are_reported_loudly_and_vulnerabilities_fail(
    tmp_path: Path, packages: list[Any] | None, code: int, output: str
) -> None:
    report = tmp_path / "report.json"
    if packages is not None:
        report.write_text(json.dumps({"dependencies": packages, "fixes": []}))
    ended = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "audit_report.py"), str(report)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (code, "")
    assert re.search(output, ended.stdout)
