"""Whether a server that starts may run beside those that run."""

import logging

from ..exit_errors import OtherSecret
from ..shared_settings import Agreement
from .client import Store
from .servers import Servers

log = logging.getLogger(__name__)


async def agree(servers: Servers, agreement: Agreement) -> None:
    """Compare this server with the others that run, and log which settings differ.

    `agreement`: its own. Raises `OtherSecret`, and `StorageUnavailable`.
    """
    others = await servers.introduce(agreement)
    if theirs := [where for where, other in others.items() if other.secret != agreement.secret]:
        await servers.leave()
        raise OtherSecret(theirs)
    for where, other in others.items():
        if differing := agreement.differing(other):
            log.warning(
                "settings differ from those of %s, and should be the same at all servers: %s",
                *(where, ", ".join(differing)),
            )


async def warn_of_others(store: Store) -> None:
    """Log which other servers use the database, a standalone, for which this one is too many."""
    for where in await store.others():
        log.error(
            "%s uses the same database, and on a standalone MongoDB neither server hears what the"
            " other one saves: stop one of them, or make it a replica set (deploy/several.md)",
            where,
        )
