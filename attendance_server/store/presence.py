"""Which servers use a standalone MongoDB at the same time, though only one of them should.

On a standalone no server hears what another one saves. So each keeps a connection open that has a
name, which the others find among the connections of the database. It is gone with its process.
"""

import os
import re
from collections.abc import Sequence

import pymongo
from bson import ObjectId
from pymongo.errors import PyMongoError

from .documents import Document

TIMEOUT = 2.0
"""Seconds that the database has to say who is connected."""


class Presence:
    """That this server uses a database. It connects to nothing until `show`."""

    def __init__(self, uri: str, database: str, server: ObjectId) -> None:
        """`database`: its name. `server`: identifies this run of the server."""
        self._uri = uri
        self._prefix = f"attendance-server {database} "
        self._own_name = f"{self._prefix}{server} {os.getpid()}"
        self._client: pymongo.MongoClient[Document] | None = None

    def show(self) -> Sequence[str]:
        """Be seen from now on, and return where others run that are; it waits for the database.

        Nothing is found where the database does not let its users see their own connections.
        """
        self._client = pymongo.MongoClient(
            self._uri, appname=self._own_name, maxPoolSize=1, timeoutMS=round(TIMEOUT * 1000)
        )
        others = {
            "$regex": f"^{re.escape(self._prefix)}[0-9a-f]{{24}} [0-9]+$",
            "$ne": self._own_name,
        }
        pipeline: list[Document] = [
            {"$currentOp": {"idleConnections": True, "allUsers": False}},
            {"$match": {"appName": others}},
            {"$group": {"_id": "$appName", "client": {"$first": "$client"}}},
            {"$sort": {"_id": 1}},
        ]
        try:
            return [_where(each) for each in self._client.admin.aggregate(pipeline)]
        except PyMongoError:
            return []

    def close(self) -> None:
        if self._client:
            self._client.close()


def _where(connection: Document) -> str:
    host = str(connection.get("client", "")).rpartition(":")[0] or "this machine"
    return f"{host} (process {connection['_id'].rpartition(' ')[2]})"
