"""The figures of the README, measured side by side with simpler servers: `python -m benchmarks`."""
