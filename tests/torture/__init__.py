"""What was acknowledged outlives a server that is killed (-9) at random moments."""
