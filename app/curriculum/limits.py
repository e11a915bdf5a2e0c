"""How much of everything the compiler takes; over it is an error, never a crash or a hang."""

from __future__ import annotations

from typing import Final

MARKDOWN_BYTES: Final = 128 * 1024
"""Of a Markdown or YAML file."""
IMAGE_BYTES: Final = 8 * 1024 * 1024
ITEMS: Final = 500
"""In a course."""
SECONDS: Final = 5.0
"""To compile one file."""
MOST_BRACKETS: Final = 2_000
"""Opening square brackets between two blocks."""
MOST_TAGS: Final = 3_000
"""Opening angle brackets between two blocks."""
SOURCE_FILES: Final = 5_000
"""In a course's folder, images included."""
DEPTH: Final = 12
"""Of blocks in blocks, and of YAML in YAML."""
EXPANSION: Final = 1_000
"""YAML nodes that aliases may add."""
FEWEST_WEEKS: Final = 5
MOST_WEEKS: Final = 10
