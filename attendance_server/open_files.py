"""How many files a process may have open, sockets included."""

import resource

MACOS_OPEN_MAX = 10_240


def allow_many_files() -> int:
    """Raise the limit of open files as far as allowed: 1024, the usual one, is a lecture hall.

    Returns how many that are, or `RLIM_INFINITY`.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    except ValueError:
        # macOS may name no hard limit, and grants no more than OPEN_MAX (setrlimit(2)).
        resource.setrlimit(resource.RLIMIT_NOFILE, (MACOS_OPEN_MAX, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft
