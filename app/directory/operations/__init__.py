"""What a coordinator does for the people at their sites, a file a noun."""
