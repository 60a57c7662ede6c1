"""Accounts are changed, limited and ended at one server as at the other."""

import asyncio

import pymongo

from tests.several.conftest import TwoServers
from tests.support.client import PASSWORD
from tests.support.office import make_admin


async def test_accounts_are_the_same_at_both_servers(servers: TwoServers) -> None:
    here, there = clients = servers.here, servers.there
    database = pymongo.MongoClient(servers.uri, tz_aware=True).get_default_database()
    admins = [await make_admin(client, database) for client in clients]

    # Of two administrators who disable each other at the same time, one remains.
    answers = await asyncio.gather(
        *(
            client.call("PATCH", f"/users/{other.id}", me.token, json={"disabled": True})
            for client, me, other in ((here, *admins), (there, *reversed(admins)))
        )
    )
    assert min(answer.status for answer in answers) == 200
    assert database.users.count_documents({"role": "ADMIN", "disabledAt": None}) == 1

    # Wrong passwords count together: ten are allowed, and one more at the server that was not
    # asked before.
    ada = await here.student()
    await there.post("/auth/login", {"email": ada.email, "password": PASSWORD})
    wrong = {"email": ada.email, "password": "wrong"}
    for _ in range(10):
        assert (await here.post("/auth/login", wrong)).status == 400
    assert (await here.post("/auth/login", wrong)).status == 429
    assert (await there.post("/auth/login", wrong)).status == 429
    assert (await there.post("/auth/login", {**wrong, "password": PASSWORD})).status == 429

    # Every turn has been given back.
    assert database.turns.count_documents({}) == 0
