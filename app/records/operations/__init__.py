"""Writing records, a file a noun."""
