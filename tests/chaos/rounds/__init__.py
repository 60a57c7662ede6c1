"""Rounds of faults with several servers on a replica set; `python -m tests.chaos.rounds --help`."""
