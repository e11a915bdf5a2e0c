"""What every part of the house may use: clock, ids, errors, Markdown, files."""
