"""The wire contract as classes, and their conversion from and to JSON. No I/O."""
