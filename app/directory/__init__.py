"""The directory: a coordinator's view of the people at their sites. Invites, roles, cards. Owns no table."""
