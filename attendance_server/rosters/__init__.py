"""Rosters that come from somewhere else: read, checked, and taken over as a whole or not at all."""
