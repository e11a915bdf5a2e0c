"""How much of a foreign file is taken; over it is a refusal in a sentence, never a crash or a hang."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

XML_BYTES: Final = 64 * 1024 * 1024
"""Of a Moodle XML file; its images are in it, a third larger than they are."""
GIFT_BYTES: Final = 16 * 1024 * 1024
QUESTIONS: Final = 5_000
"""In one file."""
TEXT_CHARACTERS: Final = 64 * 1024
"""Of one text: a stem, an option, a feedback. Images in it don't count."""
DEPTH: Final = 60
"""Of elements in elements."""
ELEMENTS: Final = 300_000
ANSWERS: Final = 200
"""Of one question."""
UNCLOSED: Final = 100
"""Opening angle brackets in a text that no tag closes: parsers of HTML look for each one's end anew."""
MOST_SIGNS: Final[Mapping[str, int]] = {"<": 2_000, "\n": 2_000, "[": 1_000, "*": 1_000, "_": 1_000, "`": 1_000}
"""In one text: the time that rendering takes grows faster than their number."""
SECONDS: Final = 60.0
"""For one import."""
PAGE_BYTES: Final = 96 * 1024
"""Of a written quiz file; a longer one is begun anew, since the compiler takes a third more."""
