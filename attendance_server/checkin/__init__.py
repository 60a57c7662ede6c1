"""Check-in by students: what a device is, and what is odd about a check-in."""
