"""People: who they are, their roles, how they sign in, and how they are invited."""
