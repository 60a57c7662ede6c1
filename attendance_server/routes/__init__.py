"""HTTP handlers, a file a resource."""
