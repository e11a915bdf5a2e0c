"""Search: people, lessons and terms, each found only by those who may see it. Owns no table."""
