"""What administrators, the school office, do with the accounts of others; knows no HTTP."""
