"""A server that takes attendance live."""

__version__ = "0.1.0"
