"""Several server processes on one port, and the parent that starts them: `WORKERS`."""
