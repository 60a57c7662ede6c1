"""What browsers load: every file beside this one is served as it is."""
