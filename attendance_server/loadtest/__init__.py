"""A load test for users' own deployments.

Run it with `python -m attendance_server.loadtest URL`; `--help` describes it.

It uses the wire contract and imports nothing from the server, so it can measure a server of any
version on any machine.
"""
