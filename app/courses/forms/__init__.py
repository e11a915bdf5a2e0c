"""The forms of courses, a file a noun."""
