"""Runs a program that Linux stops when the process that started it ends, however that ends.

A program of its own, as what must be asked of the kernel can only be asked by the child itself:
`python under_parent.py PID PROGRAM ARGUMENT…`, where PID is the process that started it.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: str, *command: str) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # It may have ended before the kernel was asked.
    if os.getppid() == int(parent):
        os.execv(command[0], command)


main(*sys.argv[1:])
