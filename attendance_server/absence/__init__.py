"""Notes with an absence: what students write, and what comes of it once a teacher accepts."""
