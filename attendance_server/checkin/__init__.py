"""Check-in by students: codes that change every few seconds, and what is odd about a check-in."""
