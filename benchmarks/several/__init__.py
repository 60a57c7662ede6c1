"""Figures of several servers that share a database: a replica set on this machine."""
