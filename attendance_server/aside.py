"""Processes that the system is to prefer everything else to."""

import os
from pathlib import Path


def set_aside(pid: int, niceness: int) -> bool:
    """Make a process as nice as that (0 to 19), which leads a session of its own.

    Whether it is done. Of a user who is not root Linux takes only so many such wishes a second:
    then another try is worth it, where it matters.
    """
    try:
        os.setpriority(os.PRIO_PROCESS, pid, niceness)
        # How nice a process is counts within its session only, where Linux weighs sessions against
        # each other: sched(7), "The autogroup feature".
        session = Path(f"/proc/{pid}/autogroup")
        if session.exists():
            session.write_text(str(niceness))
    except BlockingIOError:
        return False
    except OSError:
        # It has ended, or the system does not let it be: it does its work all the same.
        return True
    return True
