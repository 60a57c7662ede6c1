"""What a file holds: its container, its encoding, the table in it, and the rows of the table.

The program `rosters/reader.py` runs this in a process of its own, with limits. The server itself
imports only `found`, the shape of the answer.
"""
