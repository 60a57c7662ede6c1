"""Say what pip-audit found: `python .ci/audit_report.py REPORT`, its report as JSON.

A known vulnerability fails. Packages whose advisories could not be asked for do not, as the network
is no part of a change, but nobody should take that for a clean report: a banner says so.
"""

import json
import sys
from pathlib import Path
from typing import Any

OWN = "attendance-server"
"""It is on no registry, so that there are no advisories about it."""

BANNER = "!" * 78


def read(path: Path) -> list[dict[str, Any]]:
    """The packages of a report; none if pip-audit has not come to its end."""
    try:
        packages: list[dict[str, Any]] = json.loads(path.read_text())["dependencies"]
    except (OSError, ValueError, KeyError):
        return []
    return [package for package in packages if package["name"] != OWN]


def main(path: str) -> int:
    """Print the findings; return the exit code."""
    packages = read(Path(path))
    audited = [package for package in packages if "vulns" in package]
    for package in audited:
        for found in package["vulns"]:
            fixed = ", ".join(found.get("fix_versions") or ["no version"])
            print(f"{package['name']} {package['version']}: {found['id']}, fixed in {fixed}")
    if not audited or len(audited) < len(packages):
        missing = len(packages) - len(audited)
        number = f"{missing} OF {len(packages)}" if audited else "ALL"
        print(
            BANNER,
            f"NOT AUDITED: {number} PACKAGES. THEIR ADVISORIES COULD NOT BE REACHED.",
            "This run does not say that they have no known vulnerabilities.",
            BANNER,
            sep="\n",
        )
    else:
        print(f"advisories: {len(audited)} packages audited")
    return 1 if any(package["vulns"] for package in audited) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
