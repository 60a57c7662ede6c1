"""Makes one replica set of the MongoDB servers that MONGO_URI names, and the users of the database.

    python deploy/replica_set.py

Run it on the machine of the first of them, while all are running. Run again, it does what is still
to be done, such as to add another member. deploy/README.md says how; it needs pymongo, which the
server has. Its variables:

MONGO_URI: as for the servers, such as
    mongodb://USER:PASSWORD@HOST,HOST,HOST/DATABASE?replicaSet=NAME&authSource=admin
MONGO_ADMIN_PASSWORD: of the user `admin`, who may do everything
MONGO_MEMBER: where this machine reaches the first member, by default 127.0.0.1:27017. MongoDB lets
    a stranger set up a member that has no users yet, but only over loopback.
"""

import os
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure
from pymongo.uri_parser import parse_uri

Document = dict[str, Any]
Mongo = MongoClient[Document]

SETTINGS = {"electionTimeoutMillis": 800}
"""When the primary is lost, marks are saved again after little more than a second, not after ten.

The members look for one to copy from once per second, counted from the loss: with 1,000 to 1,800
here they would miss the first look, and it would be two seconds. If the network or the machines
have pauses of their own as long as this, another primary is elected without need, which is a pause
of about a second and no loss; take 2,000 then, for three seconds of silence when one is lost.
"""

PATIENCE = 120.0
"""Seconds that a step may take: a new member first copies what there is."""

ADMIN = "admin"

AUTHENTICATION_FAILED, ALREADY_INITIALIZED, USER_EXISTS = 18, 23, 51003
RECONFIGURING = {103, 109, 308}
"""The set has not yet taken over its last configuration, or it has a newer one."""


def main() -> None:
    """Make the set, as its variables say."""
    uri = parse_uri(os.environ["MONGO_URI"], warn=False)
    hosts = [f"{host}:{port}" for host, port in uri["nodelist"]]
    name = uri["options"]["replicaSet"]
    password = os.environ["MONGO_ADMIN_PASSWORD"]
    member = os.environ.get("MONGO_MEMBER", "127.0.0.1:27017")
    if not knows_admin(member, password):
        with Mongo(member, directConnection=True) as mongo:
            initiate(mongo, name, hosts[0], password)
    with Mongo(hosts, replicaSet=name, username=ADMIN, password=password) as mongo:
        create_user(mongo, uri["database"], uri["username"], uri["password"])
        for host in hosts:
            until(f"{host} is a member", partial(is_member, mongo, host))
        until("all members have their copy", partial(is_complete, mongo))
    print(f"the replica set {name} is ready: {', '.join(hosts)}")


def knows_admin(member: str, password: str) -> bool:
    """Whether a member has its users already."""
    with Mongo(member, directConnection=True, username=ADMIN, password=password) as mongo:
        try:
            mongo.admin.command("ping")
        except OperationFailure as error:
            if error.code == AUTHENTICATION_FAILED:
                return False
            raise
        return True


def initiate(mongo: Mongo, name: str, host: str, password: str) -> None:
    """Make a set of one member, and in it the user who may do everything."""
    config = {"_id": name, "settings": SETTINGS, "members": [{"_id": 0, "host": host}]}
    try:
        mongo.admin.command("replSetInitiate", config)
    except OperationFailure as error:
        if error.code != ALREADY_INITIALIZED:
            raise
    until(f"{host} is primary", lambda: mongo.admin.command("hello")["isWritablePrimary"])
    mongo.admin.command("createUser", ADMIN, pwd=password, roles=["root"])


def create_user(mongo: Mongo, database: str, user: str, password: str) -> None:
    """Create the user of the servers, who may do what they like with one database only."""
    roles = [{"role": role, "db": database} for role in ("readWrite", "dbAdmin")]
    try:
        mongo.admin.command("createUser", user, pwd=password, roles=roles)
    except OperationFailure as error:
        if error.code != USER_EXISTS:
            raise


def is_member(mongo: Mongo, host: str) -> bool:
    """Whether a host belongs to the set. If not, try to add it."""
    config = mongo.admin.command("replSetGetConfig")["config"]
    members = config["members"]
    if host in {each["host"] for each in members}:
        return True
    members.append({"_id": max(each["_id"] for each in members) + 1, "host": host})
    config["version"] += 1
    try:
        mongo.admin.command("replSetReconfig", config)
    except OperationFailure as error:
        if error.code not in RECONFIGURING:
            raise
    return False


def is_complete(mongo: Mongo) -> bool:
    """Whether one member is primary and all others follow it."""
    states = [each["stateStr"] for each in mongo.admin.command("replSetGetStatus")["members"]]
    return sorted(states) == ["PRIMARY", *["SECONDARY"] * (len(states) - 1)]


def until(what: str, condition: Callable[[], object]) -> None:
    """Wait for a condition, which may do something about it."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"after {PATIENCE:g} s it is still not so that {what}")
        time.sleep(0.1)
    print(what, flush=True)


if __name__ == "__main__":
    main()
