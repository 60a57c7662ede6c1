"""A replica set of one member: change streams and transactions need a set."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import OperationFailure, PyMongoError

from ..exit_errors import StartupError

NOT_YET_INITIATED = 94
"""MongoDB's error code for a member without a configuration."""

ELECTION_TIMEOUT_MS = 500
"""A member that is alone elects itself at once; this only limits what it waits for otherwise."""

CALL_TIMEOUT_MS = 5_000


class SoleMember:
    """The mongod that listens on a Unix socket, as the only member of its set.

    It knows itself by the path of the socket, which changes when its folder is moved.
    """

    def __init__(self, socket: Path, set_name: str) -> None:
        """`socket`: absolute."""
        self._host = str(socket)
        self._set_name = set_name
        self._client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
            f"mongodb://{quote(self._host, safe='')}/?directConnection=true",
            timeoutMS=CALL_TIMEOUT_MS,
        )

    async def leads(self) -> bool:
        """Whether it takes writes. Otherwise what is missing for that has been asked of it.

        To be called again until it is true: a member elects itself a moment after it has been
        configured. Also false while it does not answer.
        """
        try:
            hello = await self._client.admin.command("hello")
            if hello["isWritablePrimary"]:
                return True
            await self._configure()
        except PyMongoError:
            return False
        return False

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    async def _configure(self) -> None:
        """Make it a member under its present path, if it is not one. Raises `PyMongoError`."""
        try:
            config = (await self._client.admin.command("replSetGetConfig"))["config"]
        except OperationFailure as exc:
            if exc.code != NOT_YET_INITIATED:
                raise
            await self._client.admin.command("replSetInitiate", self._new_config())
            return
        (member,) = config["members"]
        if member["host"] != self._host:
            moved = {
                **config,
                "version": config["version"] + 1,
                "members": [{**member, "host": self._host}],
            }
            # By force: it cannot find itself under the old path, and so has no vote.
            await self._client.admin.command("replSetReconfig", moved, force=True)

    def _new_config(self) -> dict[str, Any]:
        return {
            "_id": self._set_name,
            "members": [{"_id": 0, "host": self._host}],
            "settings": {"electionTimeoutMillis": ELECTION_TIMEOUT_MS},
        }


async def forget_set(uri: str) -> None:
    """Drop what the standalone at `uri` knows of a set whose member it was.

    Raises `StartupError` if it cannot be reached.
    """
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(uri, timeoutMS=CALL_TIMEOUT_MS)
    try:
        await client.drop_database("local")
    except PyMongoError as exc:
        raise StartupError(f"MongoDB cannot be used: {exc}") from exc
    finally:
        client.close()
