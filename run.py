"""Start the server from a checkout: `python run.py`, the same as `python -m attendance_server`."""

from attendance_server.__main__ import main

if __name__ == "__main__":
    main()
