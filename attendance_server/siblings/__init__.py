"""What a server process has to do with the others on its port: one of several, see `WORKERS`.

Loaded only where there are several.
"""
