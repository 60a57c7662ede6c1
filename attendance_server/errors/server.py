"""What the server cannot do at the moment, for anyone."""

from . import Overloaded, RateLimited, Unavailable


class StorageUnavailable(Unavailable):
    """The database did not answer in time. A change may be saved all the same."""

    message = "Storage unavailable, try again"
    code = "storage_unavailable"


class ShuttingDown(Unavailable):
    """A server that stops is asked for a socket, or whether it is ready.

    Also one of which a part has failed.
    """

    message = "The server is shutting down, try again"
    code = "shutting_down"
    retry_after = 5


class TooManyConnections(Overloaded):
    """`MAX_CONNECTIONS` are open, or the process cannot open another file."""

    message = "Server is full, try again later"
    code = "server_full"
    retry_after = 5


class TooManyReports(Overloaded):
    """The queue of reports to be written is full."""

    message = "Too many reports are being written, try again"
    code = "too_many_reports"


class TooManyRequests(RateLimited):
    """An account has its share of the places in the queue for reports and large answers."""

    message = "Too many requests from this account are in progress, try again later"
    code = "too_many_requests"
