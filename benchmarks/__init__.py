"""The figures of docs/speed.md, measured beside simpler servers: `python -m benchmarks`."""
