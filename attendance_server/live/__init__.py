"""Running sessions: their state, their sockets, and how a mark is saved before it is seen."""
