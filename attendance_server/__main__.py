"""The command line as `python -m attendance_server`: the same as `attendance-server`."""

from .cli import main

if __name__ == "__main__":
    main()
