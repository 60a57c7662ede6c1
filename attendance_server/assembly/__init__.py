"""The parts of the server, put together as `app.py` lists them: a module per group of services.

Each service gets what it needs from its constructor, and each group those that come before it. HTTP
begins with `sockets.py`: no group before that knows it.
"""
