"""How much of everything the compiler takes; over it is an error, never a crash or a hang."""

from __future__ import annotations

from typing import Final

MARKDOWN_BYTES: Final = 128 * 1024
"""Of a Markdown or YAML file."""
IMAGE_BYTES: Final = 8 * 1024 * 1024
ITEMS: Final = 500
"""In a course."""
SECONDS: Final = 5.0
"""Of the processor, to compile one file."""
MOST_BRACKETS: Final = 2_000
"""Opening square brackets between two blocks."""
MOST_TAGS: Final = 3_000
"""Opening angle brackets between two blocks."""
MOST_MARKS: Final = 10_000
"""Asterisks between two blocks; also underscores, backticks, and closing angle brackets."""
MOST_LINES: Final = 5_000
"""Between two blocks."""
SOURCE_FILES: Final = 5_000
"""In a course's folder, images included."""
COURSE_BYTES: Final = 256 * 1024 * 1024
"""Of all files in a course's folder together."""
MOST_RATIO: Final = 200
"""How many times a packed file may grow; text that people write grows less than 20 times."""
LONGEST_PATH: Final = 240
"""Bytes of a file's path in a packed course."""
DEPTH: Final = 12
"""Of blocks in blocks, and of YAML in YAML."""
EXPANSION: Final = 1_000
"""YAML nodes that aliases may add."""
FEWEST_WEEKS: Final = 5
MOST_WEEKS: Final = 10
MOST_PARTS: Final = 26
"""Things to put in order, pairs, or places of one question: more fit on no phone, and there are no more letters."""
