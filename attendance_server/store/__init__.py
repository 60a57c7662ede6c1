"""Everything that is stored in MongoDB. The only package that uses Motor."""

from .client import Store
from .time_budget import lift_shared_budget, time_budget, time_budget_per_call

__all__ = ["Store", "lift_shared_budget", "time_budget", "time_budget_per_call"]
