"""The load test that users run against their own deployment.

Run it with `python -m attendance_server.loadtest URL`; `--help` says what it does.

It speaks the wire contract and imports nothing of the server, so it measures a server of any
version, on any machine.
"""
