"""Who a user is: accounts, tokens, passwords, and the limits on trying them. Knows no HTTP."""
