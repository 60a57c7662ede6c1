"""Everything in MongoDB: users, classes and sessions. The only package that knows Motor."""

from .client import Store
from .patience import many_calls, patience, patience_each

__all__ = ["Store", "many_calls", "patience", "patience_each"]
