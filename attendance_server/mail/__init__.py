"""Mail out: what it says, and how it gets to the mail server."""
