"""The wire contract as classes, and how they are read and written. No I/O."""
