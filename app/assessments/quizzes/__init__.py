"""Quizzes: attempts, the responses given in them, and their marks."""
