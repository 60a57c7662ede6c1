"""Rosters from other systems: read, checked, and imported completely or not at all."""
