"""The database as a whole: its connection, the private one, backups, archives and retention."""
