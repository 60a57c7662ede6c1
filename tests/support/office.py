"""An administrator, whom only a command creates."""

import asyncio
from typing import Any

import attrs
import pymongo
from bson import ObjectId

from tests.support.client import PASSWORD, Client, Person


async def make_admin(
    client: Client, database: "pymongo.database.Database[dict[str, Any]]", name: str = "Office"
) -> Person:
    """An administrator who has logged in to the server with this database."""
    person = await client.person("teacher", name)
    admin = {"$set": {"role": "ADMIN"}}
    await asyncio.to_thread(database.users.update_one, {"_id": ObjectId(person.id)}, admin)
    login = await client.post("/auth/login", {"email": person.email, "password": PASSWORD})
    return attrs.evolve(person, role="admin", token=login.data["token"])
