"""Notices: what a person is told in the application and, as they choose, by mail."""
