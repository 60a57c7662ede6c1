"""A front end for servers without the envelope works unchanged with `ANSWERS=plain`."""

import asyncio
import json

from playwright._impl._driver import compute_driver_executable

from tests.support.client import PATIENCE, Client
from tests.support.process import ROOT
from tests.support.programs import needed_node_modules

PACKAGES = ROOT / "tests" / "js"


async def test_a_front_end_with_axios_works_unchanged(plain_school: Client) -> None:
    needed_node_modules(PACKAGES)
    node, _ = compute_driver_executable()
    process = await asyncio.create_subprocess_exec(
        *(node, str(PACKAGES / "front-end.mjs"), plain_school.url),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, err.decode()
    assert json.loads(out) == {
        "registered": 201,
        "roles": ["TEACHER", "STUDENT"],
        "sameUser": True,
        "enrolled": True,
        "listed": True,
        "started": True,
        "classmates": ["Ada"],
        "status": None,
        "failures": [
            [403, "Forbidden, teacher access required"],
            [404, "Class not found"],
            [401, "Unauthorized, token missing or invalid"],
            [400, "Invalid request schema"],
        ],
    }
