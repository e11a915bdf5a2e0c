"""Practicals: a trainee declares ready, an instructor signs off at the bench."""
