"""API keys: shown once, stored hashed, good for rosters only, and ended at once."""

import asyncio
import json
import logging
import os
import re
from pathlib import Path
from typing import Any

import aiohttp
import attrs
import pymongo
import pytest

from attendance_server.client_address import read_network
from attendance_server.logs import JsonLines
from attendance_server.server import serving
from attendance_server.settings import Settings
from attendance_server.settings.choices import Rate
from tests.support.client import PASSWORD, Client, Person
from tests.support.office import make_admin
from tests.support.process import ROOT
from tests.support.programs import needed
from tests.support.roster import csv_of, outcomes, roster

EVE = csv_of(("Eve", "eve@school.test"))
UNAUTHORIZED = (401, "Unauthorized, token missing or invalid")

Database = pymongo.database.Database[dict[str, Any]]


async def make_key(
    client: Client, person: Person, class_id: str | None, name: str = "nightly"
) -> Any:
    path = f"/class/{class_id}/keys" if class_id else "/keys"
    answer = await client.post(path, {"name": name}, person.token)
    assert answer.status == 201
    return answer.data


async def test_a_key_is_shown_once_and_ends_at_once(
    client: Client, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    made = await make_key(client, teacher, class_id, "Nightly upload")
    key, path = made["key"], f"/class/{class_id}/keys"
    assert key.startswith("att_class_")

    uploaded = await client.call("POST", f"/class/{class_id}/roster", key, data=EVE)
    assert outcomes(uploaded) == ["new"]
    # Whoever reads the log of a nightly job cannot claim the account.
    assert uploaded.data["lines"][0]["code"] is None
    (listed,) = (await client.get(path, teacher.token)).data
    assert listed["name"] == "Nightly upload"
    assert listed["lastUsedAt"] >= listed["createdAt"]
    for method, other in (("GET", path), ("GET", f"/class/{class_id}"), ("GET", "/auth/me")):
        assert (await client.call(method, other, key)).error == UNAUTHORIZED

    await client.call("DELETE", f"{path}/{made['_id']}", teacher.token)
    again = await client.call("POST", f"/class/{class_id}/roster", key, data=EVE)
    assert again.error == UNAUTHORIZED
    assert (await client.get(path, teacher.token)).data == []

    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    requests = [line for line in lines if line["message"] == "request" and "key" in line]
    assert [line["key"] for line in requests] == ["Nightly upload"]
    audited = [line for line in lines if line["message"] == "audit" and "keyId" in line]
    assert [(line["action"], line["key"]) for line in audited] == [
        ("key.create", "Nightly upload"),
        ("roster.import", "Nightly upload"),
        ("key.end", "Nightly upload"),
    ]
    assert {line["user"] for line in audited} == {teacher.id}
    stored = [list(database[name].find()) for name in database.list_collection_names()]
    assert key not in f"{lines}{stored}"


async def test_keys_go_with_their_maker_and_with_their_class(
    client: Client, database: Database
) -> None:
    teacher, heir = await client.teacher(), await client.teacher()
    class_id, other = [await client.make_class(teacher) for _ in range(2)]
    await client.post(f"/class/{class_id}/teachers", {"email": heir.email}, teacher.token)
    key = (await make_key(client, teacher, class_id))["key"]
    await make_key(client, teacher, other)
    exported = (await client.get("/auth/me/export", teacher.token)).data
    assert [each["classId"] for each in exported["apiKeys"]] == [class_id, other]
    await client.call("DELETE", f"/class/{other}", teacher.token)
    assert [str(each["classId"]) for each in database.apiKeys.find()] == [class_id]

    # With another owner, the key of the former one is listed, and good for nothing.
    admin = await make_admin(client, database)
    await client.post(f"/class/{class_id}/owner", {"teacherId": heir.id}, admin.token)
    assert (await client.call("POST", f"/class/{class_id}/roster", key, data=EVE)).status == 403
    listed = (await client.get(f"/class/{class_id}/keys", heir.token)).data
    assert [each["byName"] for each in listed] == [teacher.name]
    await client.call("DELETE", "/auth/me", teacher.token, json={"password": PASSWORD})
    assert database.apiKeys.count_documents({}) == 0


async def test_a_key_of_the_school_fills_any_class_until_its_maker_is_disabled(
    client: Client, database: Database
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    admin, other_admin = [await make_admin(client, database) for _ in range(2)]
    key = (await make_key(client, admin, None))["key"]
    assert key.startswith("att_school_")
    assert (await client.call("POST", f"/class/{class_id}/roster", key, data=EVE)).status == 200
    (eve,) = await roster(client, teacher, class_id)
    # The owner of the class hands out the codes, and undoes the import.
    assert eve["mayIssueCode"]
    assert (await client.get(f"/class/{class_id}/imports", teacher.token)).data
    disabled = {"disabled": True}
    await client.call("PATCH", f"/users/{admin.id}", other_admin.token, json=disabled)
    refused = await client.call("POST", f"/class/{class_id}/roster", key, data=EVE)
    assert refused.error == UNAUTHORIZED


async def test_wrong_keys_are_limited_apart_from_log_ins(
    settings: Settings, http: aiohttp.ClientSession
) -> None:
    limits = attrs.evolve(
        settings,
        trusted_proxies=(read_network("127.0.0.0/8"), read_network("::1")),
        login_failures_per_address=Rate(3, 900),
    )
    headers = {"X-Forwarded-For": "203.0.113.7"}
    async with serving(limits) as url:
        client = Client(url, http)
        teacher = await client.teacher()
        path = f"/class/{await client.make_class(teacher)}/roster"
        statuses = [
            (await client.call("POST", path, f"att_class_{at:040x}", data=EVE, headers=headers))
            for at in range(4)
        ]
        assert [each.status for each in statuses] == [401, 401, 401, 429]
        assert int(statuses[-1].headers["Retry-After"]) > 0
        login = {"email": teacher.email, "password": PASSWORD}
        assert (await client.post("/auth/login", login, headers=headers)).status == 200


async def test_the_nightly_upload_in_the_docs_runs_as_written(
    client: Client, database: Database, tmp_path: Path
) -> None:
    needed("curl")
    page = (ROOT / "docs" / "operating.md").read_text()
    section = page[page.index("## Nightly uploads") : page.index("## Backup and restore")]
    (setup,) = re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    (line,) = re.findall(r"^0 4 \* \* \* (.*)$", section, re.MULTILINE)
    admin, teacher = await make_admin(client, database), await client.teacher()
    key = (await make_key(client, admin, None))["key"]
    class_id = await client.make_class(teacher, name="9A")
    (tmp_path / "9a.csv").write_bytes(EVE)
    script = re.sub("att_school_[0-9a-f]+", key, setup)
    script += line.replace("https://attendance.example.org", client.url)

    async def run() -> tuple[int | None, str]:
        shell = await asyncio.create_subprocess_exec(
            *("bash", "-eu", "-c", script),
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
            stdout=asyncio.subprocess.PIPE,
        )
        out, _ = await shell.communicate()
        return shell.returncode, out.decode()

    assert await run() == (0, "")
    assert [each["name"] for each in await roster(client, teacher, class_id)] == ["Eve"]
    assert (tmp_path / "attendance-key").stat().st_mode & 0o777 == 0o600
    # What the job prints is mailed.
    (tmp_path / "9a.csv").write_bytes(csv_of(("Zoe", "zoe@school.test")))
    _, printed = await run()
    assert json.loads(printed)["code"] == "too_many_left"
