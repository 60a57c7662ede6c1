"""The database as a whole: connecting to it, a private mongod, backups and retention."""
