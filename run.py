"""The command line from a checkout: `python run.py`, the same as `attendance-server`."""

from attendance_server.cli import main

if __name__ == "__main__":
    main()
