"""Finding drafts, their files and what was saved."""
