"""Everything in MongoDB: users, classes and sessions. The only package that knows Motor."""

from .client import Store

__all__ = ["Store"]
