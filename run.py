"""The command line from a checkout: `python run.py`, the same as `attendance-server`."""

from attendance_server.__main__ import main

if __name__ == "__main__":
    main()
