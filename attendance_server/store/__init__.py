"""Everything in MongoDB: users, classes and sessions. The only package that knows Motor."""

from .client import Store
from .time_budget import lift_shared_budget, time_budget, time_budget_per_call

__all__ = ["Store", "lift_shared_budget", "time_budget", "time_budget_per_call"]
