"""An administrator, whom only a command creates."""

import bcrypt

from attendance_server.models import Role
from attendance_server.store import Store
from tests.support.client import NUMBERS, PASSWORD, Client, Person


async def make_admin(client: Client, uri: str | None, name: str = "Office") -> Person:
    """An administrator who has logged in to the server whose database is at `uri`."""
    email = f"admin{next(NUMBERS)}@school.test"
    store = Store(uri or "", timeout=30)
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4))
    user = await store.users.add(name, email, Role.ADMIN, hashed)
    store.close()
    login = await client.post("/auth/login", {"email": email, "password": PASSWORD})
    return Person(user.id, name, email, "admin", login.data["token"])
