"""The audit trail of administrators: saved before the answer, and read over HTTP."""

import csv
import io
from pathlib import Path

import aiohttp
import pymongo
import pytest

from attendance_server.audit import Action
from attendance_server.routes import pages
from tests.support.client import Client, Person
from tests.support.office import make_admin


@pytest.fixture
async def office(client: Client, database: pymongo.database.Database) -> Person:
    return await make_admin(client, database)


async def test_an_action_whose_event_cannot_be_saved_is_refused(
    client: Client, office: Person, database: pymongo.database.Database
) -> None:
    ada = await client.student()
    rename = {"json": {"name": "Ada King"}}
    # MongoDB refuses all further events.
    database.command("collMod", "audit", validator={"never": 1})
    refused = await client.call("PATCH", f"/users/{ada.id}", office.token, **rename)
    assert refused.error == (503, "Storage unavailable, try again")
    assert (await client.get("/auth/me", ada.token)).data["name"] == ada.name
    database.command("collMod", "audit", validator={})
    assert (await client.call("PATCH", f"/users/{ada.id}", office.token, **rename)).status == 200
    # That of the refused action is saved when it can be, before this or after.
    (event,) = database.audit.find({"action": "account.change", "outcome": "ok"})
    assert event["changes"] == [
        {"field": "name", "before": ada.name, "after": "Ada King", "of": None}
    ]


async def test_a_refused_action_of_an_administrator_leaves_an_event_too(
    client: Client, office: Person
) -> None:
    ada, bob = await client.student(), await client.student()
    taken = {"json": {"email": bob.email}}
    assert (await client.call("PATCH", f"/users/{ada.id}", office.token, **taken)).status == 400
    (event,) = (await client.get("/audit?refused=true&action=account.change", office.token)).data
    assert (event["outcome"], event["userId"]) == ("EmailTaken", office.id)
    assert [(each["value"], each["name"]) for each in event["targets"]] == [(ada.id, ada.name)]


async def test_events_are_filtered_paged_and_saved_as_csv_without_formulas(
    client: Client, office: Person, http: aiohttp.ClientSession
) -> None:
    ada = await client.person("student", "=1+1")
    for name in ("One", "Two", "=2+2"):
        path = f"/users/{ada.id}"
        await client.call("PATCH", path, office.token, json={"name": name})
    asked = f"/audit?user={office.id}&target={ada.id}"
    events = (await client.get(asked, office.token)).data
    assert [event["changes"][0]["after"] for event in events] == ["=2+2", "Two", "One"]
    page = (await client.get(f"{asked}&limit=1", office.token)).data
    rest = (await client.get(f"{asked}&after={page[0]['_id']}", office.token)).data
    assert page + rest == events
    today = events[0]["at"][:10]
    for query, count in (
        (f"&from={today}&to={today}", 3),
        (f"&to={int(today[:4]) - 1}-01-01", 0),
        ("&refused=true", 0),
        ("&refused=false", 3),
        ("&action=account.merge", 0),
    ):
        assert len((await client.get(asked + query, office.token)).data) == count, query
    headers = {"Authorization": f"Bearer {office.token}"}
    async with http.get(f"{client.url}{asked}&format=csv", headers=headers) as answer:
        assert "attachment" in answer.headers["Content-Disposition"]
        title, *rows = csv.reader(io.StringIO((await answer.text()).removeprefix("\ufeff")))
    assert title[:4] == ["Time (UTC)", "Action", "Outcome", "User"]
    assert [row[7] for row in rows] == ["name: Two → =2+2", "name: One → Two", "name: =1+1 → One"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    # Names are not resolved once the account is gone; the event stays.
    await client.call("DELETE", f"/users/{ada.id}", office.token)
    deleted, *_ = (await client.get(f"/audit?target={ada.id}", office.token)).data
    assert (deleted["action"], deleted["targets"]) == (
        "account.delete",
        [{"kind": "userId", "value": ada.id}],
    )


async def test_no_call_changes_the_audit_trail(client: Client, office: Person) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert (await client.call(method, "/audit", office.token)).status == 405
    for query in ("action=nothing", "from=yesterday", "user=me", "limit=0"):
        assert (await client.get(f"/audit?{query}", office.token)).status == 400


@pytest.mark.parametrize(
    "words",
    sorted((pages.FOLDER / "language").glob("*/office.js")),
    ids=lambda path: path.parent.name,
)
def test_the_pages_have_words_for_every_action(words: Path) -> None:
    text = words.read_text()
    assert [action for action in Action if f'"{action}": ' not in text] == []
