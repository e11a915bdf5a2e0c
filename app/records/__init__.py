"""Records of what was done: the journal. It knows people by id only."""
