"""A server that takes attendance live."""

__version__ = "1.1.0"
