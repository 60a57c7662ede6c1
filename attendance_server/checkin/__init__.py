"""Check-in by students: codes that change every few seconds, and who may come in with one."""
